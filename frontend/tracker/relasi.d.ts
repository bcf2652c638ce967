// What the tracking script offers to a page, as types. Copy it from /r/relasi.d.ts.

export type Properties = Record<string, unknown>;

/** What somebody allowed. A purpose that is not named stays as it was. */
export interface Choice {
  /** Events may be kept under an id that lasts in this browser. */
  collect?: boolean;
  /** They may be joined with the person: `identify` and `group` work. */
  profile?: boolean;
  /** The site may be made to fit them. */
  personalise?: boolean;
  [purpose: string]: boolean | undefined;
}

export interface Ids {
  anonymousId: string;
  /** "" as long as nobody said who they are, or may not be known. */
  userId: string;
  sessionId: number;
}

export interface Methods {
  /** A page was looked at. Sent by itself unless the tag says data-page="manual". */
  page(name?: string, properties?: Properties): void;
  /** Something happened. */
  track(name: string, properties?: Properties): void;
  /** Who this is: your own number of the person, and what you know of them. */
  identify(userId?: string | number | null, traits?: Properties): void;
  /** Which company or group they belong to. */
  group(groupId: string | number, traits?: Properties): void;
  /** Somebody signed out: whoever comes next is somebody else. */
  reset(): void;
  /** What somebody chose; true and false stand for every purpose. */
  consent(choice: Choice | boolean): void;
  /** Called once the script is there. */
  ready(callback: (ids: Ids) => void): void;
}

/** `relasi("track", …)` works before the script is there, `relasi.track(…)` after it. */
export interface Relasi extends Methods {
  <Name extends keyof Methods>(name: Name, ...given: Parameters<Methods[Name]>): void;
}

declare global {
  interface Window {
    relasi: Relasi;
  }
}
