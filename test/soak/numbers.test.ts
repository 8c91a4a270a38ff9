// What the proofs count by: numbers that are only given while a ring has room, and what a proxy has seen of each.
import type { IPublishPacket, Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { createPacedChip } from "../../tools/laboratory/soak/devices/paced-chip.ts";
import type { SeenPacket } from "../../tools/laboratory/soak/hostile/proxy.ts";
import { writtenNumbers } from "../../tools/laboratory/soak/hostile/written.ts";
import { orderFault } from "../../tools/laboratory/soak/order.ts";

const TOPIC = "home/counter-1/number";
const WINDOW = 8;

function wrote(number: number, id: number, dup = false, rest: Partial<IPublishPacket> = {}): SeenPacket {
  const packet = { cmd: "publish", topic: TOPIC, payload: Buffer.from(String(number)), qos: 1, dup } as const;
  return {
    connection: 0,
    fromDevice: true,
    packet: { ...packet, retain: true, messageId: id, ...rest } as Packet,
  };
}

function acknowledged(id: number): SeenPacket {
  return { connection: 0, fromDevice: false, packet: { cmd: "puback", messageId: id } };
}

describe("a proxy's numbers", () => {
  test("a repeat with DUP is in order, one without is told", () => {
    const seen = [wrote(1, 1), wrote(2, 2), wrote(1, 1, true), wrote(2, 3)];
    expect(writtenNumbers(seen, TOPIC, []).withoutDup).toEqual([2]);
  });

  test("a number is acknowledged whose identifier it last had", () => {
    const seen = [wrote(1, 7), acknowledged(7), wrote(2, 7), wrote(3, 8)];
    expect([...writtenNumbers(seen, TOPIC, []).acknowledged]).toEqual([1]);
    expect([...writtenNumbers([...seen, acknowledged(7)], TOPIC, []).acknowledged]).toEqual([1, 2]);
  });

  test("a message written once that came twice was repeated by the broker", () => {
    expect(writtenNumbers([wrote(1, 1), wrote(2, 2), wrote(2, 2, true)], TOPIC, [1, 2]).byBroker).toEqual([
      1,
    ]);
  });
});

describe("a proxy's numbers in MQTT 5.0", () => {
  const properties = { topicAlias: 1 };
  const answered = (cmd: "puback" | "pubrec" | "pubcomp", reasonCode: number): SeenPacket => ({
    connection: 0,
    fromDevice: false,
    packet: { cmd, messageId: 1, reasonCode } as Packet,
  });

  test("an alias stands for its topic on its connection", () => {
    const seen = [wrote(1, 1, false, { properties }), wrote(2, 2, false, { topic: "", properties })];
    const { aliased, withoutTopic, withoutDup } = writtenNumbers([...seen, wrote(2, 2)], TOPIC, []);
    expect([aliased, withoutTopic, withoutDup]).toEqual([1, [], [2]]);
  });

  test("an alias kept over a reconnection is told", () => {
    const kept = { ...wrote(2, 2, false, { topic: "", properties }), connection: 1 };
    expect(writtenNumbers([wrote(1, 1, false, { properties }), kept], TOPIC, []).withoutTopic).toEqual(["2"]);
  });

  test("an error in an acknowledgement is a refusal", () => {
    const at = (one: SeenPacket) => writtenNumbers([wrote(1, 1), one], TOPIC, []);
    expect(at(answered("puback", 0x97)).refused).toEqual([1]);
    expect(at(answered("pubrec", 0x87)).refused).toEqual([1]);
    expect([...at(answered("puback", 0x10)).acknowledged]).toEqual([1]);
    expect([...at(answered("pubrec", 0)).acknowledged]).toEqual([]);
    // The broker has restarted, and knows nothing more of what it is asked to release.
    expect([...at(answered("pubcomp", 0x92)).acknowledged]).toEqual([1]);
  });
});

describe("a paced chip", () => {
  const asked = (chip: ReturnType<typeof createPacedChip>, times: number) =>
    Array.from({ length: times }, () => chip.i2c.read(0, 2)?.charCodeAt(1) ?? 0).filter(
      (number) => number > 0,
    );

  test("a paced chip gives nothing before its start or after its end", () => {
    const chip = createPacedChip(20);
    expect(asked(chip, 3)).toEqual([]);
    chip.begin();
    expect(asked(chip, 3)).toEqual([1, 2, 3]);
    chip.end();
    chip.begin();
    expect(asked(chip, 3)).toEqual([]);
  });

  test("a paced chip gives what ring and window have room for", () => {
    const chip = createPacedChip(20);
    chip.begin();
    expect(asked(chip, 30)).toHaveLength(20);
    chip.came(20);
    expect(asked(chip, 30)).toHaveLength(20 - WINDOW);
    expect(chip.given()).toBe(20 + 20 - WINDOW);
  });

  test("knows which came again, and when all have come", () => {
    const chip = createPacedChip(2);
    chip.begin();
    asked(chip, 2);
    for (const number of [2, 1, 2]) chip.came(number);
    expect([chip.firsts(), chip.again(), chip.allCame()]).toEqual([[2, 1], [2], true]);
    expect(orderFault(chip.firsts())).toBe("Number 1 came behind 2.");
    expect(orderFault([1, 2, 5])).toBe("");
  });
});
