// The lines of a store of messages: a first one that says what the file is, then one for each message that is
// kept and one for each that is settled. After its check sum each is a record in JSON. Files of earlier
// versions have neither first line nor sums.
import { crc32 } from "node:zlib";
import { isSendable, type StoredSend } from "./stored-send.ts";

export const FIRST_LINE = '{"store":"ringmote","version":2}';

/** The beginning of a record. None begins inside another, where quotation marks are escaped. */
const BEGINNING = /(?:[0-9a-f]{8} )?\{"(?:number|settled)":/g;
/** The beginning of the very first message in a file of an earlier version, whose line has no end. */
const EARLIER_BEGINNING = /^\{"number":\d+,"topic":"[^\n]*$/;
const SUM_LENGTH = 8;
/** Far above what a program sends, and far below what a number holds. */
const GREATEST_NUMBER = 2 ** 48;

export interface StoreContent {
  /** The unsettled messages, by their numbers, in their order. */
  held: Map<number, StoredSend>;
  /** The highest number in it. */
  last: number;
  /** Useless lines. */
  settled: number;
  /** Damaged lines, whose messages are left out. */
  damaged: number;
}

type StoreRecord = { settled: number } | { number: number; send: StoredSend };

export function heldLine(number: number, send: StoredSend): string {
  const { topic, payload, qos, retain, properties, until, deadline } = send;
  return lineOf({
    number,
    topic,
    qos,
    retain,
    ...(properties !== "" && { properties: base64(properties) }),
    until,
    deadline,
    payload: base64(payload),
  });
}

export function settledLine(settled: number): string {
  return lineOf({ settled });
}

/** Reads lines with their ends. Returns none where this is no store. An empty file is one. */
export function contentOf(lines: Iterable<string>): StoreContent | undefined {
  const held = new Map<number, StoredSend>();
  const content = { held, last: 0, settled: 0, damaged: 0 };
  let needsSums = false;
  let isStore = true;
  let records = 0;
  for (const line of lines) {
    const text = line.endsWith("\n") ? line.slice(0, -1) : line;
    if (text === FIRST_LINE) needsSums = true;
    if (text === "" || text === FIRST_LINE) continue;
    const { record, isWhole } = recordIn(text, needsSums);
    if (!isWhole) content.damaged += 1;
    if (record === undefined) {
      isStore &&= isBegun(line);
      continue;
    }
    records += 1;
    content.last = Math.max(content.last, "settled" in record ? record.settled : record.number);
    if ("settled" in record) held.delete(record.settled);
    else held.set(record.number, record.send);
  }
  content.settled = records - held.size;
  return isStore || needsSums || records > 0 ? content : undefined;
}

/** Has a process ended in the middle of the first line of all? */
function isBegun(line: string): boolean {
  return FIRST_LINE.startsWith(line) || EARLIER_BEGINNING.test(line);
}

/** Earlier versions continued a line that a full disk had torn: its last record may be whole. */
function recordIn(text: string, needsSum: boolean): { record: StoreRecord | undefined; isWhole: boolean } {
  const whole = recordOf(text, needsSum);
  if (whole !== undefined) return { record: whole, isWhole: true };
  const last = [...text.matchAll(BEGINNING)].at(-1)?.index ?? 0;
  return { record: last === 0 ? undefined : recordOf(text.slice(last), needsSum), isWhole: false };
}

function recordOf(text: string, needsSum: boolean): StoreRecord | undefined {
  if (text.startsWith("{")) return needsSum ? undefined : fieldsOf(text);
  const json = text.slice(SUM_LENGTH + 1);
  return text.startsWith(`${sumOf(json)} `) ? fieldsOf(json) : undefined;
}

function fieldsOf(json: string): StoreRecord | undefined {
  const record = parsed(json);
  if (typeof record !== "object" || record === null) return undefined;
  const fields = record as Record<string, unknown>;
  const { settled, number, topic, qos, retain, payload, properties = "", until, deadline } = fields;
  if (isNumber(settled)) return { settled };
  const isSend =
    isNumber(number) &&
    typeof topic === "string" &&
    (qos === 1 || qos === 2) &&
    typeof retain === "boolean" &&
    isBase64(payload) &&
    isBase64(properties) &&
    (until === undefined || Number.isSafeInteger(until)) &&
    (deadline === undefined || isNumber(deadline));
  if (!isSend) return undefined;
  const send = {
    ...({ topic, qos, retain, payload: bytesOf(payload), properties: bytesOf(properties) } as const),
    ...(until !== undefined && { until: until as number }),
    // Files of earlier versions have the moment alone.
    ...(deadline !== undefined && { deadline }),
  };
  return isSendable(send) ? { number, send } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < GREATEST_NUMBER;
}

/** Damaged bytes would be skipped by the reader. */
function isBase64(value: unknown): value is string {
  return typeof value === "string" && base64(bytesOf(value)) === value;
}

function lineOf(record: object): string {
  const json = JSON.stringify(record);
  return `${sumOf(json)} ${json}\n`;
}

function sumOf(json: string): string {
  return crc32(json).toString(16).padStart(SUM_LENGTH, "0");
}

function base64(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("base64");
}

function bytesOf(text: string): string {
  return Buffer.from(text, "base64").toString("latin1");
}
