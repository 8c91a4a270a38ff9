// Sealing of one command by a key of the store, with the counter that comes next.
import { setTimeout as sleep } from "node:timers/promises";
import type { KeyStore } from "../../update/key-store.ts";
import { KeyInUse } from "../../update/lms-key-file.ts";
import { OF_COMMANDS, SignedCounters } from "../../update/signed-counters.ts";

export interface Sealing {
  /** Its identity. */
  device: string;
  /** The name of its key. */
  key: string;
  /** The lowest counter that it takes, as it tells it: by the broker, where others may write. */
  lowest: number;
  /** The counter up to which it is believed. */
  after?: number | undefined;
}

export interface SealedCommand {
  message: string;
  counter: number;
}

const COUNTER = /^[1-9]\d{0,9}$/;

/** The lowest counter that a device takes, in what it tells; `undefined`: it tells none. */
export function lowestIn(told: string): number | undefined {
  return COUNTER.test(told) ? Number(told) : undefined;
}

/** Another program that seals is over in milliseconds. */
const TRIES = 20;
const AGAIN_MS = 50;

/** The counter is on the disk as used. Rejects with a KeyError for a key that does not do, or a counter that is not believed. */
export async function sealedCommand(
  store: KeyStore,
  { device, key, lowest, after }: Sealing,
  topic: string,
  payload: string,
): Promise<SealedCommand> {
  const seal = store.sealerOf(key);
  const counters = new SignedCounters(store.folder, OF_COMMANDS);
  for (let tries = 1; ; tries++) {
    try {
      const [taken] = counters.take([{ device, counter: lowest - 1 }], after);
      const counter = taken?.counter ?? lowest;
      const words = `${payload} ${counter}`;
      return { message: `${words} ${seal(topic, words)}`, counter };
    } catch (error) {
      if (!(error instanceof KeyInUse) || tries === TRIES) throw error;
    }
    await sleep(AGAIN_MS);
  }
}
