// Behaviours: what an element does, named in its data-behaviour="name other".
// A package registers its own in frontend/ts/<package>/*.ts; app.ts imports them all.

type Start = (element: HTMLElement) => void;

const behaviours = new Map<string, Start>();
const started = new WeakMap<Element, Set<string>>();

/** Run `start` once on every present and future element that names this behaviour. */
export function behaviour(name: string, start: Start): void {
  behaviours.set(name, start);
}

function begin(element: HTMLElement): void {
  const done = started.get(element) ?? new Set<string>();
  started.set(element, done);
  for (const name of (element.dataset["behaviour"] ?? "").split(/\s+/)) {
    const start = behaviours.get(name);
    if (!start || done.has(name)) continue;
    done.add(name);
    start(element);
  }
}

/** Start what is inside `root`; called for the page and for whatever htmx brings. */
export function awaken(root: ParentNode): void {
  if (root instanceof HTMLElement && root.dataset["behaviour"]) begin(root);
  root.querySelectorAll<HTMLElement>("[data-behaviour]").forEach(begin);
}

export function watch(): void {
  awaken(document);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node instanceof HTMLElement) awaken(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
}
