// Topic names and filters: which are refused, and which filter takes which name, beside a matcher written
// from the text.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { filterFault, hasWildcard, isTopic, matches, topicFault } from "../../src/mqtt/topic.ts";

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
    // A group that shares its messages is given them under their own topics.
    ["$share/group/a/b", "a/b", true],
    ["$share/group/a/+", "a/b", true],
    ["$share/group/a/#", "a", true],
    ["$share/group//b", "/b", true],
    ["$share/group/a/+", "b/b", false],
    ["$share/group/#", "$SYS/broker", false],
    ["$share/group/$SYS/#", "$SYS/broker", true],
    ["$share/group/a", "$share/group/a", false],
  ])("filter %s matches topic %s: %s", (filter, topic, taken) => {
    expect(matches(filter, topic)).toBe(taken);
  });

  test("[MQTT-4.7.2-1] a filter that begins with a wildcard matches no $ topic", () => {
    const filters = ["#", "+", "+/b", "+/#", "$a/b", "$a/#", "$a/+"];
    expect(filters.filter((filter) => matches(filter, "$a/b"))).toEqual(["$a/b", "$a/#", "$a/+"]);
  });

  test("[MQTT-4.7.3-4] matching compares bytes: case, empty levels, composed characters", () => {
    // The same letter as one character, and as two.
    for (const [filter, topic] of [
      ["A/b", "a/b"],
      ["a//b", "a/b"],
      ["/a", "a"],
      [utf8("\u00e9"), utf8("e\u0301")],
    ]) {
      expect([matches(filter, topic), matches(filter, filter)]).toEqual([false, true]);
    }
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

  test("matching goes level by level, whatever the levels are", () => {
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

/** The edges of the two ranges of control characters, in UTF-8. EMQX ends the connection for one. */
const CONTROLS = ["\x01", "\t", "\n", "\x1b", "\x1f", "\x7f", "\xc2\x80", "\xc2\x9b", "\xc2\x9f"];

/** The edges of Unicode's noncharacters, in UTF-8. Mosquitto ends the connection for one. */
const NONCHARACTERS = [
  "\xef\xb7\x90",
  "\xef\xb7\xaf",
  "\xef\xbf\xbe",
  "\xef\xbf\xbf",
  "\xf0\x9f\xbf\xbe",
  "\xf3\xaf\xbf\xbf",
  "\xf4\x8f\xbf\xbf",
];

describe("a topic to publish to", () => {
  test.each([
    ["an empty one [MQTT-4.7.3-1] [MQTT5-4.7.3-1]", ""],
    ["one with + [MQTT-3.3.2-2]", "a+b"],
    ["one with # [MQTT-4.7.1-1] [MQTT5-4.7.0-1]", "a/#"],
    ["one with NUL [MQTT-4.7.3-2] [MQTT-1.5.3-2] [MQTT5-4.7.3-2]", "a\0b"],
    ...[...CONTROLS, ...NONCHARACTERS].map((text) => [`one with ${escape(text)}`, `a${text}`]),
    ["one that is longer than its length can say [MQTT-4.7.3-3] [MQTT5-4.7.3-3]", "x".repeat(65536)],
  ])("a topic to publish to is refused with a sentence: %s", (_name, topic) => {
    expect(topicFault(topic)).toMatch(/^a topic .* .+$/);
  });

  test.each([
    ["a letter", "a"],
    ["a slash", "/"],
    ["a space", "a b"],
    ["the first character after the controls", "\xc2\xa0"],
    ["a byte of a control within another character", "\xe2\x80\x93"],
    ["a dollar", "$SYS/x"],
    ...[
      "\xef\xb7\x8f",
      "\xef\xb7\xb0",
      "\xef\xbf\xbd",
      "\xef\xbb\xbf",
      "\xf0\x9f\xbf\xbd",
      "\xf0\x9e\xbe\xbf",
      "\xf0\x90\xbf\xbf",
    ].map((text) => [`a character beside a noncharacter, ${escape(text)}`, text]),
    ["all bytes that a length can say", "x".repeat(65535)],
  ])("a topic to publish to is accepted: %s", (_name, topic) => {
    expect(topicFault(topic)).toBeUndefined();
  });
});

describe("a filter", () => {
  test.each([
    ["an empty one [MQTT-4.7.3-1]", ""],
    ["one with NUL [MQTT-4.7.3-2]", "a\0"],
    ...[...CONTROLS, ...NONCHARACTERS].map((text) => [`one with ${escape(text)}`, `a${text}/#`]),
    ["one that is longer than its length can say [MQTT-4.7.3-3]", "x".repeat(65536)],
    ["# after a letter [MQTT-4.7.1-2] [MQTT5-4.7.1-1]", "sport/tennis#"],
    ["# in the middle [MQTT-4.7.1-2]", "sport/tennis/#/ranking"],
    ["# in front [MQTT-4.7.1-2]", "#/a"],
    ["# twice [MQTT-4.7.1-2]", "##"],
    ["# after + [MQTT-4.7.1-2]", "+#"],
    ["+ after a letter [MQTT-4.7.1-3] [MQTT5-4.7.1-2]", "sport+"],
    ["+ before a letter [MQTT-4.7.1-3]", "+a"],
    ["+ before a letter in the middle [MQTT-4.7.1-3]", "a/+b/c"],
    ["+ twice in a level [MQTT-4.7.1-3]", "++"],
    ["a shared one without a group", "$share/"],
    ["a shared one with a group and nothing for it", "$share/group"],
    ["a shared one with an empty filter", "$share/group/"],
    ["a shared one of a group without a name [MQTT5-4.8.2-1]", "$share//a"],
    ["a shared one of a group with a wildcard [MQTT5-4.8.2-2]", "$share/+/a"],
    ["a shared one with # in the middle", "$share/group/#/a"],
  ])("a filter is refused with a sentence: %s", (_name, filter) => {
    expect(filterFault(filter)).toMatch(/^(a filter|a wildcard|the wildcard|a shared filter) .+$/);
  });

  test.each([
    ...["#", "+", "/", "a/#", "+/+/#", "+/tennis/#", "/+", "a/+/b", "$share/g/#", "$share/g//"].map(
      (filter) => [filter, filter],
    ),
    ["all bytes that a length can say", "x".repeat(65535)],
  ])("a filter is accepted: %s", (_name, filter) => {
    expect(filterFault(filter)).toBeUndefined();
  });

  test("a filter is recognised as with or without wildcards", () => {
    expect(["a", "a/+", "#"].map(hasWildcard)).toEqual([false, true, true]);
  });
});

test("device and computer agree on which topics may be published", () => {
  const longest = "t".repeat(65535);
  const faults = ["", `${longest}t`, "\0", "a\0", "+", "a/+", "#", "a/#"];
  for (const topic of ["t", "/", "a/b", "$t", longest, ...faults])
    expect([topic, isTopic(topic), topicFault(topic) === undefined]).toEqual([
      topic,
      !faults.includes(topic),
      !faults.includes(topic),
    ]);
});

test("a filter must not contain NUL anywhere", () => {
  for (const filter of ["\0", "a\0", "\0/#"]) expect(filterFault(filter)).toMatch("control characters");
});
