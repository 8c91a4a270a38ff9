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
import { commandTopic, ROOT, STAY_AWAKE_NAME, valueTopic } from "../../../src/device/run/topics.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { createBroker } from "../broker/broker.ts";
import { ChargeMeter } from "../devices/charge-meter.ts";
import { powerDevice } from "../devices/powered-device.ts";
import { fitParts, type HandledParts } from "../fit/fit-parts.ts";
import type { Surroundings } from "../parts/around.ts";
import { loadI2cModels } from "../parts/i2c-models.ts";
import { createVirtualClock } from "../worlds/clock.ts";
import { createVirtualWorld } from "../worlds/virtual-world.ts";
import { callingFiles, checkedDevice, withPlace } from "./checked-device.ts";
import {
  checkCommand,
  checkedCircuit,
  checkedSurroundings,
  checkTime,
  checkTrial,
  knownParts,
  powerOf,
} from "./trial-faults.ts";
import { BROKER_HOST, trialTime } from "./trial-time.ts";

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
   * Lets time pass until the newest message of the device under `name` is these words, matches them, or is
   * anything when nothing is expected; one of before, and of before a restart, counts. Rejects when the
   * trial's `patience` has passed, with what was there instead; at once with what the device's own code
   * throws.
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
/** Of a device that sleeps, which says nothing until then, and behind a filter not all in the first. */
const PATIENCE_REPORTS = 2;
/** In this time what is on its way arrives, and what it brings about is done. */
const SETTLE_MS = 100;
/** A device that is switched on is given so long to come online before it is commanded. */
const ONLINE_MS = 60_000;
/** A device that stops waits so long at most for what it has said last. */
const STOP_MS = 60_000;
/** How often the time is told on the topic of a clock. */
const TELLING_MS = 60_000;
const CHIP_ID = "0a1b2c";
const DISCOVERY = "homeassistant/";

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
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const parts = fitParts(declaration, clock, checkedSurroundings(declaration, around));
  const { circuit, i2c, contacts, motionDetectors, knobs, remotes } = parts;
  const { strips, steppers, shiftRegisters, pwmBoards, displays } = parts;
  const time = trialTime(declaration, clock);
  const settings = settingsRecord({ host: BROKER_HOST, ssid: "net", password: "long enough" });
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    circuit,
    i2c,
    ...(time.datagrams === undefined ? {} : { datagrams: time.datagrams }),
    chipId: CHIP_ID,
    storage: new Map([[SETTINGS, settings]]),
  });
  let failure: { error: unknown } | undefined;
  world.failed = (error) => {
    failure = { error: withPlace(error) };
  };
  if (like !== undefined) world.hardware = like.hardware;
  const meter = new ChargeMeter(clock);
  const device = powerDevice(world, declaration, like?.limits, like?.diagnostics, meter);
  const root = `${ROOT}${declaration.name}-${CHIP_ID}`;
  if (declaration.clock?.topic !== undefined) tellTime(declaration.clock.topic);

  /** As somebody in the house does. */
  function tellTime(topic: string): void {
    clock.after(TELLING_MS, () => {
      broker.publish(topic, String(time.seconds()));
      tellTime(topic);
    });
  }

  /** To whoever asks first. */
  function throwFailure(): void {
    const thrown = failure;
    failure = undefined;
    if (thrown !== undefined) throw thrown.error;
  }

  function pass(ms: number): void {
    clock.runUntil(() => failure !== undefined, ms);
    throwFailure();
  }

  /** What came from the device and its wills, by topic; and how many of each log are in there. */
  const kept = new Map<string, string[]>();
  let [received, wills] = [0, 0];
  function messages(): ReadonlyMap<string, readonly string[]> {
    if (received === broker.received.length && wills === broker.wills.length) return kept;
    const fresh = [...broker.received.slice(received), ...broker.wills.slice(wills)];
    [received, wills] = [broker.received.length, broker.wills.length];
    for (const { topic, payload } of fresh.sort((a, b) => a.at - b.at)) {
      const texts = kept.get(topic);
      if (texts === undefined) kept.set(topic, [textOf(payload)]);
      else texts.push(textOf(payload));
    }
    return kept;
  }

  const setNetwork = (isUp: boolean) => {
    time.setNetwork(isUp);
    world.setNetwork(isUp);
  };
  const newest = (name: string) => messages().get(valueTopic(root, name))?.at(-1);

  return {
    pass(ms) {
      checkTime(ms);
      pass(ms);
    },
    setTime: (text) => device.setClock(time.set(text)),
    now: clock.now,
    told: (name) => [...(messages().get(valueTopic(root, name)) ?? [])],
    async heard(name, expected = /^/) {
      const isThere = () => matches(newest(name), expected);
      clock.runUntil(() => isThere() || failure !== undefined, patience);
      if (!isThere()) {
        throwFailure();
        throw new Error(missing(valueTopic(root, name), expected, messages(), newest("problem")));
      }
      const words = newest(name) ?? "";
      pass(SETTLE_MS);
      return words;
    },
    charge: () => meter.charge(powerOf(like)),
    announced: () =>
      new Map(
        [...messages()]
          .filter(([topic]) => topic.startsWith(DISCOVERY))
          .map(([topic, payloads]) => [topic, JSON.parse(payloads.at(-1) || "null")]),
      ),
    async command(name, payload) {
      checkCommand(declaration, name, payload);
      const isThere = () => newest("status") === "online" || newest("status") === "sleeping";
      if (device.isPowered() && world.networkIsUp() && !isThere()) {
        clock.runUntil(() => isThere() || failure !== undefined, ONLINE_MS);
        pass(SETTLE_MS);
      }
      broker.publish(commandTopic(root, name), Buffer.from(payload).toString("latin1"), {
        qos: 1,
        retain: name === STAY_AWAKE_NAME,
      });
      pass(SETTLE_MS);
    },
    circuit: checkedCircuit(declaration, circuit),
    contacts: knownParts("contact", contacts),
    motionDetectors: knownParts("motion detector", motionDetectors),
    knobs: knownParts("rotary encoder", knobs),
    remotes: knownParts("infrared receiver", remotes),
    strips: knownParts("strip of LEDs", strips),
    steppers: knownParts("stepper motor", steppers),
    shiftRegisters: knownParts("shift register", shiftRegisters),
    pwmBoards: knownParts("board of outputs", pwmBoards),
    displays: knownParts("display", displays),
    cutNetwork: () => setNetwork(false),
    giveNetwork: () => setNetwork(true),
    cutPower: device.cutPower,
    givePower: device.givePower,
    async end() {
      let isOver = false;
      device.stop(() => {
        isOver = true;
      });
      clock.runUntil(() => isOver, STOP_MS);
      throwFailure();
    },
  };
}

function textOf(payload: string): string {
  return Buffer.from(payload, "latin1").toString();
}

function matches(words: string | undefined, expected: string | RegExp): boolean {
  if (words === undefined) return false;
  return typeof expected === "string" ? words === expected : expected.test(words);
}

/** What is there in place of what was expected, and what the device says of itself. */
function missing(
  topic: string,
  expected: string | RegExp,
  messages: ReadonlyMap<string, readonly string[]>,
  problem: string | undefined,
): string {
  const newest = messages.get(topic)?.at(-1);
  const there = newest === undefined ? "nothing" : `"${newest}"`;
  const topics = [...messages.keys()].sort().join(", ");
  return [
    `${topic} has ${there} where ${expected} was expected.`,
    ...(newest === undefined ? [`The device has published ${topics}.`] : []),
    ...(problem === undefined || problem === "none" ? [] : [`Its problem is: ${problem}`]),
  ].join(" ");
}
