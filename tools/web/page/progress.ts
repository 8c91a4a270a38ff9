// Progress of a task: a bar, and the same in words.
import { fill, h } from "./dom.ts";
import { bytesInWords } from "./words.ts";

export interface Progress {
  element: HTMLElement;
  /** The present task, whose length nobody knows. */
  step(text: string): void;
  /** Bytes of all bytes. */
  progress(sent: number, all: number): void;
  hide(): void;
}

export function progressBar(name: string): Progress {
  const words = h("span", { class: "progress-words" });
  const bar = h("progress", { "aria-label": name, max: "100" });
  const element = h("div", { class: "progress", hidden: true }, bar, words);
  return {
    element,
    step: (text) => {
      element.hidden = false;
      bar.removeAttribute("value");
      fill(words, text);
    },
    progress: (sent, all) => {
      element.hidden = false;
      const percent = all === 0 ? 100 : Math.min(100, Math.floor((sent / all) * 100));
      bar.value = percent;
      fill(words, `${percent} % · ${bytesInWords(sent)} of ${bytesInWords(all)}`);
    },
    hide: () => {
      element.hidden = true;
    },
  };
}
