// The live table of a home, redrawn in place on a terminal.
import type { WriteStream } from "node:tty";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { SeenMessage } from "../../sim/home/watcher.ts";
import { deviceRow } from "./device-row.ts";
import type { Display, ShownHome } from "./display.ts";
import { homeLines } from "./home-lines.ts";

/** Redrawn this often at most, in milliseconds, and every second for the ages. */
const REDRAW_MS = 100;
const AGE_MS = 1000;
const MAX_REMARKS = 3;
const MAX_STORY = 60;
/**
 * A broker may pass on any number, of any length: so many topics are known, and so many bytes of a name and
 * of a payload.
 */
const MOST_TOPICS = 10_000;
const MOST_BYTES = 1000;
/** For a terminal that does not say its size. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;
/** What pulls a device's plug. */
const KEYS = "abcdefghijklmnoprstuvwxyz";

const CLEAR_TO_LINE_END = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";
const CLEAR_ALL = "\x1b[2J\x1b[H";
/**
 * A line ends at the edge: some characters take two columns, and one that went on below would push up the
 * others.
 */
const NO_WRAP = "\x1b[?7l";
const WRAP = "\x1b[?7h";

/** The place in the list of the device with this letter; -1 when there is none. */
export function placeOfKey(key: string): number {
  return KEYS.indexOf(key);
}

/** Draws on `terminal` until it is ended. */
export function createHomeTable(terminal: WriteStream): Display {
  const newest = new Map<string, SeenMessage>();
  const remarks: string[] = [];
  const story: string[] = [];
  let home: ShownHome | undefined;
  let linesDrawn = 0;
  let scheduled: NodeJS.Timeout | undefined;

  function lines(): string[] {
    if (home === undefined) return remarks.map(printable);
    const view = {
      columns: terminal.columns || DEFAULT_COLUMNS,
      rows: terminal.rows || DEFAULT_ROWS,
      colour: terminal.hasColors(),
      now: Date.now(),
    };
    const devices = home.devices.map((device, i) => deviceRow(KEYS[i] ?? " ", device, newest));
    return homeLines({ remarks, home: home.view(), devices, story }, view);
  }

  function draw(): void {
    scheduled = undefined;
    const drawn = lines();
    const up = linesDrawn > 0 ? `\x1b[${linesDrawn}A\r` : "";
    const text = drawn.map((line) => `${line}${CLEAR_TO_LINE_END}\n`).join("");
    terminal.write(NO_WRAP + up + text + CLEAR_BELOW + WRAP);
    linesDrawn = drawn.length;
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
    isPlain: false,
    showHome(shown) {
      home = shown;
      schedule();
    },
    message(message) {
      if (home !== undefined && !home.devices.some(({ root }) => message.topic.startsWith(`${root}/`)))
        return;
      const { topic, payload, again } = message;
      const before = newest.get(topic);
      if (before === undefined && (newest.size >= MOST_TOPICS || topic.length > MOST_BYTES)) return;
      // A copy that the broker keeps is not new.
      if (before === undefined || !again) newest.set(topic, { ...message, payload: beginningOf(payload) });
      schedule();
    },
    story(sentence) {
      story.push(sentence);
      if (story.length > MAX_STORY) story.shift();
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

/** A copy of as much as is shown, up to a whole character of UTF-8. */
function beginningOf(payload: Buffer): Buffer {
  let end = Math.min(payload.length, MOST_BYTES);
  while (end > 0 && end < payload.length && (payload[end] & 0xc0) === 0x80) end -= 1;
  return Buffer.from(payload.subarray(0, end));
}
