// Messages of a real Mosquitto for a program at QoS 2, through a hostile network: each once,
// in order, long ones in parts.
import { setTimeout as passed } from "node:timers/promises";
import { connectAsync } from "mqtt";
import { describe, expect, onTestFinished, test } from "vitest";
import { startNodeClient } from "../../src/client/client.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startHostileProxy } from "../../tools/laboratory/soak/hostile/proxy.ts";
import { createWatched } from "../../tools/laboratory/soak/watched.ts";
import { faultSchedule, type Weather } from "../../tools/laboratory/worlds/fault-schedule.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { MOSQUITTO, needs } from "../needs.ts";

/** Each connection breaks. One that carries a few bytes at a time would take minutes for what follows. */
const WEATHER: Weather = {
  refused: 10,
  silent: 0,
  cut: 2,
  halfOpen: 1,
  bytesBeforeBreak: 1500,
  inPieces: 0,
  longestDelayMs: 12,
};
/** The program lives so much faster than the wall's clock. */
const SPEED = 20;
const LIMITS = { slots: 16, bytes: 2000, packetBytes: 128, linkBytes: 500 };
/** So many at least, and then until so many connections were needed. */
const COMMANDS = 150;
const CONNECTIONS = 3;
const MOST_COMMANDS = 1500;
const BETWEEN_MS = 10;
const TOPIC = "commands";
const PROBE = "probe";

/** Each third one is longer than a packet may be. */
const command = (i: number): string => `${i}${"-".repeat(i % 3 === 0 ? 300 : 0)}`;

async function startBehindProxy(seed: number, mqtt: 3 | 5) {
  const broker = await startMosquitto();
  onTestFinished(broker.end);
  const proxy = await startHostileProxy({
    brokerPort: broker.port,
    seed,
    plan: faultSchedule(seed, WEATHER),
  });
  onTestFinished(proxy.end);
  const world = createRealWorld({ timers: createPacedTimers(SPEED), seed });
  onTestFinished(world.end);
  const client = startNodeClient(world, {
    id: "program",
    host: "127.0.0.1",
    port: proxy.port,
    mqtt,
    keepAlive: 20,
    session: "persistent",
    limits: LIMITS,
  });
  onTestFinished(() => client.kill());
  const heard = createWatched<string>();
  let payload = "";
  client.subscribeInParts(
    TOPIC,
    ({ bytes, at, of }) => {
      payload = at === 0 ? bytes : payload + bytes;
      if (at + bytes.length === of) heard.add(payload);
    },
    2,
  );
  return { broker, proxy, heard };
}

const NETWORKS = [
  [2, 3],
  [3, 3],
  [2, 5],
  [3, 5],
] as const;

describe.each(NETWORKS)("with the network of seed %i, mqtt: %i", needs(MOSQUITTO), (seed, mqtt) => {
  test("commands at QoS 2 arrive once, in order, long ones in parts", async () => {
    const { broker, proxy, heard } = await startBehindProxy(seed, mqtt);
    const publisher = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    onTestFinished(() => publisher.endAsync(true));
    while (heard.entries.length === 0) {
      await publisher.publishAsync(TOPIC, PROBE);
      await passed(BETWEEN_MS);
    }
    const commands: string[] = [];
    while (commands.length < COMMANDS || proxy.connections() < CONNECTIONS) {
      expect(commands.length).toBeLessThan(MOST_COMMANDS);
      const next = command(commands.length);
      await publisher.publishAsync(TOPIC, next, { qos: 2 });
      commands.push(next);
      await passed(BETWEEN_MS);
    }
    proxy.calm();
    const last = command(commands.length - 1);
    await heard.until("the last command", () => heard.entries.includes(last));
    // What comes again may come behind the last.
    await passed(500);
    expect(heard.entries.filter((entry) => entry !== PROBE)).toEqual(commands);
  });
});
