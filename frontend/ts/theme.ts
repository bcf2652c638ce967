// Runs before the first paint: "system" follows the machine, also while the page is open.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function apply(): void {
  const choice = root.dataset["themeChoice"] ?? "system";
  const theme = choice === "dark" || (choice === "system" && dark.matches) ? "relasi-malam" : "relasi";
  if (root.dataset["theme"] === theme) return;
  root.dataset["theme"] = theme;
  document.dispatchEvent(new CustomEvent("relasi:theme"));
}

apply();
dark.addEventListener("change", apply);
document.addEventListener("relasi:theme-choice", apply);
