// The theme changes at once; the server is told so that the next page comes in it.
import { behaviour } from "../behaviours";

behaviour("theme", (element) => {
  const form = element as HTMLFormElement;
  form.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (!button) return;
    event.preventDefault();
    document.documentElement.dataset["themeChoice"] = button.value;
    form.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    document.dispatchEvent(new CustomEvent("relasi:theme-choice"));
    const body = new FormData(form, button);
    void fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
});
