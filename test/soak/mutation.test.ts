// The proof of mutated packets tells what is wrong with a client, and how to see it again.
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { casesOf } from "../../tools/laboratory/soak/mutation/cases.ts";
import { goodPacket, recordedPackets } from "../../tools/laboratory/soak/mutation/good-packets.ts";
import { inNode, withinTime } from "../../tools/laboratory/soak/mutation/in-node.ts";
import { MUTATIONS } from "../../tools/laboratory/soak/mutation/mutations.ts";
import type { Step, Tortured } from "../../tools/laboratory/soak/mutation/steps.ts";
import { tortureBatch } from "../../tools/laboratory/soak/mutation/torture.ts";
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
    expect(casesOf(SEED, 20)).toEqual(casesOf(SEED, 20));
    expect(casesOf(SEED, 20)).not.toEqual(casesOf(SEED + 1, 20));
  });

  test("breaks no promise of the client", () => {
    expect(() => tortureBatch(SEED, [inNode])).not.toThrow();
  });

  test("names the seed, the promise and the shortest steps of a client that breaks one", () => {
    const sick = ailing((step) => (isLong(step) ? "has lost a message" : ""));
    expect(() => tortureBatch(SEED, [sick])).toThrow(
      /^Seed 5, case \d+ on a client that ails: the client has lost a message\. The shortest steps that do it:\n {2}settle \n {2}keep (70){81,}$/,
    );
  });

  test("tells an error that escapes", () => {
    const sick = ailing((step) => {
      if (isLong(step)) throw new Error("ran out of slots");
      return "";
    });
    expect(() => tortureBatch(SEED, [sick])).toThrow("the client ran out of slots");
  });

  test("tells a client whose outcomes are not those of the first one", () => {
    expect(() => tortureBatch(SEED, [inNode, ailing(() => "")], 10)).toThrow(
      /^Seed 5, case 0: a client that ails says "", Node says "4 /,
    );
  });

  test("tells a client that grows", () => {
    let held = 0;
    const growing: Tortured = { ...ailing(() => ""), held: () => (held += 500) };
    expect(() => tortureBatch(SEED, [growing])).toThrow(/holds 1500 more behind 500 cases than behind 50\.$/);
  });
});

test("work that does not end is stopped", () => {
  expect(() =>
    withinTime(() => {
      for (;;);
    }, 50),
  ).toThrow("timed out");
});

test.each(Object.keys(MUTATIONS))("a mutation makes something of a packet: %s", (name) => {
  const random = createRandom(SEED);
  const before = ["\x32\x0c\x00\x03a/b\x00\x01hello", "\xd0\x00", "\x40\x02\x00\x01"];
  const after = Array.from({ length: 20 }, () => {
    const packets = [...before];
    MUTATIONS[name](packets, 0, random);
    return packets.join("");
  });
  expect(after.some((stream) => stream !== before.join(""))).toBe(true);
});

test("what is mutated is sound before, and some of it is recorded", () => {
  const random = createRandom(SEED);
  const made = Array.from({ length: 200 }, () => goodPacket(random));
  expect(packetsIn(made.join(""))).toHaveLength(made.length);
  expect(recordedPackets().length).toBeGreaterThan(20);
});
