// The question in SQL: Tab indents, Escape lets it go on; names of columns come at the caret.
import { behaviour } from "../behaviours";

const text = (): HTMLTextAreaElement | null => document.querySelector<HTMLTextAreaElement>("#statement");

function insert(field: HTMLTextAreaElement, words: string): void {
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

behaviour("sql-text", (element) => {
  if (!(element instanceof HTMLTextAreaElement)) return;
  let leaves = false;
  element.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && !event.shiftKey && !leaves) {
      event.preventDefault();
      insert(element, "  ");
    }
    leaves = event.key === "Escape";
  });
});

behaviour("sql-insert", (button) => {
  // The field keeps its caret while the button is pressed.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const field = text();
    if (!field) return;
    const before = field.value.slice(0, field.selectionStart);
    insert(field, (/[\w)]$/.test(before) ? ", " : "") + (button.dataset["words"] ?? ""));
    field.focus();
  });
});

behaviour("sql-save", (button) => {
  button.addEventListener("click", () => {
    const form = text()?.form;
    const to = button.dataset["to"];
    if (!form || !to) return;
    form.action = to;
    form.submit(); // past htmx: the page comes anew, with the query in its list
  });
});
