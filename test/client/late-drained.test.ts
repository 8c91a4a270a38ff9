// Requests of a program are settled by their answers, also where a stream reports a write only after that:
// over TLS and WebSocket the answer of a near broker may come first.
import { describe, expect, test } from "vitest";
import { type NodeClient, startNodeClient } from "../../src/client/client.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";
import type { World } from "../../src/platform/node/world.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const MANY = 20;

/** Its streams say a second late that all has left. */
function lateDrained(world: World): World {
  const late = Object.create(world) as World;
  late.connect = (to, events) =>
    world.connect(to, {
      opened: () => events.opened(),
      received: (bytes) => events.received(bytes),
      closed: (reason) => events.closed(reason),
      progressed: () => events.progressed?.(),
      drained: () => void world.after(SECOND, () => events.drained()),
    });
  return late;
}

async function connected(options: Partial<NodeClientOptions>) {
  const { broker, world, pass } = program();
  const client = startNodeClient(lateDrained(world), { id: "program", host: "broker", ...options });
  await pass(5 * SECOND);
  expect(client.state).toBe("connected");
  return { broker, client, pass };
}

const ASKED: Readonly<Record<string, (client: NodeClient, at: number) => Promise<unknown>>> = {
  subscribe: (client, at) => client.subscribe(`a/${at}`, () => {}),
  "subscribe by a wildcard": (client, at) => client.subscribe(`a/${at}/#`, () => {}),
  "subscribe again": (client) => client.subscribe("a", () => {}),
  unsubscribe: (client, at) => {
    void client.subscribe(`a/${at}`, () => {});
    return client.unsubscribe(`a/${at}`);
  },
  "send at QoS 0": (client) => client.send("a", "1", { qos: 0 }),
  "send at QoS 1": (client) => client.send("a", "1"),
  "send at QoS 2": (client) => client.send("a", "1", { qos: 2 }),
};

describe.each([{}, { mqtt: 5 }] as const)("an answer before the stream is drained, with %j", (options) => {
  test.each(Object.entries(ASKED))(
    "%s() resolves with its answer before the stream drains",
    async (_name, ask) => {
      const { broker, client, pass } = await connected({ session: "persistent", ...options });
      for (let at = 0; at < MANY; at++) {
        const end = endOf(ask(client, at));
        await pass(20);
        expect(["value" in end, end.error, at]).toEqual([true, undefined, at]);
      }
      expect(broker.breaches).toEqual([]);
    },
  );
});

test("a subscription made by a handler during another's answer resolves too", async () => {
  const { client, pass } = await connected({});
  const ends: object[] = [];
  client.subscribe("first", () => void ends.push(endOf(client.subscribe(`more/${ends.length}`, () => {}))));
  await pass(20);
  const own = endOf(client.subscribe("second", () => {}));
  void client.send("first", "1");
  await pass(20);
  expect([own, ...ends]).toEqual([{ value: 1 }, { value: 1 }]);
});
