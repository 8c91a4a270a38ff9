// The conversation of a client of MQTT 5.0 beside its messages, and its waits: the first packet,
// requests, pings, and the end.
import { describe, expect, test } from "vitest";
import { version5Faults } from "../../../src/client/subscriptions/subscription-options.ts";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { disconnect } from "../../../src/mqtt/connection.ts";
import { WAITING } from "../../../src/mqtt/connection-state.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { prepare } from "../../../src/mqtt/publication.ts";
import { subscribe, unsubscribe } from "../../../src/mqtt/subscriptions.ts";
import { type DrivenOptions, driveClient } from "../driven-client.ts";

const drive = (options: DrivenOptions = {}) => driveClient({ level: LEVEL_5, ...options });
const subscriber = { deliver: () => {} };

test("a connection has one CONNECT, always with the same identifier [MQTT5-3.1.0-2] [MQTT5-3.1.3-2]", () => {
  const driven = drive();
  for (let times = 0; times < 2; times += 1) {
    driven.open();
    driven.pass(1000);
    expect(driven.sent()).toMatchObject([{ cmd: "connect", clientId: "device" }]);
    driven.loseLink();
  }
});

test("CONNECT has version 5 also after a lost link and a refusal", () => {
  const driven = drive();
  driven.connect();
  driven.loseLink();
  driven.open();
  expect(driven.sent()).toMatchObject([{ cmd: "connect", protocolVersion: 5 }]);
  driven.receiveBytes("\x20\x02\0\x01");
  driven.open();
  expect(driven.sent()).toMatchObject([{ cmd: "connect", protocolVersion: 5 }]);
});

test.each([
  ["a PUBLISH", "\x30\x05\0\x01a\x001"],
  ["a PINGRESP", "\xd0\0"],
  ["a DISCONNECT [MQTT5-3.14.0-1]", "\xe0\0"],
])("%s before CONNACK ends the attempt [MQTT5-3.2.0-1]", (_what, bytes) => {
  const driven = drive();
  driven.open();
  driven.sent();
  driven.receiveBytes(bytes);
  expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode: 0x82 }]);
  expect([driven.client.connection.state, driven.told.closes]).toEqual([WAITING, 1]);
});

describe("a SUBSCRIBE or UNSUBSCRIBE", () => {
  test("a client without filters sends no SUBSCRIBE [MQTT5-3.8.3-2]", () => {
    const driven = drive();
    driven.connectAnd();
    expect(driven.sent()).toEqual([]);
  });

  test("an unanswered SUBSCRIBE or UNSUBSCRIBE ends the connection [MQTT5-3.8.4-1] [MQTT5-3.10.4-4]", () => {
    const driven = drive();
    subscribe(driven.client, "a", 1, subscriber);
    driven.connectAnd();
    driven.pass(30_000);
    expect(driven.told.lost).toEqual(["broker does not answer SUBSCRIBE"]);
    driven.sent();
    driven.connect();
    unsubscribe(driven.client, "a");
    driven.pass(30_000);
    expect(driven.told.lost.at(1)).toBe("broker does not answer UNSUBSCRIBE");
  });

  test("a SUBSCRIBE is answered by its identifier alone [MQTT5-2.2.1-6] [MQTT5-3.8.4-2]", () => {
    const driven = drive();
    subscribe(driven.client, "a", 1, subscriber);
    driven.connectAnd();
    const [{ messageId = 0 }] = driven.sent();
    driven.receive({ cmd: "suback", messageId: messageId + 1, granted: [0x80] } as never);
    expect(driven.told.refused).toEqual([]);
    driven.receive({ cmd: "suback", messageId, granted: [0x80] } as never);
    expect(driven.told.refused).toEqual(["a"]);
  });

  test("a shared filter with No Local is refused [MQTT5-3.8.3-4]", () => {
    expect(version5Faults("$share/g/a", { noLocal: true }, true)).toHaveLength(1);
    expect(version5Faults("a", { noLocal: true }, true)).toEqual([]);
  });
});

test("an unanswered PINGREQ ends the connection [MQTT5-3.12.4-1]", () => {
  const driven = drive({ keepAlive: 10 });
  driven.connect();
  driven.pass(7_500);
  expect(driven.sent()).toMatchObject([{ cmd: "pingreq" }]);
  driven.pass(5_000);
  expect(driven.told.lost).toEqual(["broker does not answer PINGREQ"]);
});

test("a client sends nothing after DISCONNECT and closes the connection [MQTT5-3.14.4-1..2]", () => {
  const driven = drive();
  driven.connect();
  disconnect(driven.client, "", driven.now());
  expect([driven.sent(), driven.told.closes]).toMatchObject([[{ cmd: "disconnect" }], 1]);
  publish(driven.client, prepare("a", 0, false, "reject"), "1");
  driven.receiveBytes("\x32\x07\0\x01a\0\x07\x001");
  driven.pass(60_000);
  expect(driven.sent()).toEqual([]);
});
