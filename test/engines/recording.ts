// A recording: what one device was told, asked and did, at the level of a World, so that any engine can be
// given the same.
//
// A step is one thing that the device was told, at a moment after its start. What it asked and did until the next step
// belongs to it, sorted by kind, without its time: an engine may write in pieces, and take a millisecond to do so.

export type Input =
  | { kind: "start" }
  | { kind: "network"; up: boolean }
  | { kind: "opened"; connection: number }
  | { kind: "received"; connection: number; bytes: string }
  | { kind: "closed"; connection: number; reason: string }
  /** A part on a pin, by the pin's role, gave it another level, so many microseconds before. */
  | { kind: "level"; pin: string; level: number; ago?: number }
  /** A part has sent bytes by a UART, on a pin by its role. */
  | { kind: "heard"; pin: string; bytes: string }
  | { kind: "stop" }
  /** Only time has passed: the last step. */
  | { kind: "end" };

/** A whole number from 0 to `below` - 1 was asked for, and given. */
export interface Draw {
  below: number;
  value: number;
}

/** One transfer on the I2C bus; not acknowledged is `false` and `undefined`. */
export type Transfer =
  | { kind: "write"; address: number; bytes: string; acknowledged: boolean }
  | { kind: "read"; address: number; count: number; bytes: string | undefined };

/**
 * What was asked of a pin, by its role, that is no plain level: its voltage, a one-wire bus, or to send bytes
 * by a UART or to a strip. Of the SPI: what was sent, in hexadecimal, and what was read meanwhile; whose cs
 * is low, its pin says. Of a DHT: when its line fell behind the start signal. Of a part that is clocked by a
 * pin: what its data became with each change of that, "-" where it stayed.
 */
export type Asked =
  | { kind: "analog"; pin: string; voltage: number }
  | { kind: "reset"; pin: string; present: boolean }
  | { kind: "tell"; pin: string; bytes: string }
  | { kind: "ask"; pin: string; bytes: string }
  | { kind: "say"; pin: string; bytes: string }
  | { kind: "show"; pin: string; bytes: string }
  | { kind: "release"; pin: string; bytes: string }
  | { kind: "exchange"; sent: string; bytes: string }
  | { kind: "clocked"; pin: string; data: string; bytes: string };

/** What happened to connections, in order. Writes to one connection that follow each other are one `send`. */
export type LinkAct =
  | { kind: "open"; connection: number; host: string; port: number; tls: boolean }
  | { kind: "send"; connection: number; bytes: string }
  | { kind: "close"; connection: number };

/** A pin, by its role, took another level than it had. */
interface PinChange {
  pin: string;
  level: number;
}

/** A pin, by its role, is driven by PWM now: the last of a step. */
export interface Pulses {
  pin: string;
  hertz: number;
  duty: number;
}

/** A record of the storage has other bytes than before. */
export interface RecordChange {
  name: string;
  bytes: string;
}

export interface Step {
  /** Milliseconds since the device's start. */
  at: number;
  input: Input;
  draws: Draw[];
  transfers: Transfer[];
  asked: Asked[];
  links: LinkAct[];
  pins: PinChange[];
  pulses: Pulses[];
  records: RecordChange[];
}

export interface Recording {
  /** One sentence. */
  title: string;
  /** A folder below firmware/ or fixtures/ (firmwares.ts). */
  firmware: string;
  /** What the world's clock shows at the device's start, in milliseconds. */
  clock: number;
  /** The storage at the start. */
  records: RecordChange[];
  steps: Step[];
}

/** A step with nothing in it yet. */
export function stepOf(at: number, input: Input): Step {
  return { at, input, draws: [], transfers: [], asked: [], links: [], pins: [], pulses: [], records: [] };
}
