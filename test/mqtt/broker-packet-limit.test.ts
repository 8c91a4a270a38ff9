// A broker that ends the connection when a message comes that it does not take: it is found, dropped and
// named, and the rest goes on.
import type { Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { NO_LIMIT } from "../../src/mqtt/broker-packet-limit.ts";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { allowInFlight } from "../../src/mqtt/in-flight.ts";
import { linkClosed } from "../../src/mqtt/link-events.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { type DrivenClient, driveClient } from "./driven-client.ts";

const SECOND = 1000;
const LONG = "x".repeat(300);
const SHORT = "y".repeat(20);

/**
 * A broker behind a driven client: takes what is handed to the link, and ends the connection at a message
 * that is longer, or on a forbidden topic. With `takesAlong` the end takes along the answers that were under
 * way, as that of TCP does, but for so many.
 */
function atBroker(
  driven: DrivenClient,
  limit = 250,
  forbidden: string[] = [],
  takesAlong = false,
  butFor = 0,
) {
  const came: string[] = [];
  let connections = 0;
  let underWay: Packet[] = [];

  function answer(packet: Packet): void {
    if (takesAlong) underWay.push(packet);
    else driven.receive(packet);
  }

  function arrive(): void {
    const packets = underWay;
    underWay = [];
    if (packets.length > 0) driven.receive(...packets);
    driven.pass(1);
  }

  /** Lets the broker read until nothing more comes. False when it has ended the connection. */
  function read(): boolean {
    for (;;) {
      const packets = driven.sent();
      expect(driven.client.inFlight.window).toBeLessThanOrEqual(driven.client.inFlight.usual);
      if (packets.length === 0) return true;
      underWay = [];
      driven.drain();
      for (const packet of packets) {
        if (packet.cmd === "pingreq") answer({ cmd: "pingresp" });
        if (packet.cmd === "pubrel") answer({ cmd: "pubcomp", messageId: packet.messageId });
        if (packet.cmd !== "publish") continue;
        if (packet.payload.length > limit || forbidden.includes(packet.topic)) {
          const answers = underWay.slice(0, butFor);
          if (answers.length > 0) driven.receive(...answers);
          driven.loseLink();
          return false;
        }
        came.push(`${packet.payload}`);
        if (packet.qos > 0)
          answer({ cmd: packet.qos === 1 ? "puback" : "pubrec", messageId: packet.messageId });
      }
      arrive();
    }
  }

  /** Connects until a connection stands, at most so often. */
  function settle(most = 20): void {
    for (let i = 0; i < most; i += 1) {
      if (driven.client.connection.state !== CONNECTED) {
        connections += 1;
        driven.connectAnd(undefined, connections > 1);
      }
      if (read()) return;
    }
  }
  return { came, read, settle, connections: () => connections };
}

describe.each([1, 2])("a broker that ends connections over a message, at QoS %i", (qos) => {
  test("a message that ended three connections is dropped, named, and passed", () => {
    const driven = driveClient({ slots: 16, bytes: 3000 });
    const broker = atBroker(driven);
    const topics = ["a", "b", "long", "c"].map((topic) => prepare(topic, qos, false, "reject"));
    for (const [i, payload] of ["1", "2", LONG, SHORT].entries()) publish(driven.client, topics[i], payload);
    broker.settle();
    expect([broker.came, driven.told.dropped]).toEqual([["1", "2", SHORT], ["long"]]);
    expect(broker.connections()).toBe(4);
    expect([driven.client.dropped.total, driven.client.ring.put - driven.client.ring.done]).toEqual([1, 0]);
    expect(driven.client.brokerPacketLimit.least).toBe("long".length + 2 + LONG.length);
  });

  test("a suspected message is dropped even after moving up the ring", () => {
    const driven = driveClient({ slots: 8, bytes: 3000 });
    const broker = atBroker(driven);
    publish(driven.client, prepare("long", qos, false, "reject"), LONG);
    const newest = prepare("t", qos, false, "oldest");
    for (let i = 0; i < 7; i += 1) publish(driven.client, newest, `${i}`);
    for (let i = 7; i < 10; i += 1) {
      driven.connectAnd(undefined, i > 7);
      expect(broker.read()).toBe(false);
      // Without a connection the ring is full, and a waiting message makes room.
      publish(driven.client, newest, `${i}`);
    }
    expect(driven.told.dropped).toEqual(["t", "t", "long"]);
    broker.settle();
    expect([broker.came.at(-1), driven.client.ring.put - driven.client.ring.done]).toEqual(["9", 0]);
  });

  test("a suspected message's disconnections allow a prompt reconnection", () => {
    const driven = driveClient({ chance: (below) => below - 1 });
    const broker = atBroker(driven);
    publish(driven.client, prepare("long", qos, false, "reject"), LONG);
    driven.connectAnd(undefined, false);
    for (let end = 1; end <= 3; end += 1) {
      broker.read();
      if (end > 1) expect([driven.client.backoff.kicks, driven.client.backoff.pause]).toEqual([1, SECOND]);
      driven.connectAnd();
    }
    expect(driven.told.dropped).toEqual(["long"]);
  });

  test("an equally long message is refused until the broker was away", () => {
    const driven = driveClient();
    const broker = atBroker(driven);
    const long = prepare("long", qos, false, "reject");
    publish(driven.client, long, LONG);
    broker.settle();
    expect(publish(driven.client, long, LONG)).toBe("refused: too long");
    expect(publish(driven.client, long, LONG.substring(1))).toBe("kept");
    driven.loseLink();
    driven.connectAnd();
    driven.sent();
    expect(publish(driven.client, long, LONG)).toBe("refused: too long");
    driven.loseLink();
    driven.open();
    driven.sent();
    linkClosed(driven.client, "refused", driven.now());
    expect(driven.client.brokerPacketLimit.least).toBe(NO_LIMIT);
  });

  test("a link that breaks before the suspected message drops nothing", () => {
    const driven = driveClient();
    publish(driven.client, prepare("long", qos, false, "reject"), LONG);
    driven.connectAnd();
    for (let i = 0; i < 20; i += 1) {
      driven.loseLink();
      driven.connectAnd();
      // In every second connection the message was out.
      if (i % 2 === 1) driven.receive({ cmd: "pingresp" });
    }
    expect([driven.told.dropped, driven.client.ring.put - driven.client.ring.done]).toEqual([[], 1]);
  });

  test("a message is unsuspected once the broker reads later ones", () => {
    const driven = driveClient();
    publish(driven.client, prepare("t", qos, false, "reject"), SHORT);
    for (let i = 0; i < 20; i += 1) {
      driven.connectAnd(undefined, i > 0);
      driven.receive({ cmd: "pingresp" });
      driven.receive({ cmd: "pingresp" });
      driven.loseLink();
    }
    expect(driven.told.dropped).toEqual([]);
  });

  test("a short message on a forbidden topic is dropped after six disconnections", () => {
    const driven = driveClient({ slots: 16 });
    const broker = atBroker(driven, 250, ["no"]);
    const topics = ["a", "no", "b"].map((topic) => prepare(topic, qos, false, "reject"));
    for (const [i, topic] of topics.entries()) publish(driven.client, topic, `${i}`);
    broker.settle();
    expect([broker.came, driven.told.dropped]).toEqual([["0", "2"], ["no"]]);
    expect(publish(driven.client, topics[1], "3")).toBe("kept");
  });

  test("a long message on a forbidden topic limits no other topic", () => {
    const driven = driveClient({ slots: 16, bytes: 3000 });
    const broker = atBroker(driven, 1000, ["no"]);
    publish(driven.client, prepare("no", qos, false, "reject"), LONG);
    broker.settle();
    expect(publish(driven.client, prepare("yes", qos, false, "reject"), LONG + LONG)).toBe("kept");
    broker.settle();
    expect([broker.came, driven.told.dropped]).toEqual([[LONG + LONG], ["no"]]);
  });

  test("two topics whose long messages end connections reveal a length limit", () => {
    const driven = driveClient({ slots: 16, bytes: 3000 });
    const broker = atBroker(driven);
    for (const topic of ["one", "two"]) publish(driven.client, prepare(topic, qos, false, "reject"), LONG);
    broker.settle(40);
    expect(driven.told.dropped).toEqual(["one", "two"]);
    expect(publish(driven.client, prepare("three", qos, false, "reject"), LONG)).toBe("refused: too long");
  });

  test("a suspected message goes out alone after PINGRESP, before the others", () => {
    const driven = driveClient({ slots: 16, bytes: 5000 });
    const long = prepare("long", qos, false, "reject");
    for (let i = 0; i < 4; i += 1) publish(driven.client, long, LONG + i);
    driven.connectAnd(undefined, false);
    driven.loseLink();
    driven.connectAnd();
    expect(driven.sent().map(({ cmd }) => cmd)).toEqual(["pingreq"]);
    driven.receive({ cmd: "pingresp" });
    const [first, ...others] = driven.sent();
    expect([first.cmd, others]).toEqual(["publish", []]);
    // So do those that were out after it.
    let { messageId } = first;
    for (let i = 1; i < 4; i += 1) {
      driven.receive({ cmd: qos === 1 ? "puback" : "pubrec", messageId });
      if (qos === 2) driven.receive({ cmd: "pubcomp", messageId });
      driven.pass(1);
      driven.drain();
      const next = driven.sent().filter(({ cmd }) => cmd === "publish");
      expect(next).toHaveLength(1);
      messageId = next[0]?.messageId;
    }
    for (let i = 0; i < 3; i += 1) publish(driven.client, long, LONG);
    driven.drain();
    expect(driven.sent()).toHaveLength(3);
  });

  test.each([
    [LONG.length, 5],
    [SHORT.length, 8],
  ])("a message of %i bytes is dropped after %i disconnections", (bytes, ends) => {
    const driven = driveClient({ slots: 16, bytes: 5000 });
    const broker = atBroker(driven, 250, ["no"], true);
    for (let i = 0; i < 6; i += 1) publish(driven.client, prepare(`short${i}`, qos, false, "reject"), `${i}`);
    publish(driven.client, prepare("no", qos, false, "reject"), "x".repeat(bytes));
    broker.settle(40);
    expect(driven.told.dropped).toEqual(["no"]);
    expect([...new Set(broker.came)]).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(broker.connections()).toBe(ends + 1);
  });

  test.each([
    [LONG.length, 5],
    [SHORT.length, 8],
  ])("%i bytes are dropped after %i disconnections with one answer each", (bytes, ends) => {
    const driven = driveClient({ slots: 32, bytes: 5000 });
    const broker = atBroker(driven, 250, ["no"], true, 1);
    for (let i = 0; i < 12; i += 1)
      publish(driven.client, prepare(`short${i}`, qos, false, "reject"), `${i}`);
    publish(driven.client, prepare("no", qos, false, "reject"), "x".repeat(bytes));
    broker.settle(40);
    expect([driven.told.dropped, new Set(broker.came).size]).toEqual([["no"], 12]);
    expect(broker.connections()).toBe(ends + 1);
  });

  test("a connection-ending message after many others is found too", () => {
    const driven = driveClient({ slots: 200, bytes: 50_000 });
    allowInFlight(driven.client, 200);
    const broker = atBroker(driven, 250, ["no"], true);
    for (let i = 0; i < 180; i += 1) {
      const topic = prepare(i === 150 ? "no" : `t${i}`, qos, false, "reject");
      publish(driven.client, topic, `${i}`);
    }
    broker.settle(60);
    expect([driven.told.dropped, driven.client.ring.put - driven.client.ring.done]).toEqual([["no"], 0]);
    expect(broker.connections()).toBeLessThan(30);
  });
});

test.each([0, 60])("at a keep-alive of %i s a missing PINGRESP ends the connection", (keepAlive) => {
  const driven = driveClient({ keepAlive });
  publish(driven.client, prepare("long", 1, false, "reject"), LONG);
  driven.connectAnd(undefined, false);
  driven.loseLink();
  driven.connectAnd();
  expect(driven.sent().map(({ cmd }) => cmd)).toEqual(["pingreq"]);
  for (let i = 0; i < 9; i += 1) {
    driven.pass(SECOND);
    driven.receive({ cmd: "publish", topic: "t", payload: "p", qos: 0, dup: false, retain: false });
  }
  expect(driven.client.connection.state).toBe(CONNECTED);
  driven.pass(SECOND);
  expect(driven.told.lost.at(-1)).toBe("broker does not answer PINGREQ");
});

test("a sent PUBREL is unsuspected, because the broker has its message", () => {
  const driven = driveClient();
  publish(driven.client, prepare("long", 2, false, "reject"), LONG);
  driven.connectAnd(undefined, false);
  const [{ messageId }] = driven.sent();
  driven.receive({ cmd: "pubrec", messageId });
  for (let i = 0; i < 10; i += 1) {
    driven.loseLink();
    driven.connectAnd();
    expect(driven.sent().map(({ cmd }) => cmd)).toEqual(["pubrel"]);
  }
  driven.receive({ cmd: "pubcomp", messageId });
  expect([driven.told.dropped, driven.client.ring.put - driven.client.ring.done]).toEqual([[], 0]);
});
