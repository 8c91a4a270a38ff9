// Packets of MQTT 5.0 that come from a broker: what mqtt-packet writes is sound, and what no broker may send
// is told apart.
import fc from "fast-check";
import { generate, type Packet, parser } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { bodyAt } from "../../../src/mqtt/frame.ts";
import { packetSoundness } from "../../../src/mqtt/version-5/packet-soundness.ts";
import { fourBytesAt, propertiesEnd, valueAt } from "../../../src/mqtt/version-5/properties.ts";
import { SOUND } from "../../../src/mqtt/version-5/soundness.ts";
import { brokerPackets, connackProperties } from "./broker-packets.ts";
import { PASSED_ON, UNSOUND } from "./unsound-packets.ts";

const VERSION_5 = { protocolVersion: 5 } as const;

function bytesOf(packet: Packet): string {
  return generate(packet, VERSION_5).toString("latin1");
}

/** What the whole packet is that `bytes` are. */
function soundnessOf(bytes: string): number {
  return packetSoundness(bytes.charCodeAt(0), bytes, bodyAt(bytes, 0), bytes.length);
}

test("every packet that mqtt-packet writes is accepted", () => {
  fc.assert(
    fc.property(brokerPackets, (packet) => {
      expect(soundnessOf(bytesOf(packet))).toBe(SOUND);
    }),
  );
});

test("a number reads back as mqtt-packet wrote it", () => {
  fc.assert(
    fc.property(connackProperties, (properties) => {
      const bytes = bytesOf({ cmd: "connack", reasonCode: 0, sessionPresent: false, properties });
      const at = bodyAt(bytes, 0) + 2;
      const value = valueAt(bytes, at, propertiesEnd(bytes, at, bytes.length), 0x11);
      const expected = properties.sessionExpiryInterval;
      if (expected === undefined) expect(value).toBe(0);
      else expect(fourBytesAt(bytes, value)).toBe(Math.min(expected, 0x7fffffff));
    }),
  );
});

test("mqtt-packet reads every mutated packet that is accepted", () => {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  fc.assert(
    fc.property(brokerPackets, change, (packet, [place, byte]) => {
      const bytes = bytesOf(packet);
      const body = bodyAt(bytes, 0);
      if (body === bytes.length) return;
      const at = body + (place % (bytes.length - body));
      const changed = bytes.substring(0, at) + String.fromCharCode(byte) + bytes.substring(at + 1);
      if (soundnessOf(changed) !== SOUND) return;
      const reader = parser(VERSION_5);
      const faults: Error[] = [];
      reader.on("error", (fault) => faults.push(fault));
      reader.parse(Buffer.from(changed, "latin1"));
      expect(faults).toEqual([]);
    }),
  );
});

test("any bytes are accepted or refused with a reason code", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(bytes, fc.nat(255), (body, header) => {
      const text = Buffer.from(body).toString("latin1");
      const soundness = packetSoundness(header, text, 0, text.length);
      expect([0, 0x81, 0x82, 0x90, 0x94]).toContain(soundness);
    }),
  );
});

describe("a forbidden packet", () => {
  for (const [what, header, body, code] of UNSOUND)
    test(what, () => expect(packetSoundness(header, body, 0, body.length)).toBe(code));
});

test.each(PASSED_ON)("a message with %s is accepted", (_what, properties) => {
  const body = `\0\x01a${String.fromCharCode(properties.length)}${properties}`;
  expect(packetSoundness(0x30, body, 0, body.length)).toBe(SOUND);
});
