// A toast stays until it is closed or undone; the newest of four pushes out the oldest.
import { behaviour } from "../behaviours";

const MOST = 4;

behaviour("toast", (toast) => {
  toast.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-close]")) toast.remove();
  });
  const all = toast.parentElement?.children;
  if (all && all.length > MOST) all[0]?.remove();
});
