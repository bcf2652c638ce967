// A chart's element loads the bundle with ECharts once, and shows its table until then.
import { behaviour } from "../behaviours";

let loading: Promise<void> | undefined;

function load(): Promise<void> {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = document.body.dataset["charts"] ?? "";
    script.onload = () => done();
    script.onerror = () => failed(new Error("charts.js did not load"));
    document.head.append(script);
  });
  return loading;
}

function csv(table: HTMLTableElement): string {
  const cell = (text: string): string => {
    const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  return [...table.rows]
    .map((row) => [...row.cells].map((each) => cell(each.textContent?.trim() ?? "")).join(","))
    .join("\r\n");
}

function download(name: string, table: HTMLTableElement): void {
  const link = document.createElement("a");
  const url = URL.createObjectURL(new Blob(["\ufeff", csv(table)], { type: "text/csv" }));
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

function show(box: HTMLElement, which: string): void {
  for (const part of ["chart", "table"]) {
    const element = box.querySelector<HTMLElement>(`[data-${part}]`);
    if (element) element.hidden = part !== which;
  }
  box.querySelectorAll<HTMLElement>("[data-show]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset["show"] === which));
  });
  if (which === "chart") box.dispatchEvent(new CustomEvent("relasi:draw"));
}

behaviour("chart", (box) => {
  box.addEventListener("click", (event) => {
    const target = event.target as Element;
    const which = target.closest<HTMLElement>("[data-show]")?.dataset["show"];
    if (which) show(box, which);
    const name = target.closest<HTMLElement>("[data-download]")?.dataset["download"];
    const table = box.querySelector("table");
    if (name && table) download(name, table);
  });
  load().then(
    () => {
      show(box, "chart");
      document.dispatchEvent(new CustomEvent("relasi:charts", { detail: box }));
    },
    () => show(box, "table"),
  );
});
