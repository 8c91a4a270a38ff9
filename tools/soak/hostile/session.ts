// Devices on every engine, each behind a hostile proxy, at one real Mosquitto that restarts: every number has to arrive.

import { faultSchedule, type Weather } from "../../sim/fault-schedule.ts";
import { createPacedTimers } from "../../sim/paced-timers.ts";
import { createRealWorld } from "../../sim/real-world.ts";
import { startMosquitto } from "../brokers/mosquitto.ts";
import { startSubscriber } from "../brokers/subscriber.ts";
import { createPacedChip, type PacedChip } from "../devices/paced-chip.ts";
import { type HostedEngine, storageWith } from "../devices/running-device.ts";
import { type HostileProxy, startHostileProxy } from "./proxy.ts";
import { type Written, writtenNumbers } from "./written.ts";

/** Devices live so much faster than the wall's clock: keep-alive times and pauses are as on a board, and do not take as long. */
const SPEED = 20;
const PATIENCE_MS = 60_000;
const LOOK_MS = 20;

const WEATHER: Weather = {
  refused: 10,
  silent: 25,
  cut: 2,
  halfOpen: 4,
  bytesBeforeBreak: 800,
  inPieces: 3,
  longestDelayMs: 12,
};

export interface HostileOptions {
  engines: readonly HostedEngine[];
  seed: number;
  /** Real time in which the network is hostile; the broker goes and comes back twice in it. */
  hostileMs: number;
  /** Is it killed (`kill -9`)? Then it has forgotten whatever it had not written down. Default: it ends orderly. */
  isKilled?: boolean;
}

/** What became of one device's numbers. */
export interface HostileDevice extends Written {
  engine: string;
  given: number;
  /** At a subscriber behind the broker: each number once, in the order in which they first came. */
  came: number[];
  /** How many came again, the broker's own doings aside. */
  repeats: number;
  connections: number;
  /** Numbers that did not come, and of these the ones that the broker had not even acknowledged. */
  missing: number[];
  unacknowledged: number[];
}

export async function liveHostilely(options: HostileOptions): Promise<HostileDevice[]> {
  const { engines, seed, hostileMs, isKilled = false } = options;
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const broker = await startMosquitto();
    ends.unshift(broker.end);
    // At QoS 2: at QoS 1 the broker itself would pass many on twice when it restarts.
    const subscriber = await startSubscriber(broker.port, "subscriber", {}, 2);
    ends.unshift(subscriber.end);
    const devices = await Promise.all(
      engines.map(async (engine, index) => {
        const id = `counter-${index + 1}`;
        const ofDevice = seed + index * 101;
        const proxy = await startHostileProxy({
          brokerPort: broker.port,
          seed: ofDevice,
          plan: faultSchedule(ofDevice, WEATHER),
        });
        ends.unshift(proxy.end);
        // A device tells its last number once more to a broker that has forgotten it: that takes a slot.
        const chip = createPacedChip(isKilled ? engine.slots - (engine.slots >> 2) : engine.slots);
        const storage = storageWith({ host: "127.0.0.1", port: proxy.port, id });
        const world = createRealWorld({
          timers: createPacedTimers(SPEED),
          seed: ofDevice,
          i2c: chip.i2c,
          storage,
        });
        ends.unshift(world.end);
        const device = engine.run(world);
        ends.unshift(async () => device.kill());
        return { engine, id, proxy, chip };
      }),
    );

    const byId = new Map(devices.map((device) => [device.id, device]));
    subscriber.received.each(({ topic, payload, retained }) => {
      const [, id, last] = topic.split("/");
      if (last === "status") byId.get(id)?.chip.begin();
      // What the broker had kept from before comes to a new subscription ahead of its turn.
      if (last === "number" && !retained) byId.get(id)?.chip.came(Number(payload));
    });

    for (let part = 0; part < 3; part += 1) {
      await passed(hostileMs / 3);
      if (part === 2) break;
      await (isKilled ? broker.crash() : broker.stop());
      await broker.start();
    }
    for (const { proxy, chip } of devices) {
      chip.end();
      proxy.calm();
    }
    const results = () => devices.map(resultOf);
    const deadline = Date.now() + PATIENCE_MS;
    while (results().some((result) => owed(result, isKilled).length > 0) && Date.now() < deadline)
      await passed(LOOK_MS);
    return results();
  } finally {
    for (const end of ends) await end();
  }
}

/** Numbers that are promised to come, and have not. A broker that was killed may forget what it acknowledged. */
export function owed({ missing, unacknowledged }: HostileDevice, isKilled: boolean): readonly number[] {
  return isKilled ? unacknowledged : missing;
}

interface Behind {
  engine: HostedEngine;
  id: string;
  proxy: HostileProxy;
  chip: PacedChip;
}

function resultOf({ engine, id, proxy, chip }: Behind): HostileDevice {
  const came = chip.firsts();
  const numbers = writtenNumbers(proxy.seen, `home/${id}/number`, chip.again());
  const missing = Array.from({ length: chip.given() }, (_, index) => index + 1).filter(
    (number) => !came.includes(number),
  );
  return {
    engine: engine.name,
    given: chip.given(),
    came,
    repeats: chip.again().length - numbers.byBroker.length,
    connections: proxy.connections(),
    ...numbers,
    missing,
    unacknowledged: missing.filter((number) => !numbers.acknowledged.has(number)),
  };
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
