// Findings of a conformance suite for MQTT 5.0, which others wrote, in the broker model.
import { generate, type Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { stage } from "./raw-client.ts";

const LEVEL = { protocolVersion: 5 };
const bytesOf = (packet: Packet) => generate(packet, LEVEL).toString("latin1");
const GREETING = bytesOf({ cmd: "connect", clientId: "a", clean: true, keepalive: 0, protocolVersion: 5 });
/** A property of a user: a name and a text of one letter each. */
const pair = (name: string, text: string) => `\x26\0\x01${name}\0\x01${text}`;

describe("MQTT 5.0 at the broker model", () => {
  test.each([
    [
      "a user name",
      bytesOf({ cmd: "connect", clientId: "a", username: "?", protocolVersion: 5 }).replace("?", "\xff"),
    ],
    [
      "a user property of CONNECT",
      GREETING.replace("\0\0\x01a", `\x07${pair("\xff", "x")}\0\x01a`).replace("\x10\x0e", "\x10\x15"),
    ],
    ["a user property of a message", `${GREETING}\x30\x0b\0\x01t\x07${pair("n", "\xff")}`],
    ["a content type", `${GREETING}\x30\x08\0\x01t\x04\x03\0\x01\xff`],
    ["the name of a group without a filter", `${GREETING}\x82\x0f\0\x01\0\0\x09$share/ab\0`],
  ])("%s, being forbidden, ends the connection", (_what, bytes) => {
    const client = stage().open();
    client.sendBytes(bytes);
    expect(client.ended()).toBe("closed by the peer");
  });

  test("user properties keep their order [MQTT5-3.3.2-18]", () => {
    const client = stage().open();
    client.sendBytes(`${GREETING}\x82\x07\0\x01\0\0\x01t\0`);
    const properties = pair("a", "1") + pair("b", "2") + pair("a", "3");
    client.sendBytes(`\x30\x1a\0\x01t\x15${properties}x`);
    expect(client.bytes()).toContain(`${properties}x`);
  });
});
