// A choice that is an order, not a state ("add a condition"): once it was obeyed it is empty again.
// Morphing keeps what a person chose, so without this the next change would repeat the order.

import { behaviour } from "../behaviours";

behaviour("asks-once", (element) => {
  document.addEventListener("htmx:after:swap", () => {
    if (element instanceof HTMLSelectElement) element.value = "";
  });
});
