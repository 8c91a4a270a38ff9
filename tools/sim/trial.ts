/**
 * A device tried out: in Node, with its roles as pins, against a broker on this computer. Tests of a firmware import it.
 * @module ringmote/trial.ts
 */
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { commandTopic, ROOT, valueTopic } from "../../src/device/run/topics.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { startBroker } from "./embedded-broker.ts";
import { type FittedParts, fitParts, type Surroundings } from "./fit-parts.ts";
import { createPacedTimers } from "./paced-timers.ts";
import { loadI2cModels } from "./parts/i2c-models.ts";
import { type PoweredDevice, powerDevice } from "./powered-device.ts";
import { type BrokerConnection, openConnection } from "./real-broker/connection.ts";
import { checkCommand, checkedCircuit, checkedSurroundings, checkTrial, knownParts } from "./trial-faults.ts";

export type { Circuit, I2cBus, OneWireBus } from "../../src/platform/node/world.ts";

/** The lines of the device are called as its roles: `circuit.output("relay")`. */
export interface Trial
  extends Pick<
    FittedParts,
    | "circuit"
    | "contacts"
    | "motionDetectors"
    | "knobs"
    | "remotes"
    | "strips"
    | "steppers"
    | "shiftRegisters"
    | "displays"
  > {
  /**
   * Waits for what the device publishes under `name`: for these words, for some that match, or for anything when nothing
   * is expected. What the broker kept counts. Rejects after ten seconds, with what was there instead; at once with what the
   * device's own code throws.
   */
  heard: (name: string, expected?: string | RegExp) => Promise<string>;
  /** All that the device has published under `name` so far, in the order in which it came through the broker. */
  told: (name: string) => readonly string[];
  /** Sends a command to the actuator `name`; resolves when the broker has it. Rejects when the device has none. */
  command: (name: string, payload: string) => Promise<void>;
  /** From now on nothing reaches the device and nothing leaves it; it is not told. Its rules go on. */
  cutNetwork: () => void;
  /** The network is there again: the device comes back by itself. */
  giveNetwork: () => void;
  /** The device ends without a word and its outputs fall; its storage stays. */
  cutPower: () => void;
  /** It starts anew. What it kept for the broker is gone, as it would be on a board. */
  givePower: () => void;
  /** Stops the device in an orderly way, and the broker. Rejects with what the device's own code threw when nobody heard of it. */
  end: () => Promise<void>;
}

export interface TrialOptions {
  /**
   * What is around the parts, by role: `{ air: { air: () => ({ celsius, humidity: 50 }) } }`. Each function is asked when
   * the part measures. What is not said rests at a sensible value: 20 °C, contacts shut.
   */
  around?: Surroundings;
  /** Seconds of the device in each real one. Default 60. */
  speed?: number;
}

const PATIENCE_MS = 10_000;
const CHIP_ID = "0a1b2c";

/**
 * Starts a broker and the device, which connects by itself. Throws when the declaration or an option has a fault, or when
 * something is around a role that none of its sensors has.
 */
export async function startTrial(declaration: DeviceDeclaration, options: TrialOptions = {}): Promise<Trial> {
  await loadI2cModels();
  checkTrial(declaration, options);
  const { around = {}, speed = 60 } = options;
  const broker = await startBroker(0);
  const client = await openConnection({ host: "127.0.0.1", port: broker.port });
  const timers = createPacedTimers(speed);
  const {
    circuit,
    i2c,
    contacts,
    motionDetectors,
    knobs,
    remotes,
    strips,
    steppers,
    shiftRegisters,
    displays,
  } = fitParts(declaration, timers, checkedSurroundings(around));
  const settings = settingsRecord({ host: "127.0.0.1", port: broker.port });
  const root = `${ROOT}${declaration.name}-${CHIP_ID}`;
  /** Topics of the test's own messages, which the broker gives back to it. */
  const sent = new Set<string>();
  const { heard, told, failed, requireHeardFailure } = await hearing(client, root, sent);
  const world = createRealWorld({
    timers,
    chipId: CHIP_ID,
    storage: new Map([[SETTINGS, settings]]),
    circuit,
    i2c,
    failed,
  });
  const close = async () => {
    await client.end();
    await world.end();
    await broker.close();
  };
  let device: PoweredDevice;
  try {
    device = powerDevice(world, declaration);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    heard,
    told,
    async command(name, payload) {
      checkCommand(declaration, name, payload);
      const topic = commandTopic(root, name);
      sent.add(topic);
      await client.publish(topic, payload);
    },
    circuit: checkedCircuit(declaration, circuit),
    contacts: knownParts("contact", contacts),
    motionDetectors: knownParts("motion detector", motionDetectors),
    knobs: knownParts("rotary encoder", knobs),
    remotes: knownParts("infrared receiver", remotes),
    strips: knownParts("strip of LEDs", strips),
    steppers: knownParts("stepper motor", steppers),
    shiftRegisters: knownParts("shift register", shiftRegisters),
    displays: knownParts("display", displays),
    cutNetwork: () => world.setNetwork(false),
    giveNetwork: () => world.setNetwork(true),
    cutPower: device.cutPower,
    givePower: device.givePower,
    async end() {
      await new Promise<void>((resolve) => device.stop(resolve));
      await close();
      requireHeardFailure();
    },
  };
}

interface Hearing extends Pick<Trial, "heard" | "told"> {
  /** The device's own code has thrown this: there is nothing more to wait for. */
  failed: (error: unknown) => void;
  /** Throws it when it was told to nobody. */
  requireHeardFailure: () => void;
}

/** All below `root` but what comes on the topics of `others`. */
async function hearing(
  client: BrokerConnection,
  root: string,
  others: ReadonlySet<string>,
): Promise<Hearing> {
  let failure: { error: unknown; wasHeard: boolean } | undefined;
  const messages = new Map<string, string[]>();
  const waiting = new Set<() => void>();
  client.listen(({ topic, payload }) => {
    if (others.has(topic)) return;
    messages.set(topic, [...(messages.get(topic) ?? []), payload.toString()]);
    for (const look of [...waiting]) look();
  });
  await client.subscribe([`${root}/#`], 1);

  const told = (name: string) => messages.get(valueTopic(root, name)) ?? [];
  const heard: Trial["heard"] = (name, expected = /^/) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const now = told(name).at(-1);
        const isThere =
          now !== undefined && (typeof expected === "string" ? now === expected : expected.test(now));
        if (!isThere && failure === undefined) return;
        clearTimeout(patience);
        waiting.delete(look);
        if (isThere) return resolve(now);
        if (failure !== undefined) {
          failure.wasHeard = true;
          reject(failure.error);
        }
      };
      const patience = setTimeout(() => {
        waiting.delete(look);
        const newest = told(name).at(-1);
        const there = newest === undefined ? "nothing" : `"${newest}"`;
        const sentence = `${valueTopic(root, name)} has ${there} where ${expected} was expected.`;
        const topics = [...messages.keys()].sort().join(", ");
        reject(
          new Error(newest === undefined ? `${sentence} The device has published ${topics}.` : sentence),
        );
      }, PATIENCE_MS);
      waiting.add(look);
      look();
    });
  return {
    heard,
    told,
    failed(error) {
      failure = { error, wasHeard: false };
      for (const look of [...waiting]) look();
    },
    requireHeardFailure() {
      if (failure?.wasHeard === false) throw failure.error;
    },
  };
}
