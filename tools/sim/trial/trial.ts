/**
 * A device tried out: in Node, with its roles as pins, a broker, and a clock that stands still until the test
 * lets time pass. Tests of a firmware import it.
 *
 * @module ringmote/trial.ts
 */
import type { Board, Interval } from "../../../boards/board.ts";
import { connectsEvery } from "../../../src/checks/connects-every.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { SleepOptions } from "../../../src/device/declare/sleep.ts";
import type { HandledParts } from "../fit/fit-parts.ts";
import type { Surroundings } from "../parts/around.ts";
import { loadI2cModels } from "../parts/i2c-models.ts";
import { callingFiles, checkedDevice } from "./checked-device.ts";
import { RunningTrial } from "./running-trial.ts";
import { checkedSurroundings, checkTrial } from "./trial-faults.ts";

export type { Interval } from "../../../boards/board.ts";
export type { Circuit, I2cBus, OneWireBus } from "../../../src/platform/node/world.ts";
export type { HandledParts } from "../fit/fit-parts.ts";
export type { Bench } from "../parts/around.ts";
export type { Surroundings };

/** The lines of the device are called as its roles: `circuit.output("relay")`. */
export interface Trial
  extends Pick<
    HandledParts,
    | "circuit"
    | "contacts"
    | "motionDetectors"
    | "knobs"
    | "remotes"
    | "strips"
    | "steppers"
    | "shiftRegisters"
    | "pwmBoards"
    | "displays"
  > {
  /**
   * Lets so many milliseconds pass at the device, as `minutes(10)`. Throws what the device's own code throws.
   */
  pass: (ms: number) => void;
  /**
   * It is this time in UTC, as "2026-03-29T00:59:00", for the time servers, and for a device that has asked
   * them. A trial begins on 2026-06-01 at 12:00. Throws where the device has no clock.
   */
  setTime: (time: string) => void;
  /** Milliseconds that have passed at the device since it was started. */
  now: () => number;
  /**
   * Lets time pass until the newest message of the device under `name` is the expected text or matches the
   * expression; without one, until there is a message. A message that was there before the call counts, also
   * one from before a restart. Rejects when the trial's `patience` has passed, and names the newest message.
   * Rejects at once with what the device's own code throws.
   */
  heard: (name: string, expected?: string | RegExp) => Promise<string>;
  /** All that the device has published under `name` so far, in order. */
  told: (name: string) => readonly string[];
  /**
   * The charge that the device has taken of its battery so far, in mAh, low and high: how long it was asleep,
   * looked for a network and was connected, with each start and each join of Wi-Fi as its board has them.
   * Throws where the trial has no `board`, and where no source has what that one takes.
   */
  charge: () => Interval;
  /** What the device has announced to Home Assistant, topic by topic, as JSON says it. */
  announced: () => ReadonlyMap<string, unknown>;
  /**
   * Sends a command to the actuator `name`, and lets the device take it; one that sleeps takes it at its next
   * wake that connects. Rejects when the device has none. "stay-awake" is that of a device that has it,
   * retained.
   */
  command: (name: string, payload: string) => Promise<void>;
  /** From now on nothing reaches the device and nothing leaves it; it is not told. Its rules go on. */
  cutNetwork: () => void;
  /** The network is there again: the device comes back by itself. */
  giveNetwork: () => void;
  /** The device ends without a word and its outputs fall; its storage stays. */
  cutPower: () => void;
  /** It starts anew. What it kept for the broker is gone, as it would be on a board. */
  givePower: () => void;
  /**
   * Stops the device in an orderly way. Rejects with what the device's own code threw when no other call has.
   */
  end: () => Promise<void>;
}

export interface TrialOptions {
  /**
   * What is around the parts, by role: `{ air: { air: () => ({ celsius, humidity: 50 }) } }`. Each function
   * is asked when the part measures. What is not said rests at a sensible value: 20 °C, contacts shut.
   */
  around?: Surroundings;
  /**
   * The board that it is tried out as: a name of `ringmote boards`, or the facts of your own. Its ring, and
   * the longest packets in and out, are the board's then, and what the board has not is refused. By default
   * it may keep 64 messages of 16 kB in all.
   */
  board?: string | Board;
  /**
   * Milliseconds of the device that `heard` waits at most. Default 600,000: ten minutes; of a device that
   * sleeps two reports more.
   */
  patience?: number;
}

const PATIENCE_MS = 600_000;
/**
 * A device that sleeps publishes at its reports only, and a filter may hold a reading back at the first: the
 * patience is longer by these reports.
 */
const PATIENCE_REPORTS = 2;

function patienceWith(sleep: SleepOptions | undefined): number {
  return PATIENCE_MS + (sleep === undefined ? 0 : PATIENCE_REPORTS * connectsEvery(sleep));
}

/**
 * Starts the device, which connects by itself when time passes. Throws when the declaration or an option has
 * a fault, or when something is around a role that none of its sensors has.
 */
export async function startTrial(declared: DeviceDeclaration, options: TrialOptions = {}): Promise<Trial> {
  const callers = callingFiles(startTrial);
  await loadI2cModels();
  checkTrial(declared, options);
  const declaration = await checkedDevice(declared, callers);
  const { around = {}, board, patience = patienceWith(declaration.sleep) } = options;
  const like =
    board === undefined ? undefined : await (await import("./like-board.ts")).givenBoard(declaration, board);
  return new RunningTrial(declaration, checkedSurroundings(declaration, around), patience, like).trial();
}
