// A popover stands beside what opened it, and inside the window.
import { behaviour } from "../behaviours";

const GAP = 4;
const EDGE = 8;

function opener(menu: HTMLElement): HTMLElement | null {
  const all = document.querySelectorAll<HTMLElement>(`[popovertarget="${menu.id}"]`);
  return [...all].find((button) => button.offsetParent !== null && !menu.contains(button)) ?? null;
}

function place(menu: HTMLElement): void {
  const button = opener(menu);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(Math.max(EDGE, at.left), innerWidth - width - EDGE);
  const below = at.bottom + GAP;
  const above = at.top - GAP - height;
  const upwards = menu.dataset["place"] === "top" || below + height > innerHeight - EDGE;
  const top = upwards && above > EDGE ? above : Math.min(below, innerHeight - height - EDGE);
  menu.style.setProperty("left", `${Math.max(EDGE, left)}px`);
  menu.style.setProperty("top", `${Math.max(EDGE, top)}px`);
}

behaviour("place", (menu) => {
  menu.addEventListener("toggle", (event) => {
    const open = (event as ToggleEvent).newState === "open";
    opener(menu)?.setAttribute("aria-expanded", String(open));
    if (!open) return;
    place(menu);
    menu.querySelector<HTMLElement>("input:not([type=hidden]), select, a, summary, button")?.focus();
  });
  // A part that unfolds may need another place.
  menu.addEventListener("toggle", () => menu.matches(":popover-open") && place(menu), true);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const menu = (event.target as Element | null)?.closest<HTMLElement>(".menu1");
  if (!menu || (event.target as Element).matches("input, select, textarea")) return;
  const stops = [...menu.querySelectorAll<HTMLElement>("a, button, summary")].filter(
    (stop) => stop.offsetParent !== null,
  );
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length]?.focus();
  event.preventDefault();
});

// A scrolled row of chips moves its opened menu away: close it.
document.addEventListener(
  "scroll",
  (event) => {
    const target = event.target;
    if (!(target instanceof Element) || target.closest(".menu1")) return;
    document.querySelectorAll<HTMLElement>(".menu1:popover-open").forEach((menu) => menu.hidePopover());
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = (event.target as Element | null)?.closest<HTMLElement>("[data-opens]");
  if (!button) return;
  const dialog = document.getElementById(button.dataset["opens"] ?? "");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
});

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target instanceof HTMLDialogElement && target.matches(".palette, .keys")) target.close();
});
