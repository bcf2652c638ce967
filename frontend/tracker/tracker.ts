// The tracking script: what a page may call, and what happens by itself.
import * as consent from "./consent";
import { hasMoved, page as pageOf } from "./context";
import { emit } from "./emitting";
import { watchForms } from "./forms";
import { ids, meetAgain, part, signIn, startAnew } from "./identity";
import { watchAddress } from "./navigation";
import { rewrite } from "./queue";
import { begin, end, isSeen, resume } from "./reading";
import type { Methods, Properties, Relasi } from "./relasi";
import { listen, safely } from "./safely";
import { sendAtLast, sendSoon, sendWhatIsLeft } from "./sending";
import { calls, tag } from "./settings";
import * as storage from "./storage";

const CHOSEN = "Consent Preference Updated";

/** What was said about the person before it may be known; the last of each counts. */
let untold: Partial<Record<"identify" | "group", () => void>> = {};

function tellPerson(type: "identify" | "group", tell: () => void): void {
  if (consent.mayKnow()) tell();
  else if (consent.mayWait()) untold[type] = tell;
}

const methods: Methods = {
  page(name, properties) {
    end();
    hasMoved();
    const at = pageOf();
    begin(emit("page", { name, properties: { ...at, ...properties } }, at));
  },
  track(name, properties) {
    emit("track", { event: name, properties });
  },
  identify(userId, traits) {
    tellPerson("identify", () => {
      if (userId) signIn(String(userId));
      emit("identify", { traits });
    });
  },
  group(groupId, traits) {
    tellPerson("group", () => emit("group", { groupId: String(groupId), traits }));
  },
  reset() {
    untold = {};
    startAnew();
  },
  consent(choice) {
    const [kept, knew] = [consent.mayKeep(), consent.mayKnow()];
    consent.choose(choice);
    const withdraws = kept && !consent.mayKeep();
    if (withdraws) rewrite(() => undefined);
    else if (knew && !consent.mayKnow()) unknow();
    if (withdraws || consent.maySend()) emit("track", { event: CHOSEN }, undefined, true);
    if (withdraws) withdraw();
    consent.remember();
    settle();
  },
  ready(callback) {
    callback(ids());
  },
};

/** That it was withdrawn goes out; then nothing of the past is left in the browser. */
function withdraw(): void {
  sendAtLast(true);
  part();
  storage.forget();
}

/** The person is not known any more: the events stay, without who it was. */
function unknow(): void {
  storage.remove("user");
  rewrite(({ userId, ...event }) =>
    event["type"] === "identify" || event["type"] === "group" ? undefined : event,
  );
}

/** Bring what is kept, told and asked in line with what is allowed. */
function settle(): void {
  if (consent.mayKeep()) storage.keep();
  meetAgain();
  if (!consent.mayWait()) rewrite(() => undefined);
  if (consent.mayKnow()) {
    for (const tell of Object.values(untold)) tell();
    untold = {};
  }
  sendSoon();
}

type Call = [name: keyof Methods, ...given: unknown[]];

function offer(): (...call: Call) => void {
  const safe: Record<string, (...given: unknown[]) => void> = {};
  for (const name in methods)
    safe[name] = safely(methods[name as keyof Methods] as (...given: unknown[]) => void);
  return Object.assign(
    safely((name: string, ...given: unknown[]) => (safe[name] as () => void)(...(given as []))),
    safe,
  );
}

function start(): void {
  const relasi = offer();
  window.relasi = relasi as Relasi;
  const given = calls.map((call) => Array.from(call) as Call);
  settle();
  for (const call of given) if (call[0] === "consent") relasi(...call);
  if (tag["page"] !== "manual") {
    methods.page();
    watchAddress(end, () => methods.page());
    listen(window, "pageshow", (event) => {
      if ((event as PageTransitionEvent).persisted) methods.page();
    });
  }
  watchForms(({ name, fields, email }) => {
    if (email) methods.identify(null, { email });
    methods.track("Form Submitted", { form: name, fields } satisfies Properties);
  });
  listen(window, "visibilitychange pagehide", ({ type }) => {
    if (isSeen() && type !== "pagehide") {
      resume();
    } else {
      end();
      sendAtLast();
    }
  });
  for (const call of given) if (call[0] !== "consent") relasi(...call);
  sendWhatIsLeft();
}

const started = safely(start);
if ((document as Document & { prerendering?: boolean }).prerendering)
  document.addEventListener("prerenderingchange", started, { once: true });
else started();
