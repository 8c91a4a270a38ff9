// Sealing for one device: the key that is chosen, and the counter that the device tells.
import { SEALED_NAME, valueTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { KeyStore, usualKeyFolder } from "../../update/key-store.ts";
import { keptAt } from "../broker/kept-messages.ts";
import { RunError } from "../words/failure.ts";
import { lowestIn, type SealedCommand, sealedCommand } from "./sealed-command.ts";

export interface KeyChoice {
  /** The key's name, where it is not the device's. */
  sign?: string;
  keys?: string;
  /** The counter up to which the device is believed. */
  after?: number;
}

export type SealCommand = (
  connection: BrokerConnection,
  topic: string,
  payload: string,
) => Promise<SealedCommand>;

/** The broker gives at once what it keeps. */
export const KEPT_WITHIN_MS = 5000;

/** Seals for a device. A key that does not do, or a counter that is not believed, is a KeyError. */
export function sealFor(root: string, { sign, keys, after }: KeyChoice): SealCommand {
  // Its identity, unless its topics begin elsewhere.
  const device = root.slice(root.lastIndexOf("/") + 1);
  const store = new KeyStore(keys ?? usualKeyFolder());
  const key = sign ?? device;
  // Before anything is asked of the broker.
  store.sealerOf(key);
  return async (connection, topic, payload) => {
    const lowest = await lowestOf(connection, root);
    return await sealedCommand(store, { device, key, lowest, after }, topic, payload);
  };
}

/** The lowest counter that the device takes, as it tells it: by the broker, where others may write. */
async function lowestOf(connection: BrokerConnection, root: string): Promise<number> {
  const topic = valueTopic(root, SEALED_NAME);
  const text = await keptAt(connection, topic, KEPT_WITHIN_MS);
  const lowest = lowestIn(text ?? "");
  if (lowest !== undefined) return lowest;
  throw new RunError(
    `No device tells at ${topic} which counter it takes; is it there, and has it an actuator with \`sealed: true\`?`,
  );
}
