// The lines of the live table: pure text, from what was received.
import { styleText } from "node:util";
import type { SeenMessage } from "../sim/watcher.ts";
import { payloadText, printable } from "./payload-text.ts";

/** A value is shown bold for this long after it came, in milliseconds. */
const FRESH_MS = 1000;
const RETAINED_WIDTH = 8;
const AGE_WIDTH = 8;
const GAP = "  ";
const MIN_VALUE_WIDTH = 10;
const MIN_WIDTH = 36;
/** The empty line, the header, "and more", and the line where the cursor stands. */
const LINES_AROUND = 4;

export interface TableState {
  remarks: readonly string[];
  /** The newest message of each topic. */
  messages: readonly SeenMessage[];
}

export interface TableView {
  columns: number;
  rows: number;
  colour: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** The table as lines, each no wider and all together no higher than the view. */
export function tableLines({ remarks, messages }: TableState, view: TableView): string[] {
  const width = Math.max(MIN_WIDTH, view.columns - 1);
  const room = Math.max(2, view.rows - remarks.length - LINES_AROUND);
  const sorted = [...messages].sort((a, b) => (a.topic < b.topic ? -1 : 1));
  const shown = sorted.length > room ? sorted.slice(0, room - 1) : sorted;
  const hidden = sorted.length - shown.length;

  const longestTopic = Math.max(...shown.map(({ topic }) => printable(topic).length), "TOPIC".length);
  const shared = width - RETAINED_WIDTH - AGE_WIDTH - 3 * GAP.length;
  const topicWidth = Math.min(longestTopic, shared - MIN_VALUE_WIDTH);
  const row = rowOf(topicWidth, shared - topicWidth);
  const style: Style = (format, text) =>
    view.colour ? styleText(format, text, { validateStream: false }) : text;

  return [
    ...remarks.map((remark) => toWidth(remark, width).trimEnd()),
    "",
    style("dim", row("TOPIC", "VALUE", "RETAINED", "AGE")),
    ...shown.map((message) => messageLine(message, view.now, row, style)),
    ...(hidden > 0 ? [`and ${hidden} more topics`] : []),
  ];
}

type Format = Parameters<typeof styleText>[0];
type Style = (format: Format, text: string) => string;
type Row = (topic: string, value: string, retained: string, age: string, valueStyle?: Style) => string;

function rowOf(topicWidth: number, valueWidth: number): Row {
  return (topic, value, retained, age, valueStyle) => {
    const shownValue = toWidth(value, valueWidth);
    return [
      toWidth(topic, topicWidth),
      valueStyle === undefined ? shownValue : valueStyle("bold", shownValue),
      toWidth(retained, RETAINED_WIDTH),
      age.padStart(AGE_WIDTH),
    ].join(GAP);
  };
}

function messageLine(
  { topic, payload, retained, time }: SeenMessage,
  now: number,
  row: Row,
  style: Style,
): string {
  const isFresh = now - time < FRESH_MS;
  return row(
    printable(topic),
    payloadText(payload),
    retained ? "yes" : "",
    ageText(now - time),
    isFresh ? style : undefined,
  );
}

/** Exactly `width` characters: padded, or cut with an ellipsis. */
function toWidth(text: string, width: number): string {
  return text.length > width ? `${text.substring(0, width - 1)}…` : text.padEnd(width);
}

/** "now", "12 s", "5 min", "3 h". */
export function ageText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) return "now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}
