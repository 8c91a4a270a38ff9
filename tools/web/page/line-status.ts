// The state of the line, always in sight: the connected board, and a button that releases it.
import type { App } from "./app.ts";
import { fill, h } from "./dom.ts";
import type { LineState } from "./line.ts";
import { speak } from "./spoken.ts";
import { firmwareWords } from "./words.ts";

const WORDS: Readonly<Record<LineState, string>> = {
  closed: "Not connected",
  asking: "Asking the board…",
  ready: "Connected",
  unknown: "Connected, no answer",
  busy: "At work…",
  lost: "Unplugged",
};

/** Keeps a place in the page's head as the line is. */
export function showLineStatus(app: App, place: HTMLElement): void {
  const { line } = app;
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  const words = h("span", { class: "line-words" });
  const end = h("button", { class: "small", onclick: () => void line.close() }, "Disconnect");
  place.append(dot, words, end);
  app.on(() => {
    const text =
      line.state === "ready" && line.found !== undefined ? firmwareWords(line.found) : WORDS[line.state];
    place.dataset.state = line.state;
    fill(words, text);
    end.hidden = !line.isOpen || line.state === "busy" || line.state === "asking";
    speak(text);
  });
}
