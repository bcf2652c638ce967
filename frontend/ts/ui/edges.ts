// What scrolls sideways shows that it does: it fades at the edge behind which there is more.
import { behaviour } from "../behaviours";

function tell(box: HTMLElement): void {
  const hidden = box.scrollWidth - box.clientWidth;
  const more = [box.scrollLeft > 1 && "left", box.scrollLeft < hidden - 1 && "right"];
  box.dataset["more"] = more.filter(Boolean).join(" ");
}

behaviour("edges", (box) => {
  box.addEventListener("scroll", () => tell(box), { passive: true });
  const sizes = new ResizeObserver(() => tell(box));
  sizes.observe(box);
  if (box.firstElementChild) sizes.observe(box.firstElementChild);
  tell(box);
});

// What htmx brought anew comes without the mark.
document.addEventListener("htmx:after:swap", () => {
  document.querySelectorAll<HTMLElement>("[data-behaviour~=edges]").forEach(tell);
});
