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

/** Copy what stands in data-copy. */
behaviour("copy", (button) => {
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(button.dataset["copy"] ?? "");
    button.setAttribute("data-copied", "");
  });
});
