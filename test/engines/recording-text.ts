// A recording as text: one line for each thing, bytes in quotes. Equal recordings are equal texts, to the byte.
import { packetsOf } from "./packets.ts";
import {
  type Asked,
  type Input,
  type LinkAct,
  type RecordChange,
  type Recording,
  type Step,
  stepOf,
  type Transfer,
} from "./recording.ts";

/** The file's text. */
export function writeRecording({ title, firmware, clock, records, steps }: Recording): string {
  const head = [`# ${title}`, `firmware ${firmware}`, `clock ${clock}`, ...records.map(recordLine), ""];
  return [...head, ...steps.flatMap(stepLines), ""].join("\n");
}

function stepLines(step: Step): string[] {
  const below = [
    ...step.draws.map(({ below, value }) => `draw ${below} ${value}`),
    ...step.transfers.map(transferLine),
    ...step.asked.map(askedLine),
    ...step.links.flatMap(linkLines),
    ...step.pins.map(({ pin, level }) => `pin ${pin} ${level}`),
    ...step.pulses.map(({ pin, hertz, duty }) => `pwm ${pin} ${hertz} ${duty}`),
    ...step.records.map(recordLine),
  ];
  return [`${step.at} ${inputText(step.input)}`, ...below.map((line) => `  ${line}`)];
}

function inputText(input: Input): string {
  if (input.kind === "network") return `network ${input.up ? "up" : "down"}`;
  if (input.kind === "opened") return `opened ${input.connection}`;
  if (input.kind === "received") return `received ${input.connection} ${quoted(input.bytes)}`;
  if (input.kind === "closed") return `closed ${input.connection} ${quoted(input.reason)}`;
  if (input.kind === "level")
    return `level ${input.pin} ${input.level}${input.ago === undefined ? "" : ` ${input.ago}`}`;
  if (input.kind === "heard") return `heard ${input.pin} ${quoted(input.bytes)}`;
  return input.kind;
}

function transferLine(transfer: Transfer): string {
  const address = transfer.address.toString(16);
  if (transfer.kind === "read")
    return `read ${address} ${transfer.count} ${transfer.bytes === undefined ? "none" : quoted(transfer.bytes)}`;
  // The bytes behind an address that nobody acknowledged are never on the bus of some chips.
  return transfer.acknowledged ? `write ${address} ${quoted(transfer.bytes)}` : `write ${address} none`;
}

function askedLine(asked: Asked): string {
  if (asked.kind === "analog") return `analog ${asked.pin} ${asked.voltage}`;
  if (asked.kind === "reset") return `reset ${asked.pin} ${asked.present ? "present" : "none"}`;
  if (asked.kind === "clocked") return `clocked ${asked.pin} ${asked.data} ${quoted(asked.bytes)}`;
  return `${asked.kind} ${asked.kind === "exchange" ? asked.sent : asked.pin} ${quoted(asked.bytes)}`;
}

/** One line for each packet, so that a reader sees them. */
function linkLines(act: LinkAct): string[] {
  if (act.kind === "open")
    return [`open ${act.connection} ${act.tls ? "tls" : "tcp"} ${act.port} ${quoted(act.host)}`];
  if (act.kind === "close") return [`close ${act.connection}`];
  return packetsOf(act.bytes).map((bytes) => `send ${act.connection} ${quoted(bytes)}`);
}

function recordLine({ name, bytes }: RecordChange): string {
  return `record ${name} ${quoted(bytes)}`;
}

function quoted(bytes: string): string {
  const escaped = bytes.replace(
    /[^ !#-[\]-~]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}

function unquoted(text: string): string {
  if (!/^".*"$/.test(text)) throw new Error(`${text} is not a text in quotes.`);
  return text
    .slice(1, -1)
    .replace(/\\x(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** Reads a file's text. Throws with the number of a line that it does not understand. */
export function readRecording(text: string): Recording {
  const recording: Recording = { title: "", firmware: "", clock: 0, records: [], steps: [] };
  for (const [index, line] of text.split("\n").entries()) {
    try {
      readLine(recording, line);
    } catch (error) {
      throw new Error(`Line ${index + 1} of the recording is not understood: ${(error as Error).message}`);
    }
  }
  return recording;
}

function readLine(recording: Recording, line: string): void {
  const step = recording.steps.at(-1);
  if (line === "") return;
  if (line.startsWith("# ")) recording.title = line.slice(2);
  else if (line.startsWith("  ") && step !== undefined) readBelow(step, line.slice(2));
  else if (/^\d/.test(line)) {
    const [at = "", rest] = split(line);
    recording.steps.push(stepOf(Number(at), readInput(rest)));
  } else readHead(recording, line);
}

function readHead(recording: Recording, line: string): void {
  const [word, rest] = split(line);
  if (word === "firmware") recording.firmware = rest;
  else if (word === "clock") recording.clock = Number(rest);
  else if (word === "record") recording.records.push(readRecord(rest));
  else throw new Error(`"${word}" opens no line.`);
}

function readInput(text: string): Input {
  const [kind, rest] = split(text);
  if (kind === "network") return { kind, up: rest === "up" };
  if (kind === "opened") return { kind, connection: Number(rest) };
  const [number, last] = split(rest);
  if (kind === "received") return { kind, connection: Number(number), bytes: unquoted(last) };
  if (kind === "closed") return { kind, connection: Number(number), reason: unquoted(last) };
  if (kind === "level") {
    const [level, ago] = split(last);
    return { kind, pin: number, level: Number(level), ...(ago === "" ? {} : { ago: Number(ago) }) };
  }
  if (kind === "heard") return { kind, pin: number, bytes: unquoted(last) };
  if (kind === "start" || kind === "stop" || kind === "end") return { kind };
  throw new Error(`"${kind}" is nothing that a device is told.`);
}

function readBelow(step: Step, text: string): void {
  const [kind, rest] = split(text);
  const [first, last] = split(rest);
  if (kind === "draw") step.draws.push({ below: Number(first), value: Number(last) });
  else if (kind === "write" || kind === "read") step.transfers.push(readTransfer(kind, first, last));
  else if (isAsked(kind)) step.asked.push(readAsked(kind, first, last));
  else if (kind === "open" || kind === "send" || kind === "close")
    addLinkAct(step.links, readLinkAct(kind, Number(first), last));
  else if (kind === "pin") step.pins.push({ pin: first, level: Number(last) });
  else if (kind === "pwm") {
    const [hertz, duty] = split(last);
    step.pulses.push({ pin: first, hertz: Number(hertz), duty: Number(duty) });
  } else if (kind === "record") step.records.push(readRecord(rest));
  else throw new Error(`"${kind}" is nothing that a device does.`);
}

function readTransfer(kind: "write" | "read", first: string, last: string): Transfer {
  const address = Number.parseInt(first, 16);
  if (kind === "write")
    return last === "none"
      ? { kind, address, bytes: "", acknowledged: false }
      : { kind, address, bytes: unquoted(last), acknowledged: true };
  const [count, bytes] = split(last);
  return { kind, address, count: Number(count), bytes: bytes === "none" ? undefined : unquoted(bytes) };
}

function isAsked(kind: string): kind is Asked["kind"] {
  return ["analog", "reset", "tell", "ask", "say", "show", "release", "exchange", "clocked"].includes(kind);
}

function readAsked(kind: Asked["kind"], pin: string, last: string): Asked {
  if (kind === "analog") return { kind, pin, voltage: Number(last) };
  if (kind === "reset") return { kind, pin, present: last === "present" };
  if (kind === "exchange") return { kind, sent: pin, bytes: unquoted(last) };
  if (kind === "clocked") {
    const [data, bytes] = split(last);
    return { kind, pin, data, bytes: unquoted(bytes) };
  }
  return { kind, pin, bytes: unquoted(last) };
}

function readLinkAct(kind: LinkAct["kind"], connection: number, last: string): LinkAct {
  if (kind === "close") return { kind, connection };
  if (kind === "send") return { kind, connection, bytes: unquoted(last) };
  const [security, rest] = split(last);
  const [port, host] = split(rest);
  return { kind, connection, host: unquoted(host), port: Number(port), tls: security === "tls" };
}

/** Adds an act; a write goes to the one before when that is to the same connection. */
export function addLinkAct(acts: LinkAct[], act: LinkAct): void {
  const last = acts.at(-1);
  if (act.kind === "send" && last?.kind === "send" && last.connection === act.connection)
    last.bytes += act.bytes;
  else acts.push({ ...act });
}

function readRecord(text: string): RecordChange {
  const [name, bytes] = split(text);
  return { name, bytes: unquoted(bytes) };
}

/** The first word, and what follows it. */
function split(text: string): [string, string] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}
