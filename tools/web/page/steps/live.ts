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
  const panel = new ValuesPanel(app);
  whenLeft(app.onNews(onceAFrame(panel.show)));
  whenLeft(app.on(panel.show));
  whenLeft(() => panel.leave());
  panel.show();
  return panel.element;
}

/** A tile for each value, and the chart of the chosen one. */
class ValuesPanel {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly tiles = h("div", { class: "tiles", role: "group", "aria-label": "Values" });
  private readonly canvas = h("div", { class: "chart", hidden: true });
  private readonly words = h("p", { class: "hint chart-words" });
  private readonly empty = noValues();
  private readonly buttons = new Map<string, { button: HTMLButtonElement; value: HTMLElement }>();
  private chosen: string | undefined = undefined;
  private chart: Chart | undefined = undefined;
  private isGone = false;

  constructor(app: App) {
    this.app = app;
    this.element = h(
      "section",
      { class: "stack", "aria-label": "Values" },
      this.empty,
      this.tiles,
      this.canvas,
      this.words,
    );
    void openChart(this.canvas).then((opened) => {
      if (this.isGone) return opened.close();
      this.chart = opened;
      this.show();
    });
  }

  readonly show = (): void => {
    const { all } = this.app.readings;
    this.empty.hidden = all.size > 0;
    this.removeTiles();
    for (const series of all.values()) this.showValue(series);
    const series = (this.chosen === undefined ? undefined : all.get(this.chosen)) ?? firstNumber(all);
    if (series === undefined) return;
    if (this.chosen === undefined) this.choose(series.name);
    else this.showChart(series);
  };

  leave(): void {
    this.isGone = true;
    this.chart?.close();
  }

  private choose(name: string): void {
    this.chosen = name;
    for (const [buttonName, { button }] of this.buttons)
      button.setAttribute("aria-pressed", String(buttonName === name));
    this.show();
  }

  private showValue(series: Series): void {
    const { value } = this.buttons.get(series.name) ?? this.addTile(series.name);
    fill(
      value,
      series.latest,
      series.values.length > 0 && h("span", { class: "unit" }, this.app.unitOf(series.name)),
    );
  }

  private showChart(series: Series): void {
    const unit = this.app.unitOf(series.name);
    this.canvas.hidden = series.values.length === 0;
    fill(this.words, seriesInWords(series, unit));
    this.chart?.show(series, label(series.name), unit);
  }

  /** Those of a board that was connected before. */
  private removeTiles(): void {
    const { all } = this.app.readings;
    for (const [name, { button }] of this.buttons) {
      if (all.has(name)) continue;
      button.remove();
      this.buttons.delete(name);
      if (this.chosen === name) this.chosen = undefined;
    }
    if (all.size > 0) return;
    this.canvas.hidden = true;
    fill(this.words);
  }

  private addTile(name: string): { button: HTMLButtonElement; value: HTMLElement } {
    const value = h("span", { class: "tile-value" });
    const button = h(
      "button",
      { class: "tile", "aria-pressed": "false", onclick: () => this.choose(name) },
      h("span", { class: "tile-name" }, label(name)),
      value,
    );
    this.tiles.append(button);
    const tile = { button, value };
    this.buttons.set(name, tile);
    return tile;
  }
}

function noValues(): HTMLElement {
  return h(
    "div",
    { class: "empty small" },
    h("h2", {}, "No values yet"),
    h(
      "p",
      {},
      "The first come some seconds after the start. A device that was flashed from a terminal prints them only when it was built with the feature echo.",
    ),
  );
}

function firstNumber(all: ReadonlyMap<string, Series>): Series | undefined {
  const list = [...all.values()];
  return list.find(({ values }) => values.length > 0) ?? list[0];
}
