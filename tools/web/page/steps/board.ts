// Step 2: which board, and what goes where on it.

import { TARGET_TITLES } from "../../../../boards/board.ts";
import type { CatalogueBoard } from "../../catalogue-types.ts";
import type { App } from "../app.ts";
import { boardPicture } from "../board-picture.ts";
import { fill, h } from "../dom.ts";
import { misfitNotice } from "../misfit-notice.ts";
import { emptyState, notice } from "../notice.ts";
import type { Step } from "./step.ts";

const NARROW = matchMedia("(max-width: 820px)");

export const boardStep: Step = {
  id: "board",
  title: "Board",
  heading: "Which board do you have?",
  lead: "The picture shows what goes on which pin. Wire it up while the board is without power.",
  note: ({ board }) => ({ text: board?.title ?? "Not chosen yet", done: board !== undefined }),
  needs: ["device", "board"],
  build: (app, whenLeft) => {
    const { firmware } = app;
    if (firmware === undefined)
      return emptyState(
        "Choose a device first",
        "Which pins are used depends on what the device is.",
        "#device",
        "Choose a device",
      );
    const wiring = h("div", { class: "wiring" });
    const boards = app.catalogue.boards.filter(({ name }) =>
      firmware.wirings.some(({ board }) => board === name),
    );
    const choose = (event: Event) => {
      app.chooseBoard((event.target as HTMLInputElement).value);
      // Below the list on a narrow screen, the picture would be out of sight.
      if (NARROW.matches) wiring.scrollIntoView({ block: "start" });
    };
    const list = h(
      "fieldset",
      { class: "choices", onchange: choose },
      h("legend", { class: "spoken" }, "Board"),
      ...boards.map((board) => boardChoice(board, board.name === app.board?.name)),
    );
    const show = () => fill(wiring, misfitNotice(app), ...wiringOf(app), ...partsOf(app));
    whenLeft(app.on(show));
    return h("div", { class: "split" }, list, wiring);
  },
};

function boardChoice({ name, title, module, target }: CatalogueBoard, checked: boolean): HTMLElement {
  // Most titles name the interpreter already.
  const text = title.includes(TARGET_TITLES[target]) ? module : `${module}, ${TARGET_TITLES[target]}`;
  return h(
    "label",
    { class: "choice" },
    h("input", { type: "radio", name: "board", value: name, checked }),
    h("span", { class: "choice-title" }, title),
    h("span", { class: "choice-text" }, text),
  );
}

/** What every part needs besides its signals, and what boards print at the pins for it. */
const SUPPLY: readonly (readonly [what: string, printed: readonly string[]])[] = [
  ["3.3 V of the parts", ["3V3", "VCC"]],
  ["ground of the parts", ["GND", "G"]],
];

function supplyRows({ headers }: CatalogueBoard): HTMLElement[] {
  return SUPPLY.flatMap(([what, printed]) => {
    const pin = [...headers.left, ...headers.right].find((pin) => printed.includes(pin));
    return pin === undefined ? [] : [wiringRow(what, pin, "supply")];
  });
}

function wiringRow(what: string, pin: string, onChip: string): HTMLElement {
  return h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, h("strong", {}, pin)), h("td", {}, onChip));
}

/** In full: the card of the device shows its beginning. */
function partsOf({ firmware }: App): HTMLElement[] {
  const { parts = [] } = firmware ?? {};
  if (parts.length === 0) return [];
  return [
    h(
      "div",
      { class: "needed-parts" },
      h("strong", {}, "You need"),
      h("ul", {}, ...parts.map((part) => h("li", {}, part))),
    ),
  ];
}

function wiringOf({ board, wiring }: App): HTMLElement[] {
  if (board === undefined || wiring === undefined)
    return [
      h(
        "div",
        { class: "empty small" },
        h("p", {}, "Choose the board that lies before you: its pins and the wiring appear here."),
      ),
    ];
  const rows = Object.entries(wiring.roles).map(([pin, role]) => {
    const { gpio } = board.pins[pin] ?? {};
    return wiringRow(role, pin, gpio === undefined ? "analog input" : `GPIO${gpio}`);
  });
  return [
    ...(board.danger === undefined ? [] : [notice("bad", "Danger", h("p", {}, board.danger))]),
    boardPicture(board, new Map(Object.entries(wiring.roles))),
    wiringTable([...rows, ...supplyRows(board)]),
    ...(wiring.warnings.length === 0
      ? []
      : [warningsNotice(wiring.warnings.filter((warning) => warning !== board.danger))]),
  ];
}

function wiringTable(rows: readonly HTMLElement[]): HTMLElement {
  const heads = ["What", "Pin on the board", "On the chip"].map((text) => h("th", { scope: "col" }, text));
  return h(
    "table",
    { class: "facts" },
    h("caption", {}, "Wiring"),
    h("thead", {}, h("tr", {}, ...heads)),
    h("tbody", {}, ...rows),
  );
}

function warningsNotice(warnings: readonly string[]): HTMLElement {
  const items = warnings.map((warning) =>
    h("li", {}, warning.replace(/^The role "(.*?)" is on pin "(.*?)": /, "$2 ($1): ")),
  );
  return notice("warn", "Good to know about these pins", h("ul", {}, ...items));
}
