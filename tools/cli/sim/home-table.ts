// The live table of a home, redrawn in place on a terminal.
import type { WriteStream } from "node:tty";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { SeenMessage } from "../../sim/home/watcher.ts";
import { deviceRow } from "./device-row.ts";
import type { HomeDisplay, ShownHome } from "./display.ts";
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
export function createHomeTable(terminal: WriteStream): HomeDisplay {
  return new HomeTable(terminal);
}

class HomeTable implements HomeDisplay {
  isPlain: HomeDisplay["isPlain"] = false;
  private readonly terminal: WriteStream;
  private readonly newest = new Map<string, SeenMessage>();
  private readonly remarks: string[] = [];
  private readonly sentences: string[] = [];
  private home: ShownHome | undefined = undefined;
  private linesDrawn = 0;
  private scheduled: NodeJS.Timeout | undefined = undefined;
  private readonly ageing: NodeJS.Timeout;

  constructor(terminal: WriteStream) {
    this.terminal = terminal;
    this.ageing = setInterval(this.schedule, AGE_MS);
    this.terminal.on("resize", this.redrawAll);
  }

  readonly showHome = (shown: ShownHome): void => {
    this.home = shown;
    this.schedule();
  };

  readonly message = (message: SeenMessage): void => {
    if (
      this.home !== undefined &&
      !this.home.devices.some(({ root }) => message.topic.startsWith(`${root}/`))
    )
      return;
    const { topic, payload, again } = message;
    const before = this.newest.get(topic);
    if (before === undefined && (this.newest.size >= MOST_TOPICS || topic.length > MOST_BYTES)) return;
    // A copy that the broker keeps is not new.
    if (before === undefined || !again) this.newest.set(topic, { ...message, payload: beginningOf(payload) });
    this.schedule();
  };

  readonly story = (sentence: string): void => {
    this.sentences.push(sentence);
    if (this.sentences.length > MAX_STORY) this.sentences.shift();
    this.schedule();
  };

  readonly remark = (sentence: string): void => {
    this.remarks.push(sentence);
    // The first says where the broker is; that stays.
    if (this.remarks.length > MAX_REMARKS) this.remarks.splice(1, 1);
    this.schedule();
  };

  readonly end = (): void => {
    clearInterval(this.ageing);
    clearTimeout(this.scheduled);
    this.terminal.off("resize", this.redrawAll);
    this.draw();
  };

  private readonly draw = (): void => {
    this.scheduled = undefined;
    const drawn = this.lines();
    const up = this.linesDrawn > 0 ? `\x1b[${this.linesDrawn}A\r` : "";
    const text = drawn.map((line) => `${line}${CLEAR_TO_LINE_END}\n`).join("");
    this.terminal.write(NO_WRAP + up + text + CLEAR_BELOW + WRAP);
    this.linesDrawn = drawn.length;
  };

  private readonly schedule = (): void => {
    this.scheduled ??= setTimeout(this.draw, REDRAW_MS);
  };

  private readonly redrawAll = (): void => {
    this.terminal.write(CLEAR_ALL);
    this.linesDrawn = 0;
    this.draw();
  };

  private lines(): string[] {
    if (this.home === undefined) return this.remarks.map(printable);
    const view = {
      columns: this.terminal.columns || DEFAULT_COLUMNS,
      rows: this.terminal.rows || DEFAULT_ROWS,
      colour: this.terminal.hasColors(),
      now: Date.now(),
    };
    const devices = this.home.devices.map((device, i) => deviceRow(KEYS[i] ?? " ", device, this.newest));
    return homeLines({ remarks: this.remarks, home: this.home.view(), devices, story: this.sentences }, view);
  }
}

/** A copy of as much as is shown, up to a whole character of UTF-8. */
function beginningOf(payload: Buffer): Buffer {
  let end = Math.min(payload.length, MOST_BYTES);
  while (end > 0 && end < payload.length && (payload[end] & 0xc0) === 0x80) end -= 1;
  return Buffer.from(payload.subarray(0, end));
}
