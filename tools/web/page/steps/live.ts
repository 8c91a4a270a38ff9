// Step 6: the device's lines and readings, as they come.
import type { App } from "../app.ts";
import { type Chart, openChart } from "../chart.ts";
import { fill, h } from "../dom.ts";
import { logView } from "../log-view.ts";
import { emptyState } from "../notice.ts";
import { onceAFrame } from "../once-a-frame.ts";
import { type Series, seriesInWords } from "../readings.ts";
import { label } from "../words.ts";
import type { Step } from "./step.ts";

export const liveStep: Step = {
  id: "live",
  title: "Live",
  heading: "See it live",
  lead: "Values and lines as the device prints them on the cable, with the broker or without.",
  note: ({ readings }) => ({
    text:
      readings.all.size === 0
        ? "Nothing heard yet"
        : readings.all.size === 1
          ? "1 value"
          : `${readings.all.size} values`,
    done: readings.all.size > 0,
  }),
  needs: [],
  build: (app, whenLeft) => {
    if (!app.line.isOpen && app.log.count === 0)
      return emptyState(
        "Nothing is connected",
        "Connect a board that is flashed, and its values appear here.",
        "#connect",
        "Connect the board",
      );
    return h("div", { class: "stack" }, valuesPanel(app, whenLeft), logView(app, whenLeft));
  },
};

function valuesPanel(app: App, whenLeft: (end: () => void) => void): HTMLElement {
  const tiles = h("div", { class: "tiles", role: "group", "aria-label": "Values" });
  const canvas = h("div", { class: "chart", hidden: true });
  const words = h("p", { class: "hint chart-words" });
  const empty = h(
    "div",
    { class: "empty small" },
    h("h2", {}, "No values yet"),
    h(
      "p",
      {},
      "The first come some seconds after the start. A device that was flashed from a terminal prints them only when it was built with the feature echo.",
    ),
  );
  let chosen: string | undefined;
  let chart: Chart | undefined;
  const buttons = new Map<string, { button: HTMLButtonElement; value: HTMLElement }>();

  const choose = (name: string) => {
    chosen = name;
    for (const [buttonName, { button }] of buttons)
      button.setAttribute("aria-pressed", String(buttonName === name));
    show();
  };
  const showChart = (series: Series) => {
    canvas.hidden = series.values.length === 0;
    fill(words, seriesInWords(series, app.unitOf(series.name)));
    chart?.show(series, label(series.name), app.unitOf(series.name));
  };
  const show = () => {
    empty.hidden = app.readings.all.size > 0;
    removeTiles();
    for (const series of app.readings.all.values()) {
      const { value } = buttons.get(series.name) ?? addTile(series.name);
      fill(
        value,
        series.latest,
        series.values.length > 0 && h("span", { class: "unit" }, app.unitOf(series.name)),
      );
    }
    const series =
      (chosen === undefined ? undefined : app.readings.all.get(chosen)) ?? firstNumber(app.readings.all);
    if (series === undefined) return;
    if (chosen === undefined) choose(series.name);
    else showChart(series);
  };
  /** Those of a board that was connected before. */
  const removeTiles = () => {
    for (const [name, { button }] of buttons) {
      if (app.readings.all.has(name)) continue;
      button.remove();
      buttons.delete(name);
      if (chosen === name) chosen = undefined;
    }
    if (app.readings.all.size > 0) return;
    canvas.hidden = true;
    fill(words);
  };
  const addTile = (name: string) => {
    const value = h("span", { class: "tile-value" });
    const button = h(
      "button",
      { class: "tile", "aria-pressed": "false", onclick: () => choose(name) },
      h("span", { class: "tile-name" }, label(name)),
      value,
    );
    tiles.append(button);
    const tile = { button, value };
    buttons.set(name, tile);
    return tile;
  };

  let isGone = false;
  void openChart(canvas).then((opened) => {
    if (isGone) return opened.close();
    chart = opened;
    show();
  });
  whenLeft(app.onNews(onceAFrame(show)));
  whenLeft(app.on(show));
  whenLeft(() => {
    isGone = true;
    chart?.close();
  });
  show();
  return h("section", { class: "stack", "aria-label": "Values" }, empty, tiles, canvas, words);
}

function firstNumber(all: ReadonlyMap<string, Series>): Series | undefined {
  const list = [...all.values()];
  return list.find(({ values }) => values.length > 0) ?? list[0];
}
