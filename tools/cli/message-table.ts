// The live table: the newest message of each topic, redrawn in place on a terminal.
import type { WriteStream } from "node:tty";
import type { SeenMessage } from "../sim/watcher.ts";
import type { Display } from "./display.ts";
import { tableLines } from "./table-lines.ts";

/** Redrawn this often at most, in milliseconds, and every second for the column of ages. */
const REDRAW_MS = 100;
const AGE_MS = 1000;
const MAX_REMARKS = 4;
/** For a terminal that does not say its size. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

const CLEAR_TO_LINE_END = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";
const CLEAR_ALL = "\x1b[2J\x1b[H";

/** Draws on `terminal` until it is ended. */
export function createMessageTable(terminal: WriteStream): Display {
  const newest = new Map<string, SeenMessage>();
  const remarks: string[] = [];
  let linesDrawn = 0;
  let scheduled: NodeJS.Timeout | undefined;

  function draw(): void {
    scheduled = undefined;
    const view = {
      columns: terminal.columns || DEFAULT_COLUMNS,
      rows: terminal.rows || DEFAULT_ROWS,
      colour: terminal.hasColors(),
      now: Date.now(),
    };
    const lines = tableLines({ remarks, messages: [...newest.values()] }, view);
    const up = linesDrawn > 0 ? `\x1b[${linesDrawn}A\r` : "";
    terminal.write(up + lines.map((line) => `${line}${CLEAR_TO_LINE_END}\n`).join("") + CLEAR_BELOW);
    linesDrawn = lines.length;
  }

  function schedule(): void {
    scheduled ??= setTimeout(draw, REDRAW_MS);
  }

  function redrawAll(): void {
    terminal.write(CLEAR_ALL);
    linesDrawn = 0;
    draw();
  }

  const ageing = setInterval(schedule, AGE_MS);
  terminal.on("resize", redrawAll);
  return {
    message(message) {
      newest.set(message.topic, joined(message, newest.get(message.topic)));
      schedule();
    },
    remark(sentence) {
      remarks.push(sentence);
      // The first says where the broker is; that stays.
      if (remarks.length > MAX_REMARKS) remarks.splice(1, 1);
      schedule();
    },
    end() {
      clearInterval(ageing);
      clearTimeout(scheduled);
      terminal.off("resize", redrawAll);
      draw();
    },
  };
}

/** The row of a topic: a copy that the broker keeps is not new, and a live message does not say that it is kept. */
function joined(message: SeenMessage, before: SeenMessage | undefined): SeenMessage {
  if (before === undefined) return message;
  return {
    ...message,
    time: message.again ? before.time : message.time,
    retained: message.retained || before.retained,
  };
}
