// Keep-alive: a ping when the line was idle in either direction, and an end of the connection when nothing answers.
import { describe, expect, test } from "vitest";
import { pollConnection } from "../../src/mqtt/connection.ts";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { isPinging } from "../../src/mqtt/keep-alive.ts";
import { linkReceived } from "../../src/mqtt/link-events.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { bytesOf, type DrivenClient, type DrivenOptions, driveClient } from "./driven-client.ts";

const pings = (driven: DrivenClient) => driven.sent().filter(({ cmd }) => cmd === "pingreq").length;

function connected(options: DrivenOptions = {}) {
  const driven = driveClient({ keepAlive: 60, ...options });
  driven.connect();
  return driven;
}

const UNASKED = { cmd: "publish", topic: "a", payload: "", qos: 0, dup: false, retain: false } as const;
const once = prepare("t", 0, false, "reject");

test("[MQTT-3.1.2-23] an idle client pings after three quarters of the keep-alive", () => {
  const driven = connected();
  driven.pass(44_999);
  expect(pings(driven)).toBe(0);
  driven.pass(1);
  expect(pings(driven)).toBe(1);
  for (let i = 0; i < 50; i += 1) {
    driven.receive({ cmd: "pingresp" });
    driven.pass(44_999);
    expect(pings(driven)).toBe(0);
    driven.pass(1);
    expect(pings(driven)).toBe(1);
  }
  expect(driven.told.lost).toEqual([]);
});

test("[MQTT-3.1.2-23] two packets are never further apart than the keep-alive", () => {
  const driven = connected({ keepAlive: 10 });
  let lastSent = 0;
  for (let second = 1; second <= 600; second += 1) {
    driven.receive(UNASKED);
    driven.pass(1000);
    const sent = driven.sent();
    if (sent.length > 0) lastSent = second;
    expect(second - lastSent).toBeLessThanOrEqual(10);
  }
});

test("a client that only sends also pings, to notice dead links", () => {
  const driven = connected();
  for (let second = 0; second < 45; second += 1) {
    expect(publish(driven.client, once, "x")).toBe("sent");
    driven.drain();
    driven.pass(1000);
  }
  expect(pings(driven)).toBe(1);
});

test("a connection busy in both directions is not pinged", () => {
  const driven = connected();
  for (let second = 0; second < 600; second += 1) {
    publish(driven.client, once, "x");
    driven.drain();
    driven.receive(UNASKED);
    driven.pass(1000);
  }
  expect(pings(driven)).toBe(0);
});

describe("an unanswered ping [MQTT-3.12.4-1] [MQTT 3.1.2.10]", () => {
  test("a missing PINGRESP ends the connection after half the keep-alive more", () => {
    const driven = connected();
    driven.pass(45_000);
    const closes = driven.told.closes;
    driven.pass(29_999);
    expect(driven.client.connection.state).toBe(CONNECTED);
    driven.pass(1);
    expect([driven.told.lost, driven.told.closes - closes]).toEqual([["broker does not answer PINGREQ"], 1]);
  });

  test("the client schedules its ping and the connection's end", () => {
    const driven = driveClient({ keepAlive: 60 });
    driven.connect();
    driven.pass(45_000 + 30_000);
    expect(driven.told.lost).toHaveLength(1);
  });

  test("a packet received before the ping is no answer to it", () => {
    const driven = driveClient({ keepAlive: 60 });
    driven.connect();
    const pingAt = driven.now() + 45_000;
    linkReceived(driven.client, bytesOf({ cmd: "pingresp" }), pingAt);
    expect(pollConnection(driven.client, pingAt)).toBe(30_000);
    pollConnection(driven.client, pingAt + 30_000);
    expect(driven.told.lost).toHaveLength(1);
  });

  test("messages published after a ping do not delay the connection's end", () => {
    const driven = connected();
    driven.pass(45_000);
    for (let second = 0; second < 30; second += 1) {
      publish(driven.client, once, "x");
      driven.pass(1000);
    }
    expect(driven.told.lost).toEqual(["broker does not answer PINGREQ"]);
  });

  test.each([
    ["its answer", bytesOf({ cmd: "pingresp" })],
    ["another packet", bytesOf(UNASKED)],
    ["a piece of a packet", "\x30"],
  ])("%s after the ping keeps the connection open", (_name, bytes) => {
    const driven = connected();
    driven.pass(45_000 + 29_999);
    driven.receiveBytes(bytes);
    driven.pass(40_000);
    expect(driven.told.lost).toEqual([]);
  });

  test("the next connection's first ping waits its full time", () => {
    const driven = connected();
    driven.pass(45_000);
    expect(isPinging(driven.client)).toBe(true);
    driven.loseLink();
    driven.connect(true);
    driven.pass(44_999);
    expect([pings(driven), driven.told.lost]).toEqual([0, ["cut"]]);
    driven.pass(1);
    expect(pings(driven)).toBe(1);
  });
});

test("a keep-alive of 0 sends no ping and ends nothing, for weeks", () => {
  const driven = connected({ keepAlive: 0 });
  driven.pass(2_000_000_000);
  expect([pings(driven), driven.told.lost]).toEqual([0, []]);
});

test.each([1, 10, 65_535])("a keep-alive of %i seconds is respected", (keepAlive) => {
  const driven = connected({ keepAlive });
  const ms = keepAlive * 1000;
  driven.pass(ms * 0.75 - 1);
  expect(pings(driven)).toBe(0);
  driven.pass(1);
  expect(pings(driven)).toBe(1);
  driven.pass(ms * 0.5 - 1);
  expect(driven.told.lost).toEqual([]);
  driven.pass(1);
  expect(driven.told.lost).toEqual(["broker does not answer PINGREQ"]);
});

test("the keep-alive works when the clock wraps", () => {
  for (let before = 0; before < 80_000; before += 1_999) {
    const driven = connected({ now: 2 ** 31 - 1 - before });
    driven.pass(44_999);
    expect(pings(driven)).toBe(0);
    driven.pass(1);
    expect(pings(driven)).toBe(1);
    driven.pass(29_999);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1);
    expect(driven.told.lost).toEqual(["broker does not answer PINGREQ"]);
  }
});

test("a month of pings stays on time across the clock's wrap", () => {
  const driven = connected();
  for (let turn = 0; turn < 60_000; turn += 1) {
    driven.pass(45_000);
    if (pings(driven) !== 1) throw new Error(`The line was not pinged once in turn ${turn}.`);
    driven.drain();
    driven.receive({ cmd: "pingresp" });
  }
  expect(driven.told.lost).toEqual([]);
});
