import { describe, expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { startNodeClient } from "../../src/client/client.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;

/** A client in virtual time at a broker that notes what it is told. */
function started(options: Partial<NodeClientOptions> = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const world = createVirtualWorld({ clock, peer: broker.peer, log: (line) => lines.push(line) });
  const client = startNodeClient(world, { id: "program", host: "broker", ...options });
  world.clock.advance(10 * SECOND);
  return { broker, world, client, lines };
}

test("a client connects by default with a clean session and no will", () => {
  const { broker, client } = started();
  expect(client.isConnected()).toBe(true);
  expect(broker.connects).toMatchObject([{ clientId: "program", clean: true, keepalive: 60 }]);
  expect(broker.connects[0].will).toBeUndefined();
});

test("a status topic is online after connecting and offline after the end", () => {
  const { broker, client, world } = started({ status: "home/program/status", user: "maker", secret: "pass" });
  expect(broker.connects[0]).toMatchObject({ username: "maker", will: { topic: "home/program/status" } });
  let done = false;
  client.stop(() => {
    done = true;
  });
  world.clock.advance(SECOND);
  expect(done).toBe(true);
  expect(broker.received.map(({ topic, payload, retain }) => [topic, payload, retain])).toEqual([
    ["home/program/status", "online", true],
    ["home/program/status", "offline", true],
  ]);
  expect(broker.disconnects).toBe(1);
  expect(broker.breaches).toEqual([]);
});

test("a client overwrites its own late will with the current status", () => {
  const { broker, client, world } = started({ status: "home/program/status" });
  const statuses = () => broker.received.map(({ payload }) => payload);
  expect(statuses()).toEqual(["online"]);
  broker.deliver("home/program/status", "offline");
  world.clock.advance(SECOND);
  expect(statuses()).toEqual(["online", "online"]);
  const heard: string[] = [];
  client.subscribe("home/program/status", ({ payload }) => void heard.push(payload));
  world.clock.advance(SECOND);
  broker.deliver("home/program/status", "offline");
  world.clock.advance(SECOND);
  expect(heard).toEqual(["online", "offline", "online"]);
  expect(statuses()).toHaveLength(3);
  client.unsubscribe("home/program/status");
  world.clock.advance(SECOND);
  heard.length = 0;
  broker.deliver("home/program/status", "offline");
  world.clock.advance(SECOND);
  expect([heard, statuses().length]).toEqual([[], 4]);
  // What the broker had kept from before is older than the new status.
  broker.deliver("home/program/status", "offline", { retain: true });
  world.clock.advance(SECOND);
  expect(statuses()).toHaveLength(4);
});

test("a wildcard's handler receives each matching topic, also beyond ASCII", () => {
  const { broker, client, world } = started();
  const taken: NodeMessage[] = [];
  client.subscribe("home/+/motion", (message) => void taken.push(message));
  client.subscribe("home/hall/name", (message) => void taken.push(message));
  world.clock.advance(SECOND);
  broker.deliver("home/hall/motion", "on");
  broker.deliver("home/attic/motion", "off", { retain: true });
  broker.deliver("home/hall/name", utf8("Flur, 20 °C"));
  world.clock.advance(SECOND);
  expect(taken).toMatchObject([
    { topic: "home/hall/motion", payload: "on", retained: false },
    { topic: "home/attic/motion", payload: "off", retained: true },
    { topic: "home/hall/name", payload: "Flur, 20 °C", retained: false },
  ]);
  client.unsubscribe("home/+/motion");
  broker.deliver("home/hall/motion", "on");
  world.clock.advance(SECOND);
  expect(taken).toHaveLength(3);
});

test("a handler may publish from within its call", () => {
  const { broker, client, world } = started();
  const command = client.prepare("home/lamp/light/set", { qos: 1 });
  const outcomes: string[] = [];
  client.subscribe("home/+/motion", ({ payload }) => void outcomes.push(client.publish(command, payload)));
  world.clock.advance(SECOND);
  broker.deliver("home/hall/motion", "on");
  world.clock.advance(SECOND);
  expect(outcomes).toEqual(["kept"]);
  expect(broker.received).toMatchObject([{ topic: "home/lamp/light/set", payload: "on", qos: 1 }]);
});

test("a publish resolves as sent, kept, or refused with its reason", () => {
  const { broker, client, world } = started();
  const once = client.prepare("a");
  const surely = client.prepare("b", { qos: 1, retain: true });
  expect(client.publish(once, "°")).toBe("sent");
  world.clock.advance(SECOND);
  world.setNetwork(false);
  world.clock.advance(SECOND);
  expect(client.isConnected()).toBe(false);
  expect(client.publish(once, "2")).toBe("refused: offline");
  expect(client.publish(surely, "3")).toBe("kept");
  world.setNetwork(true);
  world.clock.advance(60 * SECOND);
  expect(broker.received.map(({ topic, payload }) => topic + payload)).toEqual([utf8("a°"), "b3"]);
});

test.each([
  ["the ring was full", 0],
  ["not sent within its deadline", SECOND],
])("a drop's listener may publish a replacement: %s", (reason, deadline) => {
  const MANY = 20;
  const told: string[] = [];
  const { client, world } = started({
    limits: { slots: 4, bytes: 1000, packetBytes: 1000, linkBytes: 1000 },
    dropped(_topic, why) {
      told.push(why);
      if (told.length < MANY) client.publish(reading, "another");
    },
  });
  const reading = client.prepare("reading", { qos: 1, deadline });
  world.setNetwork(false);
  world.clock.advance(2 * SECOND);
  for (let i = 0; i < 4; i += 1) client.publish(reading, `${i}`);
  world.clock.advance(deadline + 1);
  told.length = 0;
  // Each one that is told of drops one more: but not before this one has its place.
  expect([client.publish(reading, "5"), told]).toEqual(["kept", []]);
  world.clock.advance(600 * SECOND);
  expect(told.length).toBeGreaterThanOrEqual(MANY);
  expect(told[0]).toBe(reason);
});

test("a client reconnects after a lost connection and resumes its subscriptions", () => {
  const { broker, client, world, lines } = started();
  const taken: string[] = [];
  client.subscribe("a", ({ payload }) => void taken.push(payload));
  world.clock.advance(SECOND);
  broker.forget();
  world.breakLink("cut");
  world.clock.advance(60 * SECOND);
  expect(world.connections()).toBe(2);
  broker.deliver("a", "again");
  world.clock.advance(SECOND);
  expect(taken).toEqual(["again"]);
  expect(lines).toEqual(["connected", "not connected: connection reset", "connected"]);
});

test("a client reports for each connection whether the broker kept the session", () => {
  const told: boolean[] = [];
  const { broker, world } = started({ session: "persistent", connected: (kept) => void told.push(kept) });
  for (const forgets of [false, true]) {
    if (forgets) broker.forget();
    world.breakLink("cut");
    world.clock.advance(60 * SECOND);
  }
  expect(told).toEqual([false, true, false]);
});

test("a connection listener may subscribe, publish and stop the client", () => {
  let then = () => {};
  const { broker, client, world } = started({ connected: () => then() });
  then = () => {
    client.subscribe("a", () => {});
    client.publish(client.prepare("hello"), "1");
  };
  world.breakLink("cut");
  world.clock.advance(60 * SECOND);
  expect(broker.sessions()).toMatchObject([{ filters: [["a", 1]] }]);
  then = () => client.stop(() => {});
  world.breakLink("cut");
  world.clock.advance(60 * SECOND);
  expect(broker.received.map(({ payload }) => payload)).toEqual(["1"]);
  expect([client.isConnected(), broker.disconnects, broker.breaches]).toEqual([false, 1, []]);
});

test("a killed client sends nothing more and never wakes up", () => {
  const { broker, client, world } = started({ status: "s" });
  client.kill();
  world.clock.advance(600 * SECOND);
  expect(broker.disconnects).toBe(0);
  expect(broker.received).toHaveLength(1);
  expect(world.clock.pending()).toBe(0);
});

test("a client killed by a handler disconnects and delivers nothing more", () => {
  const { broker, client, world } = started();
  const taken: string[] = [];
  client.subscribe("t", ({ payload }) => {
    taken.push(payload);
    client.kill();
  });
  world.clock.advance(SECOND);
  for (const payload of ["1", "2", "3"]) broker.publish("t", payload);
  world.clock.advance(SECOND);
  expect([taken, client.isConnected()]).toEqual([["1"], false]);
});

test("an impossible filter or topic is refused with a sentence", () => {
  const { client } = started();
  expect(() => client.subscribe("home/a+", () => {})).toThrow(
    'The filter "home/a+" cannot be subscribed to: a wildcard fills its whole level: a/+/b, a/#.',
  );
  expect(() => client.prepare("home/+")).toThrow(
    'The topic "home/+" cannot be published to: a topic that is published to must not hold the wildcards + and #.',
  );
});

test.each([
  [{ port: 0 }, "The option port is 0; it is a whole number from 1 to 65535."],
  [{ port: 65536 }, "The option port is 65536; it is a whole number from 1 to 65535."],
  [{ keepAlive: -1 }, "The option keepAlive is -1; it is a whole number from 0 to 65535."],
  [{ keepAlive: 65536 }, "The option keepAlive is 65536; it is a whole number from 0 to 65535."],
  [{ keepAlive: Number.NaN }, "The option keepAlive is NaN; it is a whole number from 0 to 65535."],
])("an option out of its range is refused with a sentence: %j", (options, sentence) => {
  expect(() => started(options)).toThrow(sentence);
});

test("a keep-alive may be off, and deadlines are at most twelve days", () => {
  const { broker, client } = started({ keepAlive: 0, port: 65535 });
  expect(broker.connects).toMatchObject([{ keepalive: 0 }]);
  const day = 86_400_000;
  expect(client.prepare("t", { deadline: 12 * day }).deadline).toBe(12 * day);
  for (const deadline of [12 * day + 1, -1, 0.5, Number.NaN])
    expect(() => client.prepare("t", { deadline })).toThrow(`The option deadline is ${deadline}; it is`);
});

test("half a surrogate pair is kept in payloads but refused in topics", () => {
  const { broker, client, world } = started();
  const cut = "\u{1f600}".slice(0, 1);
  expect(client.publish(client.prepare("t"), `a${cut}`)).toBe("sent");
  world.clock.advance(SECOND);
  expect(broker.received.map(({ payload }) => payload)).toEqual([utf8("a\ufffd")]);
  const why = /^The (topic|filter) ".*" cannot be .* to: it holds half of a character .*\.$/;
  expect(() => client.prepare(cut)).toThrow(why);
  expect(() => client.subscribe(cut, () => {})).toThrow(why);
});

describe("stopping while messages are unacknowledged", () => {
  /** A client that has said something which is not acknowledged yet. */
  function owing() {
    const run = started({ session: "persistent" });
    run.broker.behaviour.misbehaves = ({ cmd }) => (cmd === "puback" ? "drop" : undefined);
    const publication = run.client.prepare("t", { qos: 1 });
    run.client.publish(publication, "kept");
    run.world.clock.advance(SECOND);
    return { ...run, publication };
  }

  test("stop() sends kept messages in time and refuses new messages", () => {
    const { broker, client, world, publication } = owing();
    world.breakLink("cut");
    broker.behaviour.misbehaves = () => undefined;
    let isDone = false;
    client.stop(() => {
      isDone = true;
    });
    expect(client.publish(publication, "late")).toBe("refused: offline");
    world.clock.advance(5 * SECOND);
    expect([isDone, broker.disconnects, world.clock.pending()]).toEqual([true, 1, 0]);
    expect(broker.received.map(({ payload, dup }) => [payload, dup])).toEqual([
      ["kept", false],
      ["kept", true],
    ]);
  });

  test("stop() ends at its deadline although a message is unacknowledged", () => {
    const { client, world } = owing();
    let isDone = false;
    client.stop(() => {
      isDone = true;
    }, 2 * SECOND);
    world.clock.advance(2 * SECOND - 1);
    expect(isDone).toBe(false);
    world.clock.advance(1);
    expect([isDone, world.clock.pending()]).toEqual([true, 0]);
  });
});

describe("at QoS 2", () => {
  test("the broker keeps a QoS 2 session by default between connections", () => {
    const { broker, client, world } = started();
    const cleans = () => broker.connects.map(({ clean }) => clean);
    expect(cleans()).toEqual([true]);
    client.prepare("a", { qos: 1 });
    client.subscribe("b", () => {}, 1);
    world.clock.advance(SECOND);
    expect([cleans(), broker.disconnects]).toEqual([[true], 0]);
    const once = client.prepare("a", { qos: 2 });
    expect(client.publish(once, "x")).toBe("kept");
    world.clock.advance(SECOND);
    expect([cleans(), broker.disconnects]).toEqual([[true, false], 1]);
    client.subscribe("c", () => {}, 2);
    world.clock.advance(SECOND);
    expect(cleans()).toHaveLength(2);
    expect(broker.received.map(({ payload }) => payload)).toEqual(["x"]);
  });

  test("QoS 2 before connecting needs one connection; clean clients stay clean", () => {
    for (const session of [undefined, "clean"] as const) {
      const clock = createVirtualClock();
      const broker = createBroker({ timers: clock });
      const world = createVirtualWorld({ clock, peer: broker.peer });
      const client = startNodeClient(world, { id: "program", host: "broker", session });
      client.subscribe("a", () => {}, 2);
      clock.advance(10 * SECOND);
      expect(broker.connects.map(({ clean }) => clean)).toEqual([session === "clean"]);
    }
  });

  test("a QoS 2 message arrives once, wherever its link breaks", () => {
    let breaks = 0;
    for (let afterBytes = 1; afterBytes < 120; afterBytes += 1) {
      for (const direction of ["toPeer", "toDevice"] as const) {
        const clock = createVirtualClock();
        const broker = createBroker({ timers: clock });
        const plan = (connection: number): LinkPlan =>
          connection === 0 ? { break: { direction, afterBytes, how: "cut" } } : {};
        const world = createVirtualWorld({ clock, peer: broker.peer, plan });
        const client = startNodeClient(world, { id: "program", host: "broker" });
        const once = client.prepare("news", { qos: 2 });
        for (const payload of ["a", "b"]) client.publish(once, payload);
        clock.advance(60 * SECOND);
        expect(broker.received.map(({ payload }) => payload)).toEqual(["a", "b"]);
        breaks += broker.connects.length - 1;
      }
    }
    expect(breaks).toBeGreaterThan(40);
  });

  test("a client without an id needs a clean session for QoS 2", () => {
    const { client } = started({ id: "" });
    expect(() => client.prepare("a", { qos: 2 })).toThrow(/^QoS 2 needs a session that the broker keeps/);
    expect(() => client.subscribe("a", () => {}, 2)).toThrow("QoS 2 needs a session");
    expect(client.prepare("a", { qos: 1 }).qos).toBe(1);
    expect(started({ id: "", session: "clean" }).client.prepare("a", { qos: 2 }).qos).toBe(2);
  });
});
