// Charts: ECharts with the parts we use, SVG, no animation, colours from the CSS variables.
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { reader } from "./ui/chart-words";

echarts.use([
  BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart,
  GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
  SVGRenderer,
]);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Words = ReturnType<typeof reader>;

const FONT = '"Hanken Grotesk Variable", sans-serif';

/** Put colours and formats in the place of their @words, at any depth. */
function spoken(value: Json, words: Words): unknown {
  if (typeof value === "string") return value.startsWith("@") ? words(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map((each) => spoken(each, words));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spoken(each, words)]));
}

function axis(given: unknown, words: Words): Record<string, unknown> {
  const own = (given ?? {}) as Record<string, unknown>;
  const label = { color: words("tick"), fontFamily: FONT, fontSize: 12, hideOverlap: true, ...(own["axisLabel"] as object) };
  const shared = { axisTick: { show: false }, ...own, axisLabel: label };
  if (own["type"] === "category") {
    return { axisLine: { lineStyle: { color: words("grid") } }, ...shared };
  }
  return { splitNumber: 4, splitLine: { lineStyle: { color: words("grid") } }, axisLine: { show: false }, ...shared };
}

interface Point { seriesName?: string; marker?: string; value: unknown; name: string; color?: string }

/** A DOM element, not HTML: the policy forbids style attributes in strings. */
function tip(points: Point | Point[], form: (value: number) => string): HTMLElement {
  const all = (Array.isArray(points) ? points : [points]).filter((point) => point.seriesName && !point.seriesName.startsWith("series\0"));
  const box = document.createElement("div");
  box.className = "chart-tip";
  const title = document.createElement("b");
  title.textContent = all[0]?.name ?? "";
  box.append(title);
  for (const point of all) {
    const line = document.createElement("div");
    const name = document.createElement("span");
    const figure = document.createElement("span");
    name.textContent = point.seriesName ?? "";
    const value = Array.isArray(point.value) ? point.value[point.value.length - 1] : point.value;
    figure.textContent = typeof value === "number" ? form(value) : "–";
    line.append(name, figure);
    box.append(line);
  }
  return box;
}

function complete(option: Record<string, unknown>, words: Words): Record<string, unknown> {
  const tooltip = (option["tooltip"] ?? {}) as Record<string, unknown>;
  const form = (tooltip["valueFormatter"] ?? words("number")) as (value: number) => string;
  const legend = option["legend"] as Record<string, unknown> | undefined;
  const legendShown = legend !== undefined && legend["show"] !== false;
  return {
    ...option,
    animation: false,
    textStyle: { fontFamily: FONT, fontSize: 12, color: words("muted") },
    grid: { left: 4, right: 16, top: legendShown ? 32 : 12, bottom: 4, containLabel: true, ...(option["grid"] as object) },
    xAxis: option["xAxis"] === undefined ? undefined : axis(option["xAxis"], words),
    yAxis: option["yAxis"] === undefined ? undefined : axis(option["yAxis"], words),
    legend: { show: false, left: 0, top: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, pageIconSize: 10, pageIconColor: words("muted"), pageIconInactiveColor: words("grid"), pageTextStyle: { color: words("muted") }, textStyle: { color: words("muted"), fontFamily: FONT }, ...legend },
    tooltip: {
      ...tooltip,
      backgroundColor: words("paper"),
      borderColor: words("grid"),
      textStyle: { color: words("ink"), fontFamily: FONT, fontSize: 12 },
      formatter: (points: Point | Point[]) => tip(points, form),
    },
  };
}

function draw(box: HTMLElement): void {
  const element = box.querySelector<HTMLElement>("[data-chart]");
  const data = box.querySelector("script[type='application/json']");
  if (!element || !data || element.hidden) return;
  element.style.setProperty("height", `${box.dataset["height"] ?? "240"}px`);
  const words = reader();
  const option = complete(spoken(JSON.parse(data.textContent ?? "{}") as Json, words) as Record<string, unknown>, words);
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: "svg" });
  chart.setOption(option, true);
  chart.resize();
}

const drawn = new Set<HTMLElement>();
const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) echarts.getInstanceByDom(entry.target as HTMLElement)?.resize();
});

function take(box: HTMLElement): void {
  if (drawn.has(box)) return draw(box);
  drawn.add(box);
  const element = box.querySelector("[data-chart]");
  if (element) sizes.observe(element);
  box.addEventListener("relasi:draw", () => draw(box));
  draw(box);
}

document.addEventListener("relasi:charts", (event) => take((event as CustomEvent<HTMLElement>).detail));
document.addEventListener("relasi:theme", () => {
  for (const box of drawn) box.isConnected ? draw(box) : drawn.delete(box);
});
void document.fonts.ready.then(() => drawn.forEach(draw));
