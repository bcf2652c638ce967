// From the queue to the collector: in batches, one tab at a time, again when it did not work.
import { withoutClicks } from "./addresses";
import { mayKeep, maySend, state } from "./consent";
import { drop, ofThisPage, waiting, type Entry } from "./queue";
import { listen } from "./safely";
import { base, settings } from "./settings";
import * as storage from "./storage";

// A browser lets 64 KB out after the page is gone, all requests together.
const MOST_LENGTH = 50_000;
const MOST_EVENTS = 100;
const PAUSE = 500;
const LONGEST_PAUSE = 120_000;
const LEASE = 20_000;

let timer = 0;
let failures = 0;
let most = MOST_EVENTS;
let inFlight: string[] = [];
let isHeld = false;

/** Send soon; what comes in the meantime goes along. */
export function sendSoon(pause = PAUSE): void {
  clearTimeout(timer);
  timer = setTimeout(send, Math.max(pause, until() - Date.now()));
}

/** Nothing goes out until the promise is settled: it says under which id. */
export function hold(promise: Promise<unknown>): void {
  isHeld = true;
  void promise.catch(() => undefined).then(() => {
    isHeld = false;
    sendSoon(0);
  });
}

/** The last chance: the browser sends it after the page is gone; `must` is a refusal's own word. */
export function sendAtLast(must = false): void {
  if (!(must || maySend()) || isBlocked()) return;
  const batch = fitting(ofThisPage().filter(({ name }) => !inFlight.includes(name)));
  if (!batch.length) return;
  if (navigator.sendBeacon(`${base}/v1/batch`, body(batch))) drop(batch);
}

/** Where it may wait in the storage it does, when it would hardly come through now. */
const isBlocked = (): boolean =>
  isHeld || (storage.isLasting() && (!navigator.onLine || failures > 0 || until() > Date.now()));

function send(): void {
  if (!maySend() || isHeld || inFlight.length || !navigator.onLine || !waiting().length) return;
  if (until() > Date.now()) sendSoon();
  else void alone(deliver).catch(() => undefined);
}

async function deliver(): Promise<void> {
  const batch = fitting(waiting());
  if (!batch.length) return;
  inFlight = batch.map(({ name }) => name);
  try {
    const answer = await post(batch);
    // Unread, it would still count among what a browser lets out after the page.
    judge(answer, await answer.text().catch(() => ""), batch);
  } catch {
    postpone(0);
  } finally {
    inFlight = [];
  }
  if (waiting().length) sendSoon(0);
}

function judge(answer: Response, said: string, batch: Entry[]): void {
  if (answer.ok) {
    drop(batch);
    failures = 0;
    most = MOST_EVENTS;
    storage.remove("until");
  } else if (answer.status >= 500 || answer.status === 429) {
    postpone(Number(answer.headers.get("retry-after")) * 1000);
  } else if (batch.length > 1 && (answer.status === 400 || answer.status === 413)) {
    most = 1; // One of them is wrong: each goes alone, so that the others come in.
  } else {
    drop(batch);
    console.warn("Relasi:", said);
  }
}

/** Twice as long after each failure, and never all browsers at the same moment. */
function postpone(asked: number): void {
  const grown = Math.min(LONGEST_PAUSE, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2);
  storage.write("until", String(Date.now() + Math.max(grown, asked || 0)));
}

const until = (): number => Number(storage.read("until"));

const post = (batch: Entry[]): Promise<Response> =>
  fetch(`${base}/v1/batch`, {
    method: "POST",
    body: body(batch),
    credentials: "omit",
    keepalive: true,
  });

/** As plain text no browser asks the collector first. */
function body(batch: Entry[]): string {
  const around = {
    writeKey: settings.key,
    sentAt: new Date().toISOString(),
    context: { consent: state() },
  };
  const events = batch.map(({ text }) => (mayKeep() ? text : withoutClicks(text))).join();
  return `${JSON.stringify(around).slice(0, -1)},"batch":[${events}]}`;
}

function fitting(entries: Entry[]): Entry[] {
  let length = 0;
  return entries
    .slice(0, most)
    .filter(({ text }, index) => (length += new Blob([text]).size) <= MOST_LENGTH || !index);
}

/** One tab at a time, by a lock of the browser; where it has none, by a word in the storage. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!storage.isLasting()) return work();
  if (navigator.locks) {
    await navigator.locks.request(settings.key, { ifAvailable: true }, (held) =>
      held ? work() : sendSoon(),
    );
  } else if (Number(storage.read("lease")) > Date.now()) {
    sendSoon();
  } else {
    storage.write("lease", String(Date.now() + LEASE));
    await work();
    storage.remove("lease");
  }
}

listen(window, "online", () => {
  failures = 0;
  storage.remove("until");
  sendSoon(0);
});

/** What former pages left goes out as soon as it is certain that they are gone. */
export function sendWhatIsLeft(): void {
  sendSoon();
  setTimeout(sendSoon, 11_000);
}
