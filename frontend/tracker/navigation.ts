// Pages that change without being loaded.
import { hasMoved } from "./context";
import { listen, safely } from "./safely";

// Whoever changes the address changes the title right after it.
const TITLE = 30;

/** `left` before, `reached` after the page became another one. */
export function watchAddress(left: () => void, reached: () => void): void {
  const moved = safely(() => {
    if (!hasMoved()) return;
    left();
    setTimeout(safely(reached), TITLE);
  });
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (this: History, ...given: Parameters<History["pushState"]>) {
      original.apply(this, given);
      moved();
    };
  }
  listen(window, "popstate hashchange", moved);
}
