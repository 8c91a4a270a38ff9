// A device tried out: in Node, with its roles as pins, against a broker on this computer. Tests of a firmware import it.
import { connectAsync, type MqttClient } from "mqtt";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import { commandTopic, ROOT, valueTopic } from "../../src/device/topics.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { unknownName } from "../build/nearest-name.ts";
import { startBroker } from "./embedded-broker.ts";
import { type FittedParts, fitParts, type Surroundings } from "./fit-parts.ts";
import { createPacedTimers } from "./paced-timers.ts";
import { createRealWorld } from "./real-world.ts";
import { simulatedWires } from "./simulated-wires.ts";
import type { SimulatedDevice } from "./world.ts";

/** The lines of the device are called as its roles: `circuit.output("relay")`. */
export interface Trial extends Pick<FittedParts, "circuit" | "contacts" | "motionDetectors"> {
  /**
   * Waits for what the device publishes under `name`: for these words, for some that match, or for anything when nothing
   * is expected. What the broker kept counts. Rejects after ten seconds, with what was there instead.
   */
  heard: (name: string, expected?: string | RegExp) => Promise<string>;
  /** Sends a command to the actuator `name`; resolves when the broker has it. */
  command: (name: string, payload: string) => Promise<void>;
  /** Stops the device in an orderly way, and the broker. */
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
 * Starts a broker and the device, which connects by itself. Throws when the declaration has a fault, or when something is
 * around a role that none of its sensors has.
 */
export async function startTrial(
  declaration: DeviceDeclaration,
  { around = {}, speed = 60 }: TrialOptions = {},
): Promise<Trial> {
  const roles = (declaration.sensors ?? []).map(({ quantity }) => quantity.part.role);
  for (const role of Object.keys(around)) {
    if (!roles.includes(role)) throw new Error(unknownName("role of a sensor", role, [...new Set(roles)]));
  }
  const broker = await startBroker(0);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  const timers = createPacedTimers(speed);
  const { circuit, i2c, contacts, motionDetectors } = fitParts(declaration, timers, around);
  const settings = settingsRecord({ host: "127.0.0.1", port: broker.port });
  const world = createRealWorld({
    timers,
    chipId: CHIP_ID,
    storage: new Map([[SETTINGS, settings]]),
    circuit,
    i2c,
  });
  const root = `${ROOT}${declaration.name}-${CHIP_ID}`;
  const heard = await hearing(client, root);
  const close = async () => {
    await client.endAsync();
    await world.end();
    await broker.close();
  };
  let device: SimulatedDevice;
  try {
    device = startNodeDevice(world, declaration, simulatedWires(declaration));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    heard,
    async command(name, payload) {
      await client.publishAsync(commandTopic(root, name), payload, { qos: 1 });
    },
    circuit,
    contacts,
    motionDetectors,
    async end() {
      device.stop(() => {});
      await heard("status", "offline");
      await close();
    },
  };
}

async function hearing(client: MqttClient, root: string): Promise<Trial["heard"]> {
  const newest = new Map<string, string>();
  const waiting = new Set<() => void>();
  client.on("message", (topic, payload) => {
    newest.set(topic, payload.toString());
    for (const look of [...waiting]) look();
  });
  await client.subscribeAsync(`${root}/#`, { qos: 1 });

  return (name, expected = /^/) =>
    new Promise((resolve, reject) => {
      const topic = valueTopic(root, name);
      const look = () => {
        const now = newest.get(topic);
        if (now === undefined || !(typeof expected === "string" ? now === expected : expected.test(now)))
          return;
        clearTimeout(patience);
        waiting.delete(look);
        resolve(now);
      };
      const patience = setTimeout(() => {
        waiting.delete(look);
        const there = newest.has(topic) ? `"${newest.get(topic)}"` : "nothing";
        reject(new Error(`${topic} has ${there} where ${expected} was expected.`));
      }, PATIENCE_MS);
      waiting.add(look);
      look();
    });
}
