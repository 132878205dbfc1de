// A chart of values over time, with its last values, or those under the pointer, in words above it.
import uPlot from "uplot";
import { h, useEffect, useRef, useState } from "./html.js";
import { local } from "./format.js";

const HEIGHT = 150;
const LEAST_SECONDS = 60;
const dark = matchMedia("(prefers-color-scheme: dark)");

/**
 * @param times seconds since 1970, ascending
 * @param series each {label, color (a variable of the style sheet), values, stepped, dots}
 * @param show a value as text
 */
export function Chart({ title, times, series, show, from }) {
  const box = useRef();
  const plot = useRef();
  const [under, setUnder] = useState(null);
  const [theme, setTheme] = useState(0);
  const values = [times, ...series.map((one) => one.values)];

  useEffect(() => {
    const changed = () => setTheme((n) => n + 1);
    dark.addEventListener("change", changed);
    return () => dark.removeEventListener("change", changed);
  }, []);

  useEffect(() => {
    const chart = new uPlot(options(box.current.clientWidth, series, show, from, setUnder), values, box.current);
    plot.current = chart;
    const resized = new ResizeObserver(() => chart.setSize({ width: box.current.clientWidth, height: HEIGHT }));
    resized.observe(box.current);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [theme, series.map((one) => one.label).join()]);

  useEffect(() => plot.current.setData(values), [times]);

  const index = under != null && under < times.length ? under : times.length - 1;
  const words = series.map((one) => ({ ...one, text: index < 0 || one.values[index] == null ? "–" : show(one.values[index]) }));
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", null, h("span", { class: "chart-title" }, title), h("span", { class: "chart-time" }, under != null && index >= 0 && local(times[index] * 1000))),
    h(
      "ul",
      { class: "legend" },
      words.map((one) => h("li", null, h("i", { class: "swatch " + one.color }), one.label, h("b", null, one.text))),
    ),
    h("div", { ref: box, class: "plot", role: "img", "aria-label": `${title}. Last: ${words.map((one) => `${one.label} ${one.text}`).join(", ")}` }),
  );
}

/** At least a minute: one value alone would be given years. */
function sinceOpened(min, max) {
  const first = min ?? Date.now() / 1000;
  return [first, Math.max(max ?? first, first + LEAST_SECONDS)];
}

/** Without what says the same as the one below it. */
const once = (labels) => labels.map((label, index) => (label === labels[index - 1] ? "" : label));

function options(width, series, show, from, setUnder) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const axis = { stroke: color("muted"), grid: { stroke: color("line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  return {
    width,
    height: HEIGHT,
    padding: [8, 22, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { range: (u, min, max) => (from ? [Math.min(from(), min ?? from()), Math.max(max ?? 0, Date.now() / 1000)] : sinceOpened(min, max)) },
      y: { range: (u, min, max) => [Math.min(0, min ?? 0), max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      { ...axis, space: 70, size: 26, values: (u, splits) => splits.map((at) => local(at * 1000).replace(u.scales.x.max - u.scales.x.min < 300 ? "" : /:\d\d$/, "")) },
      { ...axis, size: 58, values: (u, splits) => once(splits.map(show)) },
    ],
    series: [
      {},
      ...series.map((one) => ({
        stroke: color(one.color),
        width: 2,
        spanGaps: false,
        points: one.dots ? { show: true, size: 4, width: 0, fill: color(one.color) } : { show: false },
        ...(one.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
      })),
    ],
    hooks: { setCursor: [(u) => setUnder(u.cursor.idx ?? null)] },
  };
}
