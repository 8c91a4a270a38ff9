// Step 3: the line to the board, what is at its other end, and the board's own firmware where that is
// missing.
import { TARGET_TITLES } from "../../../../boards/board.ts";
import type { FoundBoard } from "../../../flash/device-console.ts";
import { beforeWords } from "../../../flash/runs-before.ts";
import type { App } from "../app.ts";
import { fill, h } from "../dom.ts";
import { installPanel } from "../install-panel.ts";
import { misfitNotice } from "../misfit-notice.ts";
import { notice } from "../notice.ts";
import { lackOfSupport } from "../support.ts";
import { portName } from "../web-serial-port.ts";
import { bytesInWords, firmwareWords, label } from "../words.ts";
import type { Step } from "./step.ts";

export const connectStep: Step = {
  id: "connect",
  title: "Connect",
  heading: "Connect the board",
  lead: "Plug it into this computer with a cable that carries data, and choose its port.",
  note: ({ line: { found, state }, misfit }) => {
    if (found === undefined)
      return { text: state === "unknown" ? "No answer" : "Not connected", done: false };
    return { text: firmwareWords(found), done: misfit === undefined };
  },
  needs: ["device", "board"],
  build: (app, whenLeft) => {
    const lack = lackOfSupport();
    if (lack !== undefined) return h("div", {}, lack);
    const place = h("div", { class: "stack" });
    const install = app.kept.get("install", `${app.firmware?.name} ${app.board?.name}`, () =>
      installPanel(app),
    );
    let shown = "";
    let hadFocus = false;
    const show = () => {
      const { state, trouble, found } = app.line;
      const now = JSON.stringify([state, trouble, found, app.board?.name, app.firmware?.name]);
      if (now === shown) return;
      shown = now;
      // The focus stays with whoever had it: buttons are made anew, and while the board is asked there are
      // none.
      const { activeElement, body } = document;
      hadFocus = place.contains(activeElement) || (hadFocus && activeElement === body);
      fill(place, ...lineState(app));
      if (hadFocus) place.querySelector<HTMLElement>("button")?.focus();
    };
    whenLeft(app.on(show));
    show();
    return h("div", { class: "stack" }, place, install);
  },
};

function lineState(app: App): HTMLElement[] {
  const { line } = app;
  const trouble = line.trouble;
  const notices =
    trouble === undefined
      ? []
      : [notice(kindOf(trouble.kind), titleOf(trouble.kind), h("p", {}, trouble.text))];
  switch (line.state) {
    case "closed":
      return [...notices, chooser(app)];
    case "lost":
      return [
        notice(
          "warn",
          "The board was unplugged",
          h(
            "p",
            {},
            "Plug it in again: the page goes on by itself where the browser lets it, else choose its port.",
          ),
        ),
        chooser(app),
      ];
    case "asking":
    case "busy":
      return [
        h(
          "div",
          { class: "waiting" },
          h("span", { class: "spinner", "aria-hidden": "true" }),
          line.state === "asking" ? `Asking what is at ${line.name}…` : "The board is at work…",
        ),
      ];
    case "unknown":
      return [...notices, ...improvState(app), again(app)];
    case "ready":
      return line.found === undefined ? [again(app)] : [...foundState(app, line.found), again(app)];
  }
}

function kindOf(kind: string): "info" | "bad" {
  return kind === "dismissed" ? "info" : "bad";
}

function titleOf(kind: string): string {
  const titles: Readonly<Record<string, string>> = {
    dismissed: "No port was chosen",
    busy: "The port is taken",
    "no permission": "The port may not be opened",
    "no port": "The port cannot be opened",
    "no answer": "The board does not answer",
    "wrong firmware": "The board runs another firmware",
    lost: "The board was unplugged",
  };
  return titles[kind] ?? "That did not work";
}

function chooser(app: App): HTMLElement {
  const known = h("div", { class: "row" });
  void app.line.granted().then((ports) => {
    fill(
      known,
      ...ports.map((raw) =>
        h(
          "button",
          { class: "button", onclick: () => void app.line.open(raw) },
          `Reconnect ${portName(raw.getInfo())}`,
        ),
      ),
    );
  });
  return h(
    "div",
    { class: "panel center" },
    h(
      "div",
      { class: "row" },
      h("button", { class: "button primary", onclick: () => void app.line.choose(false) }, "Connect"),
      h("button", { class: "button", onclick: () => void app.line.choose(true) }, "Show all ports"),
    ),
    known,
    h(
      "p",
      { class: "hint" },
      "The browser asks which port. Boards show up as CP2102, CH340, FT232 or USB JTAG. Is yours not in the list? Show all ports.",
    ),
  );
}

function again(app: App): HTMLElement {
  return h(
    "div",
    { class: "row" },
    h("button", { class: "button", onclick: () => void app.line.ask() }, "Ask again"),
  );
}

function improvState({ line }: App): HTMLElement[] {
  if (line.improv === undefined) return [];
  const [firmware = "a firmware", version = "", chip = ""] = line.improv;
  return [
    notice(
      "info",
      "This board speaks Improv",
      h(
        "p",
        {},
        `It runs ${`${firmware} ${version}`.trim()}${chip === "" ? "" : ` on ${chip}`}. It can be given a Wi-Fi network in the step "Settings". ` +
          "To make it a ringmote device, install Espruino or NodeMCU below.",
      ),
    ),
  ];
}

function foundState(app: App, board: FoundBoard): HTMLElement[] {
  const facts: [string, string][] = [
    ["Board", board.chip],
    ["Firmware", `${TARGET_TITLES[board.target]} ${board.version}`],
    ["Chip number", board.chipId],
    ["Free memory", bytesInWords(board.freeMemory)],
    ["Free storage", `${bytesInWords(board.freeStorage)} of ${bytesInWords(board.totalStorage)}`],
    [
      "Installed",
      board.installed === undefined
        ? "no ringmote device yet"
        : `${label(board.installed.firmware)}, for ${board.installed.board}`,
    ],
  ];
  return [
    h(
      "dl",
      { class: "panel found" },
      ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ),
    ...(board.runsBefore === undefined
      ? []
      : [notice("bad", "Another program starts first", h("p", {}, beforeWords(board.runsBefore)))]),
    misfitNotice(app) ?? notice("good", "The board is there", h("p", {}, whatNext(app))),
  ];
}

function whatNext({ board, firmware }: App): string {
  if (firmware === undefined) return "Choose a device for it.";
  return board === undefined ? "Choose it in the step Board." : "It can be flashed now.";
}
