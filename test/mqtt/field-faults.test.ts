// Faults that broke other clients and brokers in 2026, tried on the client that devices and programs share.
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../src/mqtt/connect-packet.ts";
import { CONNECTED, WAITING } from "../../src/mqtt/connection-state.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { allowAliases } from "../../src/mqtt/program/received-aliases.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { type DrivenOptions, driveClient } from "./driven-client.ts";

const SECOND = 1000;

function listening(options: DrivenOptions = {}, aliases = 0) {
  const driven = driveClient({ level: LEVEL_5, keepAlive: 10, ...options });
  if (aliases > 0) allowAliases(driven.client, aliases);
  const heard: string[] = [];
  subscribe(driven.client, "#", 2, { deliver: (_, payload) => void heard.push(payload) });
  driven.connect();
  return { ...driven, heard };
}

const twoBytes = (value: number) => String.fromCharCode(value >> 8, value & 255);
/** A PUBLISH of MQTT 5.0 whose only property is an alias; alias 0 is sent as it is. */
function publishWith(topic: string, alias: number, payload: string): string {
  const body = `${twoBytes(topic.length)}${topic}\x03\x23${twoBytes(alias)}${payload}`;
  return String.fromCharCode(0x30, body.length) + body;
}
const plain = (payload: string) => `\x30${String.fromCharCode(4 + payload.length)}\0\x01t\0${payload}`;

describe("a topic alias that the client does not allow", () => {
  test.each([
    ["above its maximum of 0", 0, publishWith("t", 1, "bad")],
    ["above its maximum of 2", 2, publishWith("t", 3, "bad")],
    ["0", 2, publishWith("t", 0, "bad")],
    ["that stands for nothing", 2, publishWith("", 1, "bad")],
  ])("an alias %s discards its chunk's rest, and the client reconnects", (_what, aliases, bytes) => {
    const driven = listening({}, aliases);
    driven.receiveBytes(plain("before") + bytes + plain("behind") + plain("last"));
    expect([driven.heard, driven.told.lost.length]).toEqual([["before"], 1]);
    expect(driven.client.connection.state).toBe(WAITING);
    driven.loseLink();
    driven.connect();
    driven.receiveBytes(plain("again"));
    expect([driven.client.connection.state, driven.heard]).toEqual([CONNECTED, ["before", "again"]]);
  });

  test("the client's own alias maximum applies, not the broker's", () => {
    const driven = driveClient({ level: LEVEL_5 });
    allowAliases(driven.client, 3);
    const heard: string[] = [];
    subscribe(driven.client, "#", 0, { deliver: (_, payload) => void heard.push(payload) });
    driven.open();
    driven.receive({
      cmd: "connack",
      returnCode: 0,
      sessionPresent: false,
      properties: { topicAliasMaximum: 1 },
    });
    driven.receiveBytes(publishWith("t", 3, "taken"));
    expect([heard, driven.told.lost]).toEqual([["taken"], []]);
  });
});

test("a limit of one CONNACK ends with its connection", () => {
  const driven = driveClient({ level: LEVEL_5, slots: 8 });
  const message = prepare("a/topic", 1, false, "reject");
  const greet = (properties: object) => {
    driven.open();
    driven.sent();
    driven.receive({ cmd: "connack", returnCode: 0, sessionPresent: true, properties });
  };
  greet({
    maximumPacketSize: 30,
    receiveMaximum: 1,
    maximumQoS: 0,
    retainAvailable: false,
    serverKeepAlive: 5,
  });
  driven.loseLink();
  greet({});
  driven.sent();
  for (let at = 0; at < 3; at += 1) expect(publish(driven.client, message, "x".repeat(60))).toBe("kept");
  expect(driven.sent().map((packet) => packet.cmd === "publish" && packet.qos)).toEqual([1, 1, 1]);
  // No keep-alive of the client's own: one that the first broker set would have sent PINGREQ by now.
  driven.pass(60 * SECOND);
  expect(driven.sent()).toEqual([]);
});

describe.each([4, LEVEL_5])("faults at protocol level %i", (level) => {
  const none = level === LEVEL_5 ? "\0" : "";
  const qos2 = (id: number, payload: string, dup = false) =>
    `${dup ? "\x3c" : "\x34"}${String.fromCharCode(5 + none.length + payload.length)}\0\x01t${twoBytes(id)}${none}${payload}`;

  test("a repeated flood at QoS 2 delivers each message once", () => {
    const driven = listening({ level });
    let chunk = "";
    for (let id = 1; id <= 20; id += 1)
      chunk += qos2(id, `m${id}`) + qos2(id, `m${id}`, true) + qos2(1, "m1", true);
    driven.receiveBytes(chunk);
    expect(driven.heard).toEqual(Array.from({ length: 20 }, (_, at) => `m${at + 1}`));
    expect([driven.told.lost, driven.client.connection.state]).toEqual([[], CONNECTED]);
  });

  test("an announced 256 MB that never arrive end by the keep-alive", () => {
    const driven = listening({ level });
    driven.receiveBytes("\x30\xff\xff\xff\x7f\0\x01t");
    driven.pass(5 * SECOND);
    driven.receiveBytes("x".repeat(100));
    driven.pass(60 * SECOND);
    expect([driven.heard, driven.told.lost[0]]).toEqual([[], "broker does not answer PINGREQ"]);
    driven.loseLink();
    driven.connect();
    driven.receiveBytes(level === LEVEL_5 ? plain("again") : "\x30\x08\0\x01tagain");
    expect(driven.heard).toEqual(["again"]);
  });
});
