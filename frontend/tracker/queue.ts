// Events that wait to be sent, each under a name of its own: tabs never overwrite each other's.
import * as storage from "./storage";

export type Event = Record<string, unknown>;
export interface Entry {
  name: string;
  text: string;
}

const PREFIX = "q:";
const MOST_EVENTS = 500;
const MOST_LENGTH = 1_000_000;
const LONGEST = 32_000;
/** What nobody sent for so long belongs to a page that is gone. */
const ORPHAN = 10_000;
// So that the names of one moment are in order.
const FIRST = 1_000_000;
const own = new Set<string>();
let number = 0;

/** The oldest give way when there are too many; one that is far too long does not come in. */
export function add(event: Event, id: string): void {
  const text = JSON.stringify(event);
  if (text.length > LONGEST) return;
  const name = `${PREFIX}${Date.now()}.${FIRST + number++}.${id}`;
  own.add(name);
  storage.write(name, text);
  let [count, length] = [0, 0];
  drop(all().reverse().filter((entry) => {
    length += entry.text.length;
    return ++count > MOST_EVENTS || length > MOST_LENGTH;
  }));
}

/** Those of this page, and those that a page left behind; the oldest first. */
export function waiting(): Entry[] {
  return all().filter(({ name }) => own.has(name) || Date.now() - timeOf(name) > ORPHAN);
}

export const ofThisPage = (): Entry[] => all().filter(({ name }) => own.has(name));

export function drop(entries: Entry[]): void {
  for (const { name } of entries) {
    own.delete(name);
    storage.remove(name);
  }
}

/** Change what waits; nothing for an event means that it goes. */
export function rewrite(change: (event: Event) => Event | undefined): void {
  for (const entry of all()) {
    const event = change(JSON.parse(entry.text) as Event);
    if (event) storage.write(entry.name, JSON.stringify(event));
    else drop([entry]);
  }
}

function all(): Entry[] {
  return storage
    .names()
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => ({ name, text: storage.read(name) }))
    .filter(({ text }) => text);
}

const timeOf = (name: string): number => parseInt(name.slice(PREFIX.length));
