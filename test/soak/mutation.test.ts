// The proof of mutated packets tells what is wrong with a client, and how to see it again.
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { agreed } from "../../tools/laboratory/soak/mutation/agreement.ts";
import { casesOf } from "../../tools/laboratory/soak/mutation/cases.ts";
import { inNode, withinTime } from "../../tools/laboratory/soak/mutation/in-node.ts";
import { PROPERTY_MUTATIONS } from "../../tools/laboratory/soak/mutation/property-mutations.ts";
import type { Step, Tortured } from "../../tools/laboratory/soak/mutation/steps.ts";
import { tortureBatch } from "../../tools/laboratory/soak/mutation/torture.ts";
import { IN_3_1_1, IN_5, IN_5_WITH_METHOD } from "../../tools/laboratory/soak/mutation/traffic.ts";
import { forgetAll, host, witness } from "../../tools/laboratory/soak/mutation/witness.ts";
import { packetsIn } from "../mqtt/driven-client.ts";

const SEED = 5;

/** A client that keeps every promise, but for what `ails` says of a step that it is asked to do. */
function ailing(ails: (step: Step) => string): Tortured {
  return {
    engine: "a client that ails",
    begin: () => {},
    run(steps) {
      const broken = steps.map(ails).find((sentence) => sentence !== "") ?? "";
      return { report: "", broken };
    },
    held: () => 0,
  };
}

const isLong = ({ call, bytes }: Step) => call === "keep" && bytes.length > 80;

describe("a batch of mutated packets", () => {
  test("is the same for the same seed, and another for another", () => {
    expect(casesOf(IN_3_1_1, SEED, 20)).toEqual(casesOf(IN_3_1_1, SEED, 20));
    expect(casesOf(IN_3_1_1, SEED, 20)).not.toEqual(casesOf(IN_3_1_1, SEED + 1, 20));
  });

  test.each([IN_3_1_1, IN_5, IN_5_WITH_METHOD])("breaks no promise of the client: $called", (traffic) => {
    expect(() => tortureBatch(traffic, SEED, [inNode])).not.toThrow();
  });

  test("a failing client's seed, promise and shortest steps are named", () => {
    const sick = ailing((step) => (isLong(step) ? "has lost a message" : ""));
    expect(() => tortureBatch(IN_3_1_1, SEED, [sick])).toThrow(
      /^Seed 5, case \d+ on a client that ails: the client has lost a message\. The shortest steps that do it:\n {2}settle \n {2}keep (70){81,}$/,
    );
  });

  test("tells an error that escapes", () => {
    const sick = ailing((step) => {
      if (isLong(step)) throw new Error("ran out of slots");
      return "";
    });
    expect(() => tortureBatch(IN_3_1_1, SEED, [sick])).toThrow("the client ran out of slots");
  });

  test("tells a client whose outcomes are not those of the first one", () => {
    expect(() => tortureBatch(IN_3_1_1, SEED, [inNode, ailing(() => "")], 10)).toThrow(
      /^Seed 5, case 0: a client that ails says "", Node says "4 /,
    );
  });

  test("tells a client that grows", () => {
    let held = 0;
    const growing: Tortured = { ...ailing(() => ""), held: () => (held += 500) };
    expect(() => tortureBatch(IN_3_1_1, SEED, [growing])).toThrow(
      /holds 1500 more behind 500 cases than behind 50\.$/,
    );
  });
});

test("work that does not end is stopped", () => {
  expect(() =>
    withinTime(() => {
      for (;;);
    }, 50),
  ).toThrow("timed out");
});

test.each(Object.keys(IN_3_1_1.mutations))("a mutation makes something of a packet: %s", (name) => {
  const random = createRandom(SEED);
  const before = ["\x32\x0c\x00\x03a/b\x00\x01hello", "\xd0\x00", "\x40\x02\x00\x01"];
  const after = Array.from({ length: 20 }, () => {
    const packets = [...before];
    IN_3_1_1.mutations[name](packets, 0, random);
    return packets.join("");
  });
  expect(after.some((stream) => stream !== before.join(""))).toBe(true);
});

describe.each(Object.keys(PROPERTY_MUTATIONS))("a mutation of properties: %s", (name) => {
  const random = createRandom(SEED);
  const mutated = (before: string) =>
    Array.from({ length: 20 }, () => {
      const packets = [before];
      PROPERTY_MUTATIONS[name](packets, 0, random);
      return packets[0];
    });

  test("makes something of each packet that has some", () => {
    for (const packet of [
      "\x20\x0b\0\0\x08\x21\0\x05\x27\0\0\x01\0",
      "\x32\x0d\0\x01a\0\x01\x05\x01\x01\x23\0\x01hi",
      "\x40\x0c\0\x01\0\x08\x1f\0\x01a\x1f\0\x01b",
      "\xe0\x0a\0\x08\x1c\0\x01a\x1f\0\x01b",
    ])
      expect(mutated(packet).some((one) => one !== packet)).toBe(true);
  });

  test("leaves a packet as it is that has none", () => {
    for (const packet of ["\xd0\0", "\x40\x02\0\x01", "\xe0\0"])
      expect(new Set(mutated(packet))).toEqual(new Set([packet]));
  });
});

test.each([
  [IN_3_1_1, 4, 20],
  [IN_5, 5, 5],
  [IN_5_WITH_METHOD, 5, 5],
] as const)("what is mutated is sound before, and some of it is recorded", (traffic, level, recorded) => {
  const random = createRandom(SEED);
  const made = Array.from({ length: 200 }, () => traffic.goodPacket(random));
  expect(packetsIn(made.join(""), level)).toHaveLength(made.length);
  expect(traffic.recorded().length).toBeGreaterThan(recorded);
});

test("mqtt-packet reads what the client takes, each sound packet of MQTT 5.0", () => {
  const random = createRandom(SEED);
  const made = Array.from({ length: 200 }, () => IN_5.goodPacket(random));
  expect(agreed(made)).toBe(made.length);
  expect(agreed(["", "\xd0", "\x40\x02\0\0", "\xd0\0\xd0\0"])).toBe(0);
});

describe("in MQTT 5.0 a client that ends the connection for a packet is blamed", () => {
  const faultAfter = (written: string, reason: string) => {
    forgetAll(true);
    witness.written = written;
    host.lost(host, reason);
    return witness.fault;
  };

  test("without a DISCONNECT that has the standard's code", () => {
    const malformed = "malformed packet from the broker";
    expect(faultAfter("", malformed)).toContain(`without the standard's code: ${malformed}`);
    expect(faultAfter("\xe0\x02\x82\0", malformed)).not.toBe("");
    expect(faultAfter("\xe0\x02\x81\0", "protocol error by the broker: topic alias")).not.toBe("");
  });

  test("and with one it is not", () => {
    expect(faultAfter("\xe0\x02\x81\0", "malformed packet from the broker")).toBe("");
    expect(faultAfter("\xe0\x02\x94\0", "protocol error by the broker: topic alias")).toBe("");
    expect(faultAfter("", "cut")).toBe("");
  });
});
