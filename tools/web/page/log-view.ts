// The device's lines: following the newest until one scrolls up, to be kept as a file.
import type { App } from "./app.ts";
import { fill, h } from "./dom.ts";
import { clockTime, type LogLine } from "./log.ts";
import { onceAFrame } from "./once-a-frame.ts";

/** Lines in the page at a time: more make a phone slow. */
const MOST_SHOWN = 500;
/** So near to the end counts as there, in pixels. */
const AT_END = 24;

export function logView(app: App, whenLeft: (end: () => void) => void): HTMLElement {
  const list = h("div", {
    class: "log",
    role: "log",
    "aria-live": "off",
    "aria-label": "Console",
    tabindex: "0",
  });
  const empty = h("p", { class: "log-empty" }, "Nothing was printed yet.");
  const show = shownLines(app, list, empty);
  whenLeft(app.onNews(onceAFrame(show)));
  requestAnimationFrame(show);
  return h(
    "section",
    { class: "stack", "aria-label": "Console" },
    h("div", { class: "row spread" }, h("h2", {}, "Console"), buttonsOf(app, list, empty, whenLeft)),
    h("div", { class: "log-frame" }, list, empty),
  );
}

/** A function that adds the lines which came since it was called last. */
function shownLines(app: App, list: HTMLElement, empty: HTMLElement): () => void {
  let shown = 0;
  return () => {
    const { lines, count } = app.log;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END;
    const fresh = lines.slice(-Math.min(count - shown, MOST_SHOWN, lines.length));
    if (count > shown && lines.length > 0) list.append(...fresh.map(lineOf));
    shown = count;
    while (list.childElementCount > MOST_SHOWN) list.firstElementChild?.remove();
    empty.hidden = list.childElementCount > 0;
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  };
}

function buttonsOf(
  app: App,
  list: HTMLElement,
  empty: HTMLElement,
  whenLeft: (end: () => void) => void,
): HTMLElement {
  const clear = () => {
    app.log.clear();
    fill(list);
    empty.hidden = false;
  };
  const restart = () => {
    app.line.use((console) => console.restart()).catch(() => {});
  };
  const restartButton = h("button", { class: "small", onclick: restart }, "Restart the device");
  const isReady = () => {
    restartButton.disabled = app.line.state !== "ready";
  };
  whenLeft(app.on(isReady));
  isReady();
  return h(
    "div",
    { class: "row" },
    restartButton,
    h("button", { class: "small", onclick: clear }, "Clear"),
    h("button", { class: "small", onclick: () => save(app.log.asText()) }, "Save as file"),
  );
}

function lineOf({ at, text }: LogLine): HTMLElement {
  const isTrouble = /error|uncaught|problem|PANIC/i.test(text);
  return h("div", { class: isTrouble ? "log-line trouble" : "log-line" }, h("time", {}, clockTime(at)), text);
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = h("a", { href: url, download: "ringmote.log" });
  link.click();
  URL.revokeObjectURL(url);
}
