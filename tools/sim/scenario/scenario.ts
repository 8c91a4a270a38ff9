/**
 * A scenario: a system of programs around one broker, what befalls it, and what must hold all the same. `npx
 * ringmote sim <system>` runs it in virtual time, and with `--broker` in real time at a broker of your own.
 * @module ringmote/scenario.ts
 */
import type { Milliseconds } from "../../../src/bytes/milliseconds.ts";
import type { QueueOptions } from "../broker/queue-consumers.ts";
import type { Access } from "./access.ts";
import type { Expectation } from "./expectations.ts";
import type { Fault } from "./faults.ts";
import type { Hears } from "./traffic-record.ts";

export { type Milliseconds, minutes, seconds } from "../../../src/bytes/milliseconds.ts";
export type { QueueOptions } from "../broker/queue-consumers.ts";
export type { Access, Visitor } from "./access.ts";
export { type DevicePlace, type DevicesOptions, devices } from "./devices.ts";
export {
  answeredWithin,
  type Expectation,
  everyMessage,
  type Failure,
  heardWithin,
  hearsNothing,
  inOrder,
  newestWithin,
  noFasterThan,
  noneTwice,
  onlyItsOwn,
} from "./expectations.ts";
export {
  brokerRestarts,
  diskFull,
  type Fault,
  networkCut,
  programKilled,
  readingStops,
  tokenEnds,
} from "./faults.ts";
export { type IntruderOptions, intruder } from "./intruder.ts";
export type { Heard, Hears, Participant, Sent, TrafficRecord } from "./traffic-record.ts";

/** What a program of the scenario is given. */
export interface Place {
  /** The broker's address, for `connect`. */
  broker: string;
  /**
   * "display-7", or "scorer" of a group of one: the client identifier by which faults and losses name the
   * program.
   */
  name: string;
  /** Its number in its group, from 0. */
  place: number;
  /** How often it was started before, as faults kill programs: 0 at first. */
  starts: number;
  /**
   * A folder of its own, as for the option `store` of `connect`: made when it is first asked for, as it was
   * after a kill, and taken away behind the run. `diskFull` fills it. By another name it is the same for all
   * who ask by that.
   */
  folder: (name?: string) => string;
  /** Aborted at the end: for the option `signal` of `connect`. */
  signal: AbortSignal;
  /**
   * Tells the run that a message goes out: of which stream, and its number there, which rises by 1. Call it
   * before `send`.
   */
  sent: (stream: string, number: number) => void;
  /** Tells the run that a message has come. */
  heard: (stream: string, number: number) => void;
  /**
   * What programs of a run share beside MQTT, such as a table: `make` makes it for the first that asks, and
   * whoever is killed leaves it.
   */
  shared: <Thing>(name: string, make: () => Thing) => Thing;
}

/** How many programs of a group there are. */
export interface Count {
  /** In virtual time. */
  virtual: number;
  /** At a broker of somebody's, in real time. */
  real: number;
}

/** Programs of one kind. */
export interface Group {
  /** Starts one: an ordinary program on ringmote's client. What it throws or rejects with fails the run. */
  program: (place: Place) => unknown;
  /**
   * How many there are: 1 by default. With a real broker another number, as each takes real time and a real
   * socket.
   */
  count?: number | Count;
  /** They start within so long of the beginning, each at a moment that the seed draws: 0 by default. */
  startWithin?: Milliseconds;
  /**
   * They do not start before the programs of this group have resolved, as with a subscription that must be
   * there first.
   */
  startAfter?: string;
  /**
   * What of a stream they are to hear: "each" message (default), the "newest" alone, while they are
   * connected, or their "share": then expectations are about the group as one.
   */
  hears?: Hears;
  /** Which streams they are to hear, each program by its name: all by default. */
  listensTo?: (stream: string, name: string) => boolean;
  /** What the run waits for before it begins. */
  ready?: Promise<unknown>;
  /**
   * They take part only where the broker has the message queue with this filter: in virtual time where
   * `queues` names it.
   */
  queue?: string;
}

/**
 * A page at which somebody takes part: `page.ts` beside the scenario, which `ringmote sim <system> --page`
 * serves.
 */
export interface Page {
  /** Who takes part beside them, in real time, until the run is ended. */
  takePart: Readonly<Record<string, Group>>;
  /** Who may sign in at it. */
  names: readonly string[];
  /** The password with which the page connects in that name; it asks before each connection. */
  secret: (name: string) => string;
}

export interface Scenario {
  /** What it is, in a sentence without its full stop. */
  title: string;
  lasts: Milliseconds;
  /** The groups by their names, in the order in which they start. */
  takePart: Readonly<Record<string, Group>>;
  /**
   * Who may come in, and what each may do, of the broker in virtual time: by default everybody, and
   * everything. A real broker has its own files for that.
   */
  access?: Access;
  /**
   * Messages that the broker in virtual time has on their way to one client at a time: 20 by default, as
   * Mosquitto.
   */
  inFlight?: number;
  faults?: readonly Fault[];
  /** The message queues of the broker in virtual time; a real one has its own. */
  queues?: readonly QueueOptions[];
  /** What a page of the system needs; none by default. */
  page?: Page;
  /** By sentences without their full stop. */
  expect: Readonly<Record<string, Expectation>>;
}

/** Declares a scenario, as the default export of `scenario.ts`. */
export function scenario(declared: Scenario): Scenario {
  return declared;
}

/** How many of a group there are. */
export function countOf({ count = 1 }: Group, time: "virtual" | "real"): number {
  return typeof count === "number" ? count : count[time];
}
