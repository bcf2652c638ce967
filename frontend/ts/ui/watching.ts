// What is asked for again and again rests while nobody can see it.
import { behaviour } from "../behaviours";

behaviour("while-seen", (element) => {
  element.addEventListener("htmx:before:request", (event) => {
    if (document.hidden) event.preventDefault();
  });
});
