// The lines of the live table of a home: pure text, from how it is there, what each device said last, and
// what happened.
import { styleText } from "node:util";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import type { HomeView } from "../../sim/home/home.ts";
import { clockText } from "../../sim/home/time.ts";
import type { DeviceRow } from "./device-row.ts";

export interface HomeState {
  /** The first stays, of the others the newest are shown. */
  remarks: readonly string[];
  home: HomeView;
  devices: readonly DeviceRow[];
  /** What happened, the newest last: "17:42 Ben comes home". */
  story: readonly string[];
}

export interface TableView {
  columns: number;
  rows: number;
  colour: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** A value is shown bold for this long after it came, in milliseconds. */
const FRESH_MS = 1000;
const GAP = "  ";
const MIN_WIDTH = 40;
const MIN_SAYS = 12;
const AGE_WIDTH = 6;
/** Of the story at least so many lines are shown, if there are as many. */
const MIN_STORY = 3;
/** The table's title, the empty line above the story, and the line where the cursor stands. */
const LINES_AROUND = 3;
/** What belongs to the plug's letter, the mark of the status, and the gaps. */
const MARKS_WIDTH = 1 + 1 + 5 * GAP.length;

/** The table as lines, each no wider and all together no higher than the view. */
export function homeLines({ remarks, home, devices, story }: HomeState, view: TableView): string[] {
  const width = Math.max(MIN_WIDTH, view.columns - 1);
  const style: Style = (format, text) =>
    view.colour ? styleText(format, text, { validateStream: false }) : text;
  const head = [...remarks.slice(0, 1), ...weatherLines(home, width), ""].map((line) => cut(line, width));
  const foot = remarks.slice(1).map((line) => cut(line, width));
  const room = roomFor(devices.length, story.length, view.rows - head.length - foot.length);
  const hidden = devices.length - room.devices;
  const shown = story.slice(story.length - room.story).map((line) => cut(line, width));
  return [
    ...head,
    ...table(devices.slice(0, room.devices), width, view.now, style),
    ...(hidden > 0 ? [`and ${hidden} more devices`] : []),
    ...(shown.length > 0 ? [""] : []),
    ...shown.map((line, i) => (i === shown.length - 1 ? style("bold", line) : line)),
    ...foot,
  ];
}

/** How many devices and how much of the story `rows` have room for, beside what stands around them. */
function roomFor(devices: number, story: number, rows: number): { devices: number; story: number } {
  const free = rows - LINES_AROUND;
  const forDevices = Math.max(2, free - Math.min(MIN_STORY, story));
  const shown = devices > forDevices ? forDevices - 1 : devices;
  const used = Math.min(devices, forDevices);
  return { devices: shown, story: Math.min(story, Math.max(0, free - used)) };
}

type Format = Parameters<typeof styleText>[0];
type Style = (format: Format, text: string) => string;

/** "Mon 17:42, 3.1 °C and 12 lx outside, 1430 W from the mains; out: Anna", and the rooms. */
function weatherLines({ now, outside, rooms, watts, out }: HomeView, width: number): string[] {
  const away = out.length > 0 ? `; out: ${out.join(", ")}` : "";
  const sky = `${outside.celsius.toFixed(1)} °C and ${roundLux(outside.lux)} lx outside`;
  const inside = rooms.map(({ name, air, people }) => {
    const who = people.length > 0 ? ` (${people.join(", ")})` : "";
    return `${name} ${air.celsius.toFixed(1)} °C${who}`;
  });
  return [
    `${clockText(now)}, ${sky}, ${Math.round(watts)} W from the mains${away}`,
    ...wrapped(inside, width),
  ];
}

/** Items with " · " between them, on as many lines as they need. */
function wrapped(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    const joined = last === undefined ? item : `${last} · ${item}`;
    if (last === undefined || joined.length > width) lines.push(item);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

function roundLux(lux: number): string {
  return lux < 10 ? lux.toFixed(1) : String(Math.round(lux));
}

function table(devices: readonly DeviceRow[], width: number, now: number, style: Style): string[] {
  const placeWidth = Math.max("ROOM".length, ...devices.map(({ place }) => place.length));
  const nameWidth = Math.max("DEVICE".length, ...devices.map(({ name }) => name.length));
  const saysWidth = Math.max(MIN_SAYS, width - MARKS_WIDTH - placeWidth - nameWidth - AGE_WIDTH);
  const row = (key: string, place: string, name: string, mark: string, says: string, age: string) =>
    [key, place.padEnd(placeWidth), name.padEnd(nameWidth), mark, says, age.padStart(AGE_WIDTH)].join(GAP);
  const title = row(" ", "ROOM", "DEVICE", " ", "SAYS".padEnd(saysWidth), "AGE");
  return [
    style("dim", title),
    ...devices.map((device) => {
      const { key, place, name, status, time } = device;
      const isOn = status === "online";
      const mark = isOn ? style("green", "●") : style(status === undefined ? "dim" : "red", "○");
      const says = isOn
        ? saysOf(device, saysWidth, now, style)
        : cut(status ?? "starting", saysWidth).padEnd(saysWidth);
      return row(key, place, name, mark, says, time === undefined ? "" : ageText(now - time));
    }),
  ];
}

/** The values as far as they fit, each new one bold. */
function saysOf({ values }: DeviceRow, width: number, now: number, style: Style): string {
  let text = "";
  let length = 0;
  for (const { words, time } of values) {
    const gap = length === 0 ? "" : "  ";
    const room = width - length - gap.length;
    if (room < 2) break;
    const shown = cut(words, room);
    text += gap + (now - time < FRESH_MS ? style("bold", shown) : shown);
    length += gap.length + shown.length;
  }
  return text + " ".repeat(width - length);
}

/** One line of at most `width` characters, with an ellipsis where more were. */
function cut(text: string, width: number): string {
  const shown = printable(text);
  return shown.length > width ? `${shown.substring(0, width - 1)}…` : shown;
}

/** "now", "12 s", "5 min", "3 h". */
export function ageText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return "now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}
