// A broker that lives and does not acknowledge: the connection is made anew, and nothing is ever sent again
// on one that stands.
import type { IPublishPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { type DrivenClient, driveClient } from "./driven-client.ts";

const kept = prepare("kept", 1, false, "reject");
const REASON = "broker does not acknowledge";

function connected(keepAlive = 60): DrivenClient {
  const driven = driveClient({ keepAlive });
  driven.connect();
  return driven;
}

/** Lets time pass in which the broker answers every ping, second for second. */
function passAlive(driven: DrivenClient, seconds: number): void {
  for (let i = 0; i < seconds && driven.client.connection.state === CONNECTED; i += 1) {
    driven.pass(1000);
    driven.receive({ cmd: "pingresp" });
  }
}

function payloads(driven: DrivenClient): string[] {
  return driven
    .sent()
    .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
    .map(({ payload, dup }) => `${payload}${dup ? "!" : ""}`);
}

test("a message unacknowledged for 30 seconds ends the connection despite PINGRESPs", () => {
  const driven = connected();
  publish(driven.client, kept, "a");
  driven.pass(0);
  passAlive(driven, 29);
  expect(driven.told.lost).toEqual([]);
  passAlive(driven, 1);
  expect(driven.told.lost).toEqual([REASON]);
});

test("an unanswered message is found in time without another deadline", () => {
  for (const keepAlive of [0, 10, 60, 3600]) {
    const driven = driveClient({ keepAlive });
    publish(driven.client, kept, "a");
    driven.connectAnd();
    // From the first poll on: the client asks to be woken when the time is over.
    passAlive(driven, 91);
    expect(driven.told.lost).toEqual([REASON]);
  }
});

test("an unanswered message is sent once more with DUP after reconnection", () => {
  const driven = connected();
  publish(driven.client, kept, "a");
  passAlive(driven, 40);
  expect(payloads(driven)).toEqual(["a"]);
  driven.connectAnd();
  expect(payloads(driven)).toEqual(["a!"]);
});

test("each connection gives a message its full time limit", () => {
  const driven = connected();
  publish(driven.client, kept, "a");
  for (let i = 0; i < 3; i += 1) {
    driven.pass(0);
    passAlive(driven, 29);
    expect(driven.client.connection.state).toBe(CONNECTED);
    passAlive(driven, 1);
    expect(driven.told.lost).toHaveLength(i + 1);
    driven.sent();
    driven.connectAnd();
  }
});

test("steady acknowledgements keep the connection, however many messages are pending", () => {
  const driven = connected();
  for (const payload of "abcd") publish(driven.client, kept, payload);
  for (let messageId = 1; messageId <= 4; messageId += 1) {
    passAlive(driven, 29);
    driven.receive({ cmd: "puback", messageId });
  }
  passAlive(driven, 600);
  expect(driven.told.lost).toEqual([]);
});

test("later acknowledgements do not excuse the oldest message", () => {
  const driven = connected();
  for (const payload of "abcd") publish(driven.client, kept, payload);
  driven.pass(0);
  for (const messageId of [2, 3, 4]) {
    passAlive(driven, 9);
    driven.receive({ cmd: "puback", messageId });
  }
  passAlive(driven, 3);
  expect(driven.told.lost).toEqual([REASON]);
});

test("dropping messages after the oldest does not excuse it", () => {
  for (const overflow of ["oldest", "thin"] as const) {
    const driven = connected();
    const reading = prepare("reading", 1, false, overflow);
    for (let second = 0; second < 31; second += 1) {
      publish(driven.client, reading, `${second}`);
      passAlive(driven, 1);
    }
    expect(driven.told.dropped.length).toBeGreaterThan(20);
    expect(driven.told.lost).toEqual([REASON]);
  }
});

test("expired messages after the oldest do not extend its time limit", () => {
  const driven = connected();
  const offer = { ...prepare("offer", 1, false, "reject"), deadline: 1000 };
  for (let second = 0; second < 31; second += 1) {
    publish(driven.client, offer, `${second}`);
    passAlive(driven, 1);
  }
  expect(driven.told.dropped.length).toBeGreaterThan(10);
  expect(driven.told.lost).toEqual([REASON]);
});

test("an idle connection without pending messages schedules no check", () => {
  const driven = connected();
  publish(driven.client, kept, "a");
  driven.receive({ cmd: "puback", messageId: 1 });
  passAlive(driven, 3600);
  publish(driven.client, kept, "b");
  driven.pass(0);
  passAlive(driven, 29);
  expect(driven.told.lost).toEqual([]);
});
