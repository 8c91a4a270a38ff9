// A message at QoS 1 that is out past the empty ring, and what meets it there.
import type { IPublishPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { keepTagged } from "../../src/mqtt/durable.ts";
import { linkClosed } from "../../src/mqtt/link-events.ts";
import { isAllAcknowledged, isKept, publish } from "../../src/mqtt/outbox.ts";
import { type Overflow, prepare } from "../../src/mqtt/publication.ts";
import { type DrivenClient, driveClient } from "./driven-client.ts";

const state = prepare("state", 1, false, "reject");

/** Connected, and "a" is out alone: the ring has nothing of it. */
function alone(): DrivenClient {
  const driven = driveClient({ slots: 4, bytes: 64 });
  driven.connect();
  publish(driven.client, state, "a");
  expect(driven.client.ring.items.filter((item) => item !== undefined)).toEqual([]);
  return driven;
}

function published(driven: DrivenClient): string[] {
  return driven
    .sent()
    .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
    .map(({ payload, dup, messageId }) => `${messageId}:${payload}${dup ? "!" : ""}`);
}

test("a single message is kept outside the ring until its acknowledgement", () => {
  const driven = alone();
  driven.receive({ cmd: "puback", messageId: 2 });
  expect([isKept(driven.client, state), isAllAcknowledged(driven.client)]).toEqual([true, false]);
  driven.receive({ cmd: "puback", messageId: 1 });
  expect([isKept(driven.client, state), isAllAcknowledged(driven.client)]).toEqual([false, true]);
});

test("messages after the single one are sent again in order", () => {
  const driven = alone();
  publish(driven.client, state, "b");
  keepTagged(driven.client, state, "c", 1);
  expect(published(driven)).toEqual(["1:a", "2:b", "129:c"]);
  driven.receive({ cmd: "puback", messageId: 2 });
  driven.loseLink();
  driven.connectAnd();
  expect(published(driven)).toEqual(["1:a!", "129:c!"]);
});

test("no policy drops a single message outside the ring", () => {
  for (const overflow of ["oldest", "latest", "thin"] as const satisfies Overflow[]) {
    const driven = driveClient({ slots: 2, bytes: 64 });
    driven.connect();
    const reading = prepare("reading", 1, false, overflow);
    for (const payload of "abcde") publish(driven.client, reading, payload);
    driven.loseLink();
    driven.connectAnd();
    expect(published(driven)[0]).toBe("1:a!");
  }
});

test("a later message does not extend the single message's time limit", () => {
  const driven = alone();
  driven.pass(29_000);
  publish(driven.client, state, "b");
  driven.pass(999);
  expect(driven.told.lost).toEqual([]);
  driven.pass(1);
  expect(driven.told.lost).toEqual(["broker does not acknowledge"]);
});

test("the next message in the ring has its full time limit", () => {
  const driven = alone();
  driven.pass(20_000);
  driven.receive({ cmd: "puback", messageId: 1 });
  keepTagged(driven.client, state, "b", 1);
  driven.pass(0);
  driven.pass(29_999);
  expect(driven.told.lost).toEqual([]);
});

test("a single message whose write ends the connection is sent again", () => {
  const driven = alone();
  driven.receive({ cmd: "puback", messageId: 1 });
  const { port } = driven.client.link;
  const { writeLink } = port;
  port.writeLink = () => linkClosed(driven.client, "cut", driven.now());
  publish(driven.client, state, "b");
  port.writeLink = writeLink;
  driven.sent();
  driven.connectAnd();
  expect(published(driven)).toEqual(["2:b!"]);
});
