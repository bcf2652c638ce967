// The mail editor: words at the caret, saving when a field is left or on Ctrl+Enter.
import { behaviour } from "../behaviours";

type Writing = HTMLInputElement | HTMLTextAreaElement;

let last: Writing | null = null;

document.addEventListener("focusin", (event) => {
  const target = event.target;
  const writes = target instanceof HTMLTextAreaElement
    || (target instanceof HTMLInputElement && target.type === "text");
  if (writes && target.closest("[data-edit]")) last = target;
});

behaviour("insert-words", (button) => {
  // The field keeps the caret, and is not saved half way, while the button is pressed.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const words = button.dataset["words"] ?? "";
    const field = last?.isConnected ? last : document.querySelector<Writing>("[name^='block-']");
    if (!field) return;
    const start = field.selectionStart ?? field.value.length;
    field.setRangeText(words, start, field.selectionEnd ?? start, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
});

behaviour("save-on-change", (element) => {
  if (!(element instanceof HTMLFormElement)) return;
  element.addEventListener("change", () => element.requestSubmit());
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.requestSubmit();
  });
});
