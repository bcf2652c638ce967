// How far a page was read, and how long it was really seen.
import { page, type Page } from "./context";
import { emit } from "./emitting";
import { listen } from "./safely";

let at: Page;
let view = "";
let seconds = 0;
let since = 0;
let furthest = 0;

/** From now on another page is read; `messageId` is that of its page view. */
export function begin(messageId: string): void {
  at = page();
  view = messageId;
  seconds = furthest = 0;
  since = isSeen() ? performance.now() : 0;
  look();
}

/**
 * Tell what was read since it was last told. It may be told several times for one page: the
 * seconds are to be added up, the furthest is the largest.
 */
export function end(): void {
  pause();
  if (!view || seconds < 0.5) return;
  const read = { seconds: Math.round(seconds * 10) / 10, scroll: furthest, view };
  emit("track", { event: "Page Left", properties: read }, at);
  seconds = 0;
}

function pause(): void {
  if (since) seconds += (performance.now() - since) / 1000;
  since = 0;
}

function look(): void {
  const { scrollHeight, clientHeight } = document.documentElement;
  const seen = scrollHeight ? (scrollY + clientHeight) / scrollHeight : 1;
  furthest = Math.max(furthest, Math.min(100, Math.round(seen * 100)));
}

/** The page is looked at again. */
export function resume(): void {
  since ||= performance.now();
}

export const isSeen = (): boolean => document.visibilityState === "visible";

listen(window, "scroll", look);
