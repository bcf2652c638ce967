// Words by name: in memory, and in the browser's storage as long as that is allowed.
import { attempt } from "./safely";
import { settings } from "./settings";

const PREFIX = `relasi:${settings.id}:`;
const memory = new Map<string, string>();
let lasts = false;

export const isLasting = (): boolean => lasts;

export function read(name: string): string {
  return memory.get(name) || (lasts ? stored(name) : "");
}

/** What a former page left, whatever is allowed now: for the choice itself. */
export const stored = (name: string): string =>
  attempt(() => localStorage.getItem(PREFIX + name)) || "";

/** Where the storage is full or closed it lasts as long as the page. */
export function write(name: string, value: string): void {
  memory.delete(name);
  if (!lasts || !store(name, value)) memory.set(name, value);
}

/** Whether the browser took it. */
export const store = (name: string, value: string): boolean | undefined =>
  attempt(() => {
    localStorage.setItem(PREFIX + name, value);
    return true;
  });

export function remove(name: string): void {
  memory.delete(name);
  if (lasts) attempt(() => localStorage.removeItem(PREFIX + name));
}

export function names(): string[] {
  return [...memory.keys(), ...(lasts ? storedNames() : [])].sort();
}

/** From now on it lasts: what is in memory goes to the storage. */
export function keep(): void {
  lasts = true;
  for (const [name, value] of [...memory]) write(name, value);
}

/** From now on nothing lasts, and nothing is left of what did. */
export function forget(): void {
  for (const name of names()) remove(name);
  lasts = false;
}

const storedNames = (): string[] =>
  (attempt(() => Object.keys(localStorage)) || [])
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
