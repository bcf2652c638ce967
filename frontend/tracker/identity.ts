// Who this browser is: an id that lasts as long as is allowed, and who said they are here.
import { isExplicit, mayKeep, mayKnow } from "./consent";
import { rewrite } from "./queue";
import type { Ids } from "./relasi";
import { uuid } from "./safely";
import { hold } from "./sending";
import { sessionId } from "./sessions";
import { base, settings } from "./settings";
import * as storage from "./storage";

const PATIENCE = 2000;
const DAY = 86_400_000;
const RESET = "reset";

export function ids(): Ids {
  return {
    anonymousId: anonymousId(),
    userId: mayKnow() ? storage.read("user") : "",
    sessionId: sessionId(),
  };
}

export function anonymousId(): string {
  const known = storage.read("id");
  if (known) return known;
  const made = uuid();
  storage.write("id", made);
  return made;
}

/** Another person than before is another visitor: two are never one. */
export function signIn(userId: string): void {
  const before = storage.read("user");
  if (before && before !== userId) startAnew();
  storage.write("user", userId);
}

export function startAnew(): void {
  for (const name of ["user", "id", "session", "first"]) storage.remove(name);
  anonymousId();
  if (mayKeep()) meet(true);
}

/** Once a day, ask whether the server's cookie knows this browser, and let it be renewed. */
export function meetAgain(): void {
  const met = storage.read("met");
  if (mayKeep() && !(Date.now() - Number(met) < DAY)) meet(met === RESET);
}

/** Take the cookie away; whoever comes next is somebody else. */
export function part(): void {
  if (isSameSite()) void ask({ forget: true }).catch(() => undefined);
}

function meet(reset: boolean): void {
  if (!isSameSite()) return;
  const own = anonymousId();
  if (reset) storage.write("met", RESET); // Said again later where it does not come through.
  const met = ask({ id: own, explicit: isExplicit(), reset }).then(({ id }) => {
    if (anonymousId() !== own) return;
    if (id) become(own, id);
    storage.write("met", String(Date.now()));
  });
  hold(Promise.race([met, new Promise((late) => setTimeout(late, PATIENCE))]));
}

function become(own: string, id: string): void {
  if (id === own || !mayKeep()) return;
  storage.write("id", id);
  rewrite((event) => (event["anonymousId"] === own ? { ...event, anonymousId: id } : event));
}

async function ask(question: Record<string, unknown>): Promise<{ id?: string }> {
  const answer = await fetch(`${base}/r/${settings.key}/id`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
    credentials: "include",
    keepalive: true,
  });
  if (!answer.ok) throw answer;
  return (await answer.json()) as { id?: string };
}

/** Whether a cookie of the collector would be one of this site; the browser has the last word. */
function isSameSite(): boolean {
  const [own, other] = [location.hostname, new URL(base).hostname];
  return own === other || (/[a-z]$/.test(own) && lastTwo(own) === lastTwo(other));
}

const lastTwo = (host: string): string => host.split(".").slice(-2).join(".");
