// Operations between the Lua side of a NodeMCU host and the outside, in both directions.
//
// The Lua side (lua/*.lua) is the firmware's C modules as far as a program can see them. It has one way out:
// `ask(operation, number, bytes)`, answered by a whole number, or by bytes or nothing. It has one way in: an
// event.

/** Answered by a whole number. */
const NUMBER_OPERATIONS = [
  "eventKind",
  "eventId",
  "eventNumber",
  /** The timer, socket, pin, file or slot that the next operation is about. */
  "select",
  "selectName",
  "result",
  "measured",
  "watchdog",
  "log",
  "micros",
  "uptime",
  "seconds",
  "wallSeconds",
  "wallMicros",
  "timeSync",
  "random",
  "timerSingle",
  "timerAuto",
  "timerStop",
  "softWatchdog",
  "postTask",
  "freeHeap",
  "restart",
  "deepSleep",
  "bootReason",
  "socketConnect",
  "socketConnectTls",
  /** An authority that the next TLS connection trusts. */
  "socketTrust",
  "socketSend",
  "socketClose",
  "socketHold",
  "socketUnhold",
  "stationStart",
  "stationConfig",
  "stationConnect",
  "stationStatus",
  "fileWrite",
  "fileSize",
  "fileRemove",
  "fileRename",
  "filesUsed",
  "filesTotal",
  "pinMode",
  "pinWrite",
  "pinRead",
  "pinWatch",
  /** When the edge was that the program hears of, in microseconds. */
  "pinTime",
  /** Answered by the number of a knob, whose first line is the pin that was selected. */
  "knobWatch",
  "busStart",
  "busAddress",
  "busWrite",
  "busStop",
  "analogRead",
  "pwmHertz",
  "pwmDuty",
  "oneWireReset",
  "oneWireWrite",
  /** The rate of the UART that the next operation is about. */
  "uartBaud",
  "uartListen",
  "uartSend",
  /** 1: the firmware could not. */
  "pixelsSend",
  "signalStrength",
  "memoryRead",
  "memoryWrite",
  /** A UDP socket; sent bytes are preceded by their address. */
  "datagramBind",
  "datagramSend",
  "datagramClose",
  "resolveName",
  /** 1: the port is taken. */
  "serverListen",
  "serverClose",
  /** The selected socket is the next connection to the server of this number. */
  "serverAccept",
  /** 1: open; the name and the password follow, with NUL between them. 0: shut. */
  "accessPoint",
  "scan",
] as const;

/** Answered by bytes, or by nothing. */
const BYTES_OPERATIONS = [
  "eventBytes",
  "part",
  "chipId",
  "fileRead",
  "fileList",
  "busRead",
  "oneWireRead",
  /** The five bytes of a DHT. */
  "dhtFrame",
  /** What is read while the bytes are sent. */
  "spiExchange",
  /** Codes in sequence. */
  "oneWireSearch",
  "moduleProblem",
  "moduleChunk",
  "stripped",
  /** Answered only where the chip does not take the image: with why. */
  "lfsReload",
  "lfsModule",
  "lfsModules",
  /** The digest of bytes: of SHA-256, or of SHA-1. */
  "digest",
] as const;

const EVENTS = [
  "evaluate",
  "compile",
  "measure",
  "count",
  "collecting",
  "counting",
  "crashed",
  "timer",
  "task",
  "resolved",
  "opened",
  "received",
  "acknowledged",
  "ended",
  "station",
  "pin",
  "turned",
  "heard",
  "timeSynced",
  "datagram",
  "named",
  "called",
  "scanned",
  "accessPoint",
] as const;

type NumberOperation = (typeof NUMBER_OPERATIONS)[number];
type BytesOperation = (typeof BYTES_OPERATIONS)[number];
export type Operation = NumberOperation | BytesOperation;
export type EventName = (typeof EVENTS)[number];

/** An operation's number is its place in this list. */
export const OPERATIONS: readonly Operation[] = [...NUMBER_OPERATIONS, ...BYTES_OPERATIONS];
export const FIRST_BYTES_OPERATION = NUMBER_OPERATIONS.length;

/** What one part of the host answers. A missing answer to a number operation is 0. */
export type Answers = {
  [name in NumberOperation]?: (number: number, bytes: string) => number | undefined;
} & {
  [name in BytesOperation]?: (number: number, bytes: string) => string | undefined;
};

export interface HostEvent {
  kind: EventName;
  /** The timer, socket or pin that it is about. */
  id?: number;
  number?: number;
  bytes?: string;
}

export function eventNumber(kind: EventName): number {
  return EVENTS.indexOf(kind);
}

/** The two lists as Lua tables from name to number. */
export function operationsAsLua(): string {
  return `local op = ${asLuaTable(OPERATIONS)}\nlocal event = ${asLuaTable(EVENTS)}\n`;
}

function asLuaTable(names: readonly string[]): string {
  return `{ ${names.map((name, number) => `${name} = ${number}`).join(", ")} }`;
}
