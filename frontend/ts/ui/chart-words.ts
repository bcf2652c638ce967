// What the @words of a chart's option mean now: a colour of the theme, a format of the language.

const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** Any CSS colour as #rrggbb: ECharts does not know oklch(). */
function hex(css: string): string {
  if (!probe) return "#888888";
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = css;
  probe.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

const VARIABLES: Record<string, string> = {
  rest: "--c-rest", grid: "--c-grid", tick: "--c-tick", ink: "--color-base-content", muted: "--muted",
  paper: "--color-base-100", bad: "--color-error", good: "--color-success", accent: "--color-accent",
};

const UNITS: Record<string, [number, string][]> = {
  en: [[1e9, "bn"], [1e6, "m"], [1e3, "k"]],
  id: [[1e9, "M"], [1e6, "jt"], [1e3, "rb"]],
};
const SYMBOLS: Record<string, string> = { IDR: "Rp", EUR: "€", USD: "$", GBP: "£", JPY: "¥", SGD: "S$" };
const NBSP = "\u00a0";

function figure(value: number, language: string, digits: number): string {
  return value
    .toLocaleString(language === "id" ? "id-ID" : "en-GB", { maximumFractionDigits: digits })
    .replace("-", "\u2212");
}

function brief(value: number, language: string): string {
  for (const [size, unit] of UNITS[language] ?? []) {
    if (Math.abs(value) >= size) return `${figure(value / size, language, Math.abs(value / size) < 10 ? 1 : 0)}${NBSP}${unit}`;
  }
  return figure(value, language, 2);
}

function format(word: string, language: string): ((value: number) => string) | undefined {
  if (word === "number") return (value) => brief(value, language);
  if (word === "percent") return (value) => `${figure(value * 100, language, 1)}${NBSP}%`;
  if (!word.startsWith("money:")) return undefined;
  const currency = word.slice(6);
  return (value) => `${value < 0 ? "\u2212" : ""}${SYMBOLS[currency] ?? currency}${NBSP}${brief(Math.abs(value), language)}`;
}

/** A function from a word to its meaning under the present theme and language. */
export function reader(): (word: string) => unknown {
  const style = getComputedStyle(document.documentElement);
  const language = document.documentElement.lang === "id" ? "id" : "en";
  return (word) => {
    const form = format(word, language);
    if (form) return form;
    const heat = /^heat([0-4])$/.exec(word);
    const series = /^c([1-6])$/.exec(word);
    const variable = heat ? `--heat-${heat[1]}` : series ? `--c${series[1]}` : VARIABLES[word];
    if (!variable) throw new Error(`A chart says @${word}, which means nothing.`);
    return hex(style.getPropertyValue(variable).trim());
  };
}
