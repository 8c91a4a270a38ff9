// A file in which what a program sends outlives it: a line for each message that is kept, and one for each that is settled.
//
// A line is whole or the last: a process that ended in the middle of one had promised nothing of it yet.
import {
  closeSync,
  fdatasyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import type { StoreOptions } from "./client-options.ts";
import type { StoredSend } from "./stored-send.ts";

/** The file is written anew once so many lines in it are of no use, and most of them are. */
const MANY_SETTLED = 1000;

export class SendStore {
  private readonly path: string;
  private readonly isSynced: boolean;
  /** By their numbers, in their order. */
  private readonly held: Map<number, StoredSend>;
  private descriptor: number;
  private last = 0;
  private settled = 0;

  /** Opens the file, or begins it. Throws where it cannot be, and for one that is something else. */
  constructor(options: string | StoreOptions) {
    const { file, sync = false } = typeof options === "string" ? { file: options } : options;
    this.path = file;
    this.isSynced = sync;
    this.held = new Map(heldIn(file).map((send, index) => [index + 1, send]));
    this.last = this.held.size;
    this.descriptor = this.writeAnew();
  }

  /** What an earlier client had not settled, by its numbers. */
  unsettled(): [number, StoredSend][] {
    return [...this.held];
  }

  /** Holds one more. Returns its number. Throws when the file cannot be written. */
  hold(send: StoredSend): number {
    const number = this.last + 1;
    this.write(`${line(number, send)}\n`);
    this.last = number;
    this.held.set(number, send);
    return number;
  }

  /** The broker has it, or a policy has dropped it. On a full disk that is not noted, and it goes out once more next time. */
  settle(number: number): void {
    if (!this.held.delete(number)) return;
    this.settled += 1;
    try {
      this.write(`${JSON.stringify({ settled: number })}\n`);
      if (this.settled >= MANY_SETTLED && this.settled >= this.held.size) this.shorten();
    } catch {}
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private write(text: string): void {
    writeSync(this.descriptor, text);
    if (this.isSynced) fdatasyncSync(this.descriptor);
  }

  private shorten(): void {
    const before = this.descriptor;
    this.descriptor = this.writeAnew();
    closeSync(before);
  }

  /** In another file, which takes its place once it is whole. */
  private writeAnew(): number {
    const next = `${this.path}.new`;
    const lines = [...this.held].map(([number, send]) => `${line(number, send)}\n`);
    writeFileSync(next, lines.join(""), { mode: 0o600, flush: this.isSynced });
    renameSync(next, this.path);
    this.settled = 0;
    return openSync(this.path, "a", 0o600);
  }
}

function line(number: number, { topic, payload, qos, retain, properties, until }: StoredSend): string {
  return JSON.stringify({
    number,
    topic,
    qos,
    retain,
    ...(properties !== "" && { properties: base64(properties) }),
    until,
    payload: base64(payload),
  });
}

function base64(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("base64");
}

function heldIn(file: string): StoredSend[] {
  const held = new Map<number, StoredSend>();
  const lines = textIn(file).split("\n");
  // Behind the last line's end there is nothing, or a line that was never whole.
  for (const [index, text] of lines.slice(0, -1).entries()) {
    const record = recordIn(text);
    if (record === undefined)
      throw new Error(
        `The store ${file} is no file of this client: it cannot read line ${index + 1}. Name another file.`,
      );
    if ("settled" in record) held.delete(record.settled);
    else held.set(record.number, record.send);
  }
  const now = Date.now();
  return [...held.values()].filter(({ until }) => until === undefined || until > now);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

type Line = { settled: number } | { number: number; send: StoredSend };

function recordIn(text: string): Line | undefined {
  const record = parsed(text);
  if (typeof record !== "object" || record === null) return undefined;
  const {
    settled,
    number,
    topic,
    qos,
    retain,
    payload,
    properties = "",
    until,
  } = record as Record<string, unknown>;
  if (Number.isSafeInteger(settled)) return { settled: settled as number };
  const isSend =
    Number.isSafeInteger(number) &&
    typeof topic === "string" &&
    (qos === 1 || qos === 2) &&
    typeof retain === "boolean" &&
    typeof payload === "string" &&
    typeof properties === "string" &&
    (until === undefined || Number.isSafeInteger(until));
  if (!isSend) return undefined;
  const bytes = (text: string) => Buffer.from(text, "base64").toString("latin1");
  const send = { topic, qos, retain, payload: bytes(payload), properties: bytes(properties) } as const;
  return {
    number: number as number,
    send: until === undefined ? send : { ...send, until: until as number },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
