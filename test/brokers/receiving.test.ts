// A subscriber at a real Mosquitto, behind a proxy that ends its connections: every message comes, at QoS 2 once.
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, describe, expect, test } from "vitest";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { rememberAll } from "../../src/mqtt/qos2-received-ids.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { type ClientInWorld, startClient } from "../mqtt/client-in-world.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { startClosingProxy, type Way } from "./closing-proxy.ts";

/** Identifiers that a board remembers. */
const PLACES = 32;
/** Back-off and deadlines run so much faster than the wall's clock. */
const SPEED = 40;
const PATIENCE_MS = 60_000;
const LOOK_MS = 20;
/** Then the broker has noticed that a connection is gone. */
const SETTLED_MS = 500;
/** Of each QoS; the payload is the number. */
const MESSAGES = 700;
const CUTS = 10;
/** Messages that Mosquitto has under way at most, by its defaults and once more by what is lost with a link. */
const UNDER_WAY = 40;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
const atEnd = (end: () => Promise<unknown>) => ends.unshift(end);

interface Heard extends ClientInWorld {
  /** Numbers as they came, by QoS. */
  came: [number[], number[], number[]];
}

async function brokerWith(lines: readonly string[]): Promise<number> {
  const broker = await startMosquitto({ lines });
  atEnd(broker.end);
  return broker.port;
}

/** A client with the table of a board, or of a computer, that hears "n/1" at QoS 1 and "n/2" at QoS 2. */
function listen(port: number, table: "board" | "computer", seed = 1): Heard {
  const world = createRealWorld({ timers: createPacedTimers(SPEED), seed });
  atEnd(world.end);
  const running = startClient(world, { packetBytes: 256 }, port);
  if (table === "computer") rememberAll(running.client);
  const came: Heard["came"] = [[], [], []];
  for (const qos of [1, 2])
    subscribe(running.client, `n/${qos}`, qos, {
      deliver: (_self, payload) => void came[qos].push(Number(payload)),
    });
  return { ...running, came };
}

async function publisher(port: number): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  atEnd(() => client.endAsync(true));
  return client;
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isSo() && Date.now() < deadline) await passed(LOOK_MS);
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The broker knows its filters from now on. */
function subscribed({ client }: ClientInWorld): Promise<void> {
  return until(() => client.connection.state === CONNECTED && client.subscriptions.requested === 0);
}

const numbers = Array.from({ length: MESSAGES }, (_, i) => i);
const distinct = (list: readonly number[]) => [...new Set(list)].sort((a, b) => a - b);

describe("a subscriber", needs(MOSQUITTO), () => {
  test.each([
    ["a board's", "board", Math.ceil(MESSAGES / PLACES) + 1],
    ["a computer's", "computer", 1],
  ] as const)(
    "with %s table the subscriber receives everything a broker sends at once",
    async (_, table, most) => {
      const port = await brokerWith(["max_inflight_messages 0"]);
      const first = listen(port, table);
      await subscribed(first);
      const said = await publisher(port);
      const connects = first.client.connection.connects;
      await Promise.all(numbers.map((n) => said.publishAsync("n/2", `${n}`, { qos: 2 })));
      await until(() => first.came[2].length >= MESSAGES);
      expect(first.came[2]).toEqual(numbers);
      expect(first.client.connection.connects - connects).toBeLessThanOrEqual(most);
    },
  );

  test.each(
    (["half", "both", "reset"] as const).flatMap((way) =>
      (["board", "computer"] as const).map((table): [Way, typeof table] => [way, table]),
    ),
  )("each message arrives behind a cutting proxy (%s), with a %s's table", async (way, table) => {
    const port = await brokerWith([]);
    const random = createRandom(7);
    const proxy = await startClosingProxy(port, way, () => 100 + random.below(1500));
    atEnd(proxy.end);
    const heard = listen(proxy.port, table);
    await subscribed(heard);
    const said = await publisher(port);
    // All of it waits for the session that the broker keeps.
    proxy.shut();
    await passed(SETTLED_MS);
    // One after the other: Mosquitto loses messages of a publisher that has more than 20 of QoS 2 under way.
    for (const n of numbers) {
      for (const qos of [1, 2] as const) await said.publishAsync(`n/${qos}`, `${n}`, { qos });
    }
    proxy.open();
    await until(() => proxy.cuts() >= CUTS);
    proxy.calm();
    await until(() => heard.came[2].length >= MESSAGES && distinct(heard.came[1]).length >= MESSAGES);
    expect(distinct(heard.came[1])).toEqual(numbers);
    expect(heard.came[2]).toEqual(numbers);
    const tables = Math.ceil(MESSAGES / PLACES);
    expect(proxy.connections()).toBeLessThanOrEqual(proxy.cuts() + tables + 1);
    // At most what the broker may have under way comes again for each connection that ended.
    expect(heard.came[1].length).toBeLessThanOrEqual(MESSAGES + UNDER_WAY * proxy.connections());
  });
});
