// A list under the hand: choosing rows, the bar for many, the panel beside it.
import htmx from "htmx.org";
import { behaviour } from "../behaviours";

let lastTicked: HTMLInputElement | null = null;

const boxes = (list: ParentNode): HTMLInputElement[] => [
  ...list.querySelectorAll<HTMLInputElement>("input[name=ids]"),
];

/** Tick every row between the last ticked one and this one as this one is. */
export function tickRange(list: ParentNode, box: HTMLInputElement): void {
  const all = boxes(list);
  const [from, to] = [all.indexOf(lastTicked ?? box), all.indexOf(box)].sort((a, b) => a - b);
  all.slice(Math.max(0, from ?? 0), (to ?? 0) + 1).forEach((each) => (each.checked = box.checked));
}

export function tick(list: ParentNode, box: HTMLInputElement, range: boolean): void {
  if (range) tickRange(list, box);
  lastTicked = box;
  tell(list);
}

function tell(list: ParentNode): void {
  const all = boxes(list);
  const ticked = all.filter((box) => box.checked).length;
  const page = list.querySelector<HTMLInputElement>("[data-choose-page]");
  const label = list.querySelector<HTMLElement>("[data-chosen]");
  const everything = list.querySelector<HTMLInputElement>("[data-choose-all]");
  if (everything && ticked < all.length) everything.checked = false;
  if (page) {
    page.checked = ticked > 0 && ticked === all.length;
    page.indeterminate = ticked > 0 && ticked < all.length;
  }
  if (!label) return;
  const count = everything?.checked ? Number(label.dataset["total"]) : ticked;
  const words = (count === 1 ? label.dataset["one"] : label.dataset["many"]) ?? "{n}";
  label.textContent = words.replace("{n}", count.toLocaleString(document.documentElement.lang));
}

function clear(list: ParentNode): void {
  boxes(list).forEach((box) => (box.checked = false));
  list.querySelectorAll<HTMLInputElement>("[data-choose-all]").forEach((box) => (box.checked = false));
  tell(list);
}

export function showBeside(row: HTMLElement): void {
  const url = row.dataset["aside"];
  const aside = document.getElementById("aside");
  if (!url || !aside || getComputedStyle(aside.parentElement as Element).display !== "grid") return;
  if (matchMedia("(max-width: 47.99rem)").matches) return;
  document.querySelectorAll("tr[aria-selected]").forEach((each) => each.removeAttribute("aria-selected"));
  row.setAttribute("aria-selected", "true");
  aside.hidden = false;
  void htmx.ajax("GET", url, { target: "#aside", swap: "innerHTML" });
}

export function closeBeside(): boolean {
  const aside = document.getElementById("aside");
  if (!aside || aside.hidden) return false;
  aside.hidden = true;
  document.querySelectorAll("tr[aria-selected]").forEach((each) => each.removeAttribute("aria-selected"));
  return true;
}

behaviour("list", (list) => {
  list.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (box.matches("[data-choose-page]")) boxes(list).forEach((each) => (each.checked = box.checked));
    if (box.matches("[data-choose-all]") && box.checked) boxes(list).forEach((each) => (each.checked = true));
    if (box.matches("input[name=ids], [data-choose-page], [data-choose-all]")) tell(list);
  });
  list.addEventListener("click", (event) => {
    const target = event.target as Element;
    const box = target.closest<HTMLInputElement>("input[name=ids]");
    if (box) return tick(list, box, event.shiftKey);
    if (target.closest("[data-clear]")) return clear(list);
    if (target.closest("[data-close-aside]")) return void closeBeside();
    if (target.closest("a, button, input, label, select")) return;
    const row = target.closest<HTMLElement>("tr[data-aside]");
    if (row) showBeside(row);
  });
  // Type and the list follows; Enter works without it.
  list.addEventListener("input", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.id === "list-q") later(() => input.form?.requestSubmit());
  });
  tell(list);
});

let waiting: ReturnType<typeof setTimeout> | undefined;
function later(work: () => void): void {
  clearTimeout(waiting);
  waiting = setTimeout(work, 250);
}

document.addEventListener("htmx:after:swap", () => {
  document.querySelectorAll("[data-behaviour~=list]").forEach(tell);
});
