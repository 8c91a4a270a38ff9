// The log: what the device says on its console goes to the broker too, from a level up, in bounded pieces.
//
// Lines are gathered in one text and published together, at most once a second and without a promise (QoS 0).
// Without a connection they wait. What finds no more room is left out and counted, and the count is said: the
// first lines of a trouble are those that tell its cause.
import { elapsed } from "../../bytes/milliseconds.ts";
import type { Client } from "../../mqtt/client.ts";
import { isConnected } from "../../mqtt/connection-state.ts";
import { publishOnce } from "../../mqtt/publish-once.ts";
import { logTopic } from "./topics.ts";

/** The levels of a line, the most important first. */
export type LogLevel = "error" | "warning" | "info" | "debug";

export interface LogOptions {
  /** The lowest level that is published: "warning" is errors and warnings. */
  level: LogLevel;
}

/** The levels in words, the most important first. */
export const LEVELS: readonly string[] = ["error", "warning", "info", "debug"];
/** The levels by number. */
export const ERROR = 0;
export const WARNING = 1;
export const INFO = 2;
export const DEBUG = 3;

/** Bytes of the longest line, and of all that wait. */
const LINE_BYTES = 100;
const MOST_BYTES = 240;
/** Milliseconds between two messages. */
const PAUSE_MS = 1000;
/** The longest wait, when nothing is to be published. */
const LONGEST_MS = 60000;

export interface Log {
  /** The greatest number of a level that is published. */
  most: number;
  /** The waiting lines, and the number of lines left out. */
  lines: string;
  leftOut: number;
  publishedAt: number;
}

/** An empty log. */
export function newLog(level: string, now: number): Log {
  let most = 0;
  while (most < DEBUG && LEVELS[most] !== level) most += 1;
  return { most, lines: "", leftOut: 0, publishedAt: now };
}

/** Adds a line, if its level is high enough and there is room. */
export function note(log: Log, level: number, line: string): void {
  if (level > log.most) return;
  const text = LEVELS[level] + ": " + line.substring(0, cutOf(line));
  if (log.lines === "") log.lines = text;
  else if (log.lines.length + text.length < MOST_BYTES) log.lines = log.lines + "\n" + text;
  else log.leftOut += 1;
}

/**
 * The end of a line that may be too long: never within a character (in UTF-8, a byte that begins none is 0x80
 * to 0xbf).
 */
function cutOf(line: string): number {
  if (line.length <= LINE_BYTES) return line.length;
  let end = LINE_BYTES;
  while (end > 0 && line.charCodeAt(end) > 127 && line.charCodeAt(end) < 192) end -= 1;
  return end;
}

/** Publishes the waiting lines, when it is time. Returns the milliseconds until the next call is needed. */
export function publishLog(log: Log, client: Client, root: string, now: number): number {
  if (log.lines === "" || !isConnected(client)) return LONGEST_MS;
  const left = PAUSE_MS - elapsed(now, log.publishedAt);
  if (left > 0) return left;
  log.publishedAt = now;
  const lines = log.leftOut > 0 ? log.lines + "\n" + log.leftOut + " left out" : log.lines;
  if (publishOnce(client, logTopic(root), false, lines) === "sent") {
    log.lines = "";
    log.leftOut = 0;
  }
  return PAUSE_MS;
}
