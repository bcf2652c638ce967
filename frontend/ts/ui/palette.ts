// Ctrl+K: write, choose with the arrows, press Enter.
import { behaviour } from "../behaviours";

function hits(palette: HTMLElement): HTMLElement[] {
  return [...palette.querySelectorAll<HTMLElement>("[role=option]")];
}

function choose(palette: HTMLElement, input: HTMLInputElement, at: number): void {
  const all = hits(palette);
  all.forEach((hit, index) => hit.setAttribute("aria-selected", String(index === at)));
  const hit = all[at];
  if (!hit) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  input.setAttribute("aria-activedescendant", hit.id);
  hit.scrollIntoView({ block: "nearest" });
}

function chosen(palette: HTMLElement): number {
  return hits(palette).findIndex((hit) => hit.getAttribute("aria-selected") === "true");
}

export function openPalette(): void {
  const palette = document.getElementById("palette");
  if (!(palette instanceof HTMLDialogElement) || palette.open) return;
  palette.showModal();
  const input = palette.querySelector("input");
  input?.select();
  input?.dispatchEvent(new Event("open-palette"));
}

behaviour("palette", (palette) => {
  const input = palette.querySelector("input");
  if (!input) return;
  // After settling: htmx carries attributes over between elements of the same id.
  document.addEventListener("htmx:after:settle", () => {
    if (palette.hasAttribute("open") && chosen(palette) < 0) choose(palette, input, 0);
  });
  input.addEventListener("keydown", (event) => {
    const all = hits(palette);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(palette, input, (chosen(palette) + step + all.length) % Math.max(1, all.length));
      event.preventDefault();
    } else if (event.key === "Enter") {
      all[Math.max(0, chosen(palette))]?.click();
      event.preventDefault();
    }
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  openPalette();
});

document.addEventListener("click", (event) => {
  const link = (event.target as Element | null)?.closest("[data-opens-palette]");
  if (!link || event.ctrlKey || event.metaKey || !document.getElementById("palette")) return;
  event.preventDefault();
  openPalette();
});
