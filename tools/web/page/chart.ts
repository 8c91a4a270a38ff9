// A series of values over time, drawn by uPlot: loaded when there is something to draw, in the page's own
// colours.
import type uPlot from "uplot";
import type { Series } from "./readings.ts";

export interface Chart {
  show(series: Series, name: string, unit: string): void;
  close(): void;
}

const HEIGHT = 240;
const DARK = "(prefers-color-scheme: dark)";

/** Opens a chart in an element. It follows the element's width and the theme. */
export async function openChart(place: HTMLElement): Promise<Chart> {
  const { default: UPlot } = await import("uplot");
  let plot: uPlot | undefined;
  let shown: readonly [Series, string, string] | undefined;
  let title = "";

  const draw = () => {
    if (shown === undefined || place.hidden) return;
    const [series, name, unit] = shown;
    const data: uPlot.AlignedData = [series.times.map((time) => time / 1000), series.values];
    if (plot === undefined || title !== name) {
      plot?.destroy();
      title = name;
      plot = new UPlot(options(place, name, unit), data, place);
    } else plot.setData(data);
  };
  const anew = () => {
    title = "";
    draw();
  };
  const widths = new ResizeObserver(() => {
    if (widthIn(place) > 0) plot?.setSize({ width: widthIn(place), height: HEIGHT });
  });
  widths.observe(place);
  const theme = matchMedia(DARK);
  theme.addEventListener("change", anew);
  return {
    show: (series, name, unit) => {
      shown = [series, name, unit];
      draw();
    },
    close: () => {
      widths.disconnect();
      theme.removeEventListener("change", anew);
      plot?.destroy();
    },
  };
}

/** Inside the padding. */
function widthIn(place: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(place);
  return place.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}

function options(place: HTMLElement, name: string, unit: string): uPlot.Options {
  const colour = (token: string) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font,
  };
  return {
    width: widthIn(place),
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false },
    padding: [12, 28, 0, 0],
    scales: { y: { range: (_, least, most) => padded(least, most) } },
    axes: [
      {
        ...axis,
        values: (_, times) => times.map((time) => new Date(time * 1000).toLocaleTimeString("en-GB")),
        space: 80,
        size: 24,
      },
      { ...axis, size: 64, values: (_, values) => values.map((value) => `${value}${unit}`) },
    ],
    series: [
      {},
      {
        label: name,
        stroke: colour("--accent"),
        width: 2,
        fill: colour("--accent-soft"),
        points: { show: true, size: 5, fill: colour("--accent") },
      },
    ],
  };
}

/** A value that does not change is a line in the middle, and not noise over the whole height. */
function padded(least: number, most: number): [number, number] {
  const room = Math.max((most - least) * 0.15, Math.abs(most) * 0.01, 0.5);
  return [least - room, most + room];
}
