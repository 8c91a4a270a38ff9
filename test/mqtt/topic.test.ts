// Topic names and filters: which are refused, and which filter takes which name, beside a matcher written from the text.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filterFault, hasWildcard, matches, topicFault } from "../../src/mqtt/topic.ts";

describe("matching", () => {
  // The examples of 4.7.1.2, 4.7.1.3 and 4.7.2.
  test.each([
    ["sport/tennis/player1/#", "sport/tennis/player1", true],
    ["sport/tennis/player1/#", "sport/tennis/player1/ranking", true],
    ["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true],
    ["sport/tennis/player1/#", "sport/tennis/player10", false],
    ["sport/#", "sport", true],
    ["sport/#", "sports", false],
    ["#", "a", true],
    ["#", "/", true],
    ["sport/tennis/+", "sport/tennis/player1", true],
    ["sport/tennis/+", "sport/tennis/player1/ranking", false],
    ["sport/+", "sport", false],
    ["sport/+", "sport/", true],
    ["+/+", "/finance", true],
    ["/+", "/finance", true],
    ["+", "/finance", false],
    ["+/tennis/#", "sport/tennis", true],
    ["+/#", "a", true],
    ["+/#", "", true],
    ["+//", "a//", true],
    ["a//b", "a/b", false],
    ["a/b", "a/b", true],
    ["a/b", "a/B", false],
    ["a/b", "a/b/", false],
    ["a/b/", "a/b", false],
    ["#", "$SYS/broker", false],
    ["+/broker", "$SYS/broker", false],
    ["+", "$SYS", false],
    ["$SYS/#", "$SYS/broker", true],
    ["$SYS/#", "$SYS", true],
    ["$SYS/+", "$SYS/broker", true],
    ["a/+", "a/$b", true],
    ["a/#", "a/$b/c", true],
  ])("%s and %s: %s", (filter, topic, taken) => {
    expect(matches(filter, topic)).toBe(taken);
  });

  /** Level by level, as the text says it. */
  function takes(filter: string, topic: string): boolean {
    if (topic.startsWith("$") && !filter.startsWith("$")) return false;
    const names = topic.split("/");
    const levels = filter.split("/");
    for (const [i, level] of levels.entries()) {
      if (level === "#") return true;
      if (i >= names.length || (level !== "+" && level !== names[i])) return false;
    }
    return levels.length === names.length;
  }

  test("is by level, whatever the levels are", () => {
    const name = fc.constantFrom("", "a", "b", "ab", "$a");
    const level = fc.oneof(name, fc.constant("+"));
    const filters = fc
      .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
      .map(([levels, all]) => (all ? [...levels, "#"] : levels).join("/"))
      .filter((filter) => filter !== "");
    const topics = fc.array(name, { minLength: 1, maxLength: 5 }).map((levels) => levels.join("/"));
    fc.assert(
      fc.property(
        filters,
        topics.filter((topic) => topic !== ""),
        (filter, topic) => {
          expect(filterFault(filter)).toBeUndefined();
          expect(matches(filter, topic)).toBe(takes(filter, topic));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("a topic that is published to", () => {
  test.each([
    ["", "[MQTT-4.7.3-1]"],
    ["a+b", "[MQTT-3.3.2-2]"],
    ["a/#", "[MQTT-4.7.1-1]"],
    ["a\0b", "[MQTT-4.7.3-2]"],
    ["x".repeat(65536), "[MQTT-4.7.3-3]"],
  ])("is refused with a sentence: %j %s", (topic) => {
    expect(topicFault(topic)).toMatch(/^a topic .* .+$/);
  });

  test.each(["a", "/", "a b", "$SYS/x", "x".repeat(65535)])("is taken: %j", (topic) => {
    expect(topicFault(topic)).toBeUndefined();
  });
});

describe("a filter", () => {
  test.each([
    ["", "[MQTT-4.7.3-1]"],
    ["a\0", "[MQTT-4.7.3-2]"],
    ["x".repeat(65536), "[MQTT-4.7.3-3]"],
    ["sport/tennis#", "[MQTT-4.7.1-2]"],
    ["sport/tennis/#/ranking", "[MQTT-4.7.1-2]"],
    ["#/a", "[MQTT-4.7.1-2]"],
    ["##", "[MQTT-4.7.1-2]"],
    ["sport+", "[MQTT-4.7.1-3]"],
    ["+a", "[MQTT-4.7.1-3]"],
    ["a/+b/c", "[MQTT-4.7.1-3]"],
    ["++", "[MQTT-4.7.1-3]"],
    ["+#", "[MQTT-4.7.1-2]"],
  ])("is refused with a sentence: %j %s", (filter) => {
    expect(filterFault(filter)).toMatch(/^(a filter|a wildcard|the wildcard) .+$/);
  });

  test.each(["#", "+", "/", "a/#", "+/+/#", "+/tennis/#", "/+", "a/+/b", "x".repeat(65535)])(
    "is taken: %j",
    (filter) => {
      expect(filterFault(filter)).toBeUndefined();
    },
  );

  test("has a wildcard or has none", () => {
    expect(["a", "a/+", "#"].map(hasWildcard)).toEqual([false, true, true]);
  });
});
