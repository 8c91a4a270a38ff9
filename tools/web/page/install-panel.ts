// The board's own firmware (Espruino, NodeMCU) from files that the user gives, where the board has none or
// another.
import { chipOf } from "../../flash/board-fit.ts";
import { type InterpreterFile, parseAddress, requireInterpreter } from "../../flash/interpreter-file.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import type { App } from "./app.ts";
import { fill, h } from "./dom.ts";
import { interpreterChoice } from "./interpreter-choice.ts";
import { troubleOf } from "./line.ts";
import { notice } from "./notice.ts";
import { progressBar } from "./progress.ts";
import { speak } from "./spoken.ts";

const ADVICE =
  "Hold the button BOOT (on some boards FLASH or IO0) on the board, click Install, and let go when it has begun.";

const PRESS_RESET =
  "Press the button RST (RESET, EN) of the board: it was brought into its boot loader by a button, and starts by one.";

/** A part of the page that is folded until it is wanted. */
export function installPanel(app: App): HTMLElement {
  const rows = h("div", { class: "stack" });
  const outcome = h("div", {});
  const bar = progressBar("Installing");
  const start = h("button", { class: "button primary", type: "submit" }, "Install");
  addRow(rows, "0x0");

  const install = async () => {
    fill(outcome);
    if (!app.line.hasPort) {
      fill(outcome, notice("info", "Connect the board first", h("p", {}, "Choose its port above.")));
      return;
    }
    start.disabled = true;
    try {
      fill(outcome, ...(await installRows(app, rows, bar)));
    } catch (error) {
      fill(outcome, notice("bad", "It could not be installed", h("p", {}, troubleOf(error).text)));
    } finally {
      start.disabled = false;
      bar.hide();
    }
  };

  return h(
    "details",
    { class: "panel" },
    h("summary", {}, "The board has no Espruino or NodeMCU yet"),
    h("p", {}, "ringmote runs on top of one of them. Which one your board can have for this device:"),
    interpreterChoice(app),
    h("p", {}, "Give its file for your chip here. It replaces everything on the board."),
    h("p", {}, ADVICE),
    h("div", { class: "stack" }, filesForm(rows, start, install), bar.element, outcome),
  );
}

/** Writes the files of the rows onto the board, and returns a notice that they are there. */
async function installRows(
  app: App,
  rows: HTMLElement,
  bar: ReturnType<typeof progressBar>,
): Promise<HTMLElement[]> {
  const files = await readRows(rows);
  const { installInterpreter } = await import("../../flash/install-interpreter.ts");
  const { needsReset } = await app.line.lend((raw) =>
    installInterpreter(raw, files, {
      ...(app.board !== undefined && { chip: chipOf(app.board) }),
      onStep: (text) => {
        bar.step(text);
        speak(text);
      },
      onProgress: (sent, all) => bar.progress(sent, all),
    }),
  );
  const { openWhenBare = "" } = TARGET_FACTS[app.board?.target ?? "espruino"];
  app.forgetBoard();
  const restarted = h("p", {}, needsReset ? PRESS_RESET : "The board was restarted with its new firmware.");
  return [notice("good", "Installed", restarted, h("p", {}, openWhenBare))];
}

function filesForm(rows: HTMLElement, start: HTMLElement, install: () => Promise<void>): HTMLElement {
  return h(
    "form",
    {
      class: "stack",
      onsubmit: (event: Event) => {
        event.preventDefault();
        void install();
      },
    },
    rows,
    h(
      "div",
      { class: "row" },
      start,
      h(
        "button",
        { class: "button", type: "button", onclick: () => addRow(rows, "0x10000") },
        "Add another file",
      ),
    ),
  );
}

let count = 0;

function addRow(rows: HTMLElement, address: string): void {
  const [file, at] = [`file-${++count}`, `address-${count}`];
  rows.append(
    h(
      "div",
      { class: "fields" },
      h(
        "div",
        { class: "field" },
        h("label", { for: file }, "File (.bin)"),
        h("input", { id: file, type: "file", accept: ".bin", class: "file" }),
      ),
      h(
        "div",
        { class: "field narrow" },
        h("label", { for: at }, "Address"),
        h("input", { id: at, type: "text", value: address, class: "address", spellcheck: "false" }),
      ),
    ),
  );
}

async function readRows(rows: HTMLElement): Promise<InterpreterFile[]> {
  const files: InterpreterFile[] = [];
  for (const row of rows.children) {
    const file = row.querySelector<HTMLInputElement>(".file")?.files?.[0];
    if (file === undefined) continue;
    const address = parseAddress(row.querySelector<HTMLInputElement>(".address")?.value ?? "");
    const data = new Uint8Array(await file.arrayBuffer());
    const firmware = { name: file.name, data, address };
    requireInterpreter(firmware);
    files.push(firmware);
  }
  if (files.length === 0) throw new Error("No file is chosen; give the firmware's .bin file.");
  return files;
}
