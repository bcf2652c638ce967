// Small helps for forms that work without them too.
import { behaviour } from "../behaviours";

/** Send the form when a field changes. */
behaviour("send-on-change", (form) => {
  form.addEventListener("change", () => (form as HTMLFormElement).requestSubmit());
});

/** Show and hide a password. */
behaviour("reveal", (button) => {
  button.addEventListener("click", () => {
    const input = button.parentElement?.querySelector<HTMLInputElement>("input");
    if (!input) return;
    input.type = input.type === "password" ? "text" : "password";
    button.setAttribute("aria-pressed", String(input.type === "text"));
  });
});

/** Copy the text of the element that data-copy names; where a page may not, it is selected. */
behaviour("copy", (button) => {
  const said = button.innerHTML;
  const label = button.ariaLabel;
  button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset["copy"] ?? "");
    if (!source) return;
    getSelection()?.selectAllChildren(source);
    void navigator.clipboard?.writeText(source.textContent ?? "").then(() => {
      button.textContent = button.ariaLabel = button.dataset["copied"] ?? "";
      setTimeout(() => {
        button.innerHTML = said;
        button.ariaLabel = label;
      }, 2000);
    });
  });
});
