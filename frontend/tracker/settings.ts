// What the entry hands over: what the source says, and where the script came from.

export interface Settings {
  /** Of the source; it stays when the key is renewed. */
  readonly id: number;
  readonly key: string;
  readonly consent: "required" | "cookieless" | "granted";
  /** The name of the code's file: it changes with every change of the code. */
  readonly code: string;
}

/** The function that the entry leaves in the page until the code is there. */
export interface Waiting {
  (...given: unknown[]): void;
  /** Calls that came before the code. */
  q?: ArrayLike<unknown>[];
  settings?: Settings;
  /** Where the collector is, without a slash at the end. */
  base?: string;
  /** The data attributes of the tag. */
  tag?: DOMStringMap;
}

const waiting = (window as unknown as { relasi: Waiting }).relasi;

export const calls = waiting.q || [];
export const settings = waiting.settings as Settings;
export const base = waiting.base as string;
export const tag = waiting.tag || {};
