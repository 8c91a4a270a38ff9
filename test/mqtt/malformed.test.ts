// What no broker may send: the connection ends with one sentence, and the next one is clean.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONNECTED, GREETING, WAITING } from "../../src/mqtt/client.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { driveClient } from "./driven-client.ts";

const SENTENCE = "malformed packet from the broker";
const hex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex").toString("latin1");

function connected() {
  const driven = driveClient({ packetBytes: 64 });
  const messages: string[] = [];
  subscribe(driven.client, "#", 1, { deliver: (_self, payload) => messages.push(payload) });
  driven.connect();
  return { driven, messages };
}

describe("[MQTT-4.8.0-1] on a connection that stands", () => {
  test.each([
    ["a packet of the reserved type 0", "00 00"],
    ["CONNECT, which only clients send", "10 02 00 00"],
    ["a second CONNACK", "20 02 00 00"],
    ["PUBLISH at the reserved QoS 3 [MQTT-3.3.1-4]", "36 05 00 01 61 00 01"],
    ["PUBLISH at QoS 2, which was not asked for", "34 05 00 01 61 00 01"],
    ["PUBLISH without a body", "30 00"],
    ["PUBLISH with half a topic length", "30 01 00"],
    ["PUBLISH with a topic longer than itself", "30 03 00 05 61"],
    ["PUBLISH without a topic [MQTT-4.7.3-1]", "30 04 00 00 61 62"],
    ["PUBLISH at QoS 1 without its identifier", "32 03 00 01 61"],
    ["PUBLISH at QoS 1 with half an identifier", "32 04 00 01 61 00"],
    ["PUBACK with flags [MQTT-2.2.2-2]", "41 02 00 01"],
    ["PUBACK that is too short", "40 01 00"],
    ["PUBACK that is too long", "40 03 00 01 00"],
    ["PUBREC, which answers QoS 2", "50 02 00 01"],
    ["PUBREL without a QoS 2 message", "62 02 00 01"],
    ["PUBCOMP, which answers QoS 2", "70 02 00 01"],
    ["SUBSCRIBE, which only clients send", "82 06 00 01 00 01 61 00"],
    ["SUBACK without a code", "90 02 ff 01"],
    ["SUBACK with flags", "91 03 ff 01 00"],
    ["UNSUBSCRIBE, which only clients send", "a2 05 00 01 00 01 61"],
    ["UNSUBACK with a body that is too long", "b0 03 ff 01 00"],
    ["PINGREQ, which only clients send", "c0 00"],
    ["PINGRESP with a body", "d0 01 00"],
    ["DISCONNECT, which no broker sends in 3.1.1", "e0 00"],
    ["AUTH, which 3.1.1 does not know", "f0 00"],
    ["a remaining length of five bytes", "30 80 80 80 80 01"],
  ])("%s ends it", (_name, digits) => {
    const bytes = hex(digits);
    for (let at = 0; at < bytes.length; at += 1) {
      const { driven, messages } = connected();
      const closes = driven.told.closes;
      driven.receiveBytes(bytes.substring(0, at));
      driven.receiveBytes(bytes.substring(at));
      expect([driven.told.lost, driven.told.closes - closes, messages]).toEqual([[SENTENCE], 1, []]);
      expect(driven.client.state).toBe(WAITING);
      expect(driven.bytes()).toBe("");
    }
  });

  test("what came before it in the same chunk has its effect, what comes behind it has none", () => {
    const { driven, messages } = connected();
    const good = hex("30 04 00 01 61");
    driven.receiveBytes(`${good}b${hex("c0 00")}${good}c`);
    expect(messages).toEqual(["b"]);
    expect(driven.told.lost).toEqual([SENTENCE]);
  });

  test("a stream that is not MQTT at all ends it", () => {
    const { driven } = connected();
    driven.receiveBytes("HTTP/1.1 400 Bad Request\r\n\r\n");
    expect(driven.told.lost).toEqual([SENTENCE]);
  });
});

describe("before CONNACK", () => {
  test.each([
    ["another packet first [MQTT-3.2.0-1]", "30 04 00 01 61 62"],
    ["CONNACK that is too short", "20 01 00"],
    ["CONNACK that is too long", "20 03 00 00 00"],
    ["CONNACK with reserved flags", "20 02 02 00"],
    ["CONNACK with header flags", "21 02 00 00"],
    ["a remaining length of five bytes", "20 80 80 80 80 01"],
    ["an HTTP server", Buffer.from("HTTP/1.1 400").toString("hex")],
    ["an SSH server", Buffer.from("SSH-2.0-").toString("hex")],
  ])("%s ends the attempt", (_name, digits) => {
    const bytes = hex(digits);
    for (let at = 0; at < bytes.length; at += 1) {
      const driven = driveClient();
      driven.open();
      expect(driven.client.state).toBe(GREETING);
      driven.receiveBytes(bytes.substring(0, at));
      driven.receiveBytes(bytes.substring(at));
      expect(driven.told).toMatchObject({ lost: [SENTENCE], greeted: [] });
      expect(driven.client.state).toBe(WAITING);
    }
  });
});

test("whatever bytes arrive in whatever pieces, the client ends the connection or goes on, and can connect again", () => {
  const noise = fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array).toString("latin1"));
  // Pure noise rarely gets past a first byte; these begin like packets.
  const almost = fc
    .tuple(
      fc.constantFrom("\x20\x02\0\0", "\x30\x09\0\x01a", "\x32\x7f\0\x02ab", "\x40\x02\0", "\x90\x03\xff"),
      noise,
    )
    .map(([head, tail]) => head + tail);
  const piece = fc.oneof(noise, almost);
  fc.assert(
    fc.property(fc.boolean(), fc.array(piece, { minLength: 1, maxLength: 6 }), (greeted, pieces) => {
      const driven = driveClient({ packetBytes: 64 });
      if (greeted) driven.connect();
      else driven.open();
      for (const bytes of pieces) driven.receiveBytes(bytes);
      if (driven.client.state === CONNECTED || driven.client.state === GREETING) driven.loseLink();
      expect(driven.client.state).toBe(WAITING);
      driven.loseLink();
      driven.sent();
      driven.connect(true);
      driven.pass(1);
      expect(driven.client).toMatchObject({ state: CONNECTED, rest: "", skip: 0, skipTail: 0 });
    }),
    { numRuns: 1000 },
  );
});
