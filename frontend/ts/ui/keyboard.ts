// Single letters and sequences, outside fields only, and only while they are turned on.
import { closeBeside, showBeside, tick } from "./lists";

let afterG = 0;
const SEQUENCE_MS = 1200;

const inField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]") !== null;

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("tbody tr:has([data-row-link])")];
}

const here = (): HTMLElement | null => document.querySelector<HTMLElement>("tr.at-row");

function move(step: number): void {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here() as HTMLElement);
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  here()?.classList.remove("at-row");
  next?.classList.add("at-row");
  next?.querySelector<HTMLElement>("[data-row-link]")?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  const aside = document.getElementById("aside");
  if (next && aside && !aside.hidden) showBeside(next);
}

function chooseRow(range: boolean): void {
  const box = here()?.querySelector<HTMLInputElement>("input[name=ids]");
  const list = box?.closest<HTMLElement>("[data-behaviour~=list]");
  if (!box || !list) return;
  box.checked = range || !box.checked;
  tick(list, box, range);
}

const press = (selector: string): boolean => {
  const element = [...document.querySelectorAll<HTMLElement>(selector)].find((each) => each.offsetParent !== null);
  element?.click();
  return element !== undefined;
};

const letters: Record<string, (event: KeyboardEvent) => void> = {
  j: () => move(1),
  k: () => move(-1),
  x: (event) => chooseRow(event.shiftKey),
  f: () => void press("[data-filter]"),
  c: () => void press("[data-new]"),
  z: () => void press("#toasts .toast1:last-child [data-undo]"),
  "/": () => document.querySelector<HTMLInputElement>("#list-q")?.focus(),
  "?": () => {
    const dialog = document.getElementById("keys");
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  },
  g: () => {
    afterG = Date.now();
  },
};

function go(letter: string): boolean {
  if (Date.now() - afterG > SEQUENCE_MS) return false;
  afterG = 0;
  const link = document.querySelector<HTMLElement>(`[data-job="${CSS.escape(letter.toUpperCase())}"]`);
  link?.click();
  return link !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open], .menu1:popover-open")) closeBeside();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = (event.target as HTMLElement | null)?.closest("form");
    if (form) form.requestSubmit();
    return;
  }
  if (!("singleKeys" in document.body.dataset) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (inField(event.target) || document.querySelector("dialog[open]")) return;
  if (document.querySelector(".menu1:popover-open")) return;
  const letter = event.key.toLowerCase();
  if (afterG && go(letter)) return event.preventDefault();
  if (/^[a-z]$/.test(letter) && press(`[aria-keyshortcuts="${letter.toUpperCase()}"]`)) return event.preventDefault();
  const act = letters[letter];
  if (!act) return;
  event.preventDefault();
  act(event);
});
