// Topic aliases that a broker uses: what stands for which topic, for how long, and what is none.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { allowAliases } from "../../../src/mqtt/program/received-aliases.ts";
import { subscribe } from "../../../src/mqtt/subscriptions.ts";
import { driveClient } from "../driven-client.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const MOST = 3;

/** A client that is connected, has allowed the broker three aliases, and hears everything. */
function drive({ packetBytes = 256 } = {}) {
  const driven = driveClient({ level: LEVEL_5, packetBytes });
  allowAliases(driven.client, MOST);
  const heard: [topic: string, payload: string][] = [];
  subscribe(driven.client, "#", 2, {
    deliver: (_, payload, _retained, topic) => void heard.push([topic, payload]),
  });
  driven.connect();
  let id = 0;
  const say = (topic: string, topicAlias: number | undefined, payload: string, qos = 0) => {
    id += 1;
    const messageId = qos > 0 ? id : undefined;
    driven.receive({
      cmd: "publish",
      topic,
      payload,
      qos,
      messageId,
      retain: false,
      dup: false,
      properties: { topicAlias },
    } as never);
  };
  return { ...driven, heard, say };
}

/** With which reason the client has ended the connection. */
const farewell = (driven: ReturnType<typeof drive>) =>
  driven.sent().map((packet) => [packet.cmd, (packet as { reasonCode?: number }).reasonCode]);

describe("the broker's topic alias", () => {
  test.each([0, 1, 2])("a broker's topic alias replaces its topic at QoS %i [MQTT5-3.3.2-10]", (qos) => {
    const driven = drive();
    for (const alias of [1, 2, MOST]) driven.say(`home/${alias}`, alias, "named", qos);
    for (const alias of [MOST, 1, 2]) driven.say("", alias, "short", qos);
    expect(driven.heard).toEqual([
      ["home/1", "named"],
      ["home/2", "named"],
      ["home/3", "named"],
      ["home/3", "short"],
      ["home/1", "short"],
      ["home/2", "short"],
    ]);
    expect(driven.told.lost).toEqual([]);
  });

  test("a broker may redefine a topic alias with another topic", () => {
    const driven = drive();
    for (const topic of ["a", "", "b", "", "c"]) driven.say(topic, 1, "x");
    driven.say("d", undefined, "x");
    driven.say("", 1, "x");
    expect(driven.heard.map(([topic]) => topic)).toEqual(["a", "a", "b", "b", "c", "d", "c"]);
  });

  test("a broker's topic alias is undefined on the next connection [MQTT5-3.3.2-7]", () => {
    const driven = drive();
    driven.say("a", 1, "x");
    driven.loseLink();
    driven.connect();
    driven.say("", 1, "x");
    expect(driven.heard).toEqual([["a", "x"]]);
    expect(farewell(driven)).toEqual([["disconnect", 0x82]]);
  });

  test.each([
    ["0", "a", 0, 0x94],
    ["above the maximum [MQTT5-3.1.2-26] [MQTT5-3.3.2-11]", "a", MOST + 1, 0x94],
    ["far above it", "a", 65_535, 0x94],
    ["that was never named", "", 2, 0x82],
    ["of a topic with a wildcard", "a/#", 1, 0x90],
  ])("an alias %s ends the connection with its reason", (_what, topic, alias, code) => {
    const driven = drive();
    driven.say("a", 1, "x");
    const length = String.fromCharCode(0, topic.length);
    const body = `${length + topic}\x03\x23${String.fromCharCode(alias >> 8, alias & 255)}x`;
    driven.receiveBytes(String.fromCharCode(0x30, body.length) + body);
    expect(farewell(driven)).toEqual([["disconnect", code]]);
    expect(driven.heard).toEqual([["a", "x"]]);
  });

  test("a broker's topic alias may be defined by an overlong message", () => {
    const driven = drive({ packetBytes: 64 });
    driven.say("long", 1, "x".repeat(100));
    driven.say("", 1, "x".repeat(100), 1);
    driven.say("", 1, "short");
    expect(driven.told.skipped.map(([topic]) => topic)).toEqual(["long", "long"]);
    expect(driven.heard).toEqual([["long", "short"]]);
  });

  test("a broker's topic alias with an overlong topic stands for nothing", () => {
    const driven = drive({ packetBytes: 64 });
    driven.say("a", 1, "x");
    driven.say("b".repeat(100), 1, "x");
    driven.say("", 1, "x");
    expect(driven.heard).toEqual([["a", "x"]]);
    expect(farewell(driven)).toEqual([["disconnect", 0x82]]);
  });
});

test("an alias keeps no memory of its defining packet", () => {
  const held = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const driven = drive({ packetBytes: 20_000_000 });
  const before = held();
  for (let alias = 1; alias <= MOST; alias += 1)
    driven.say(`a topic that is long ${alias}`, alias, "x".repeat(10_000_000));
  driven.heard.length = 0;
  // The newest packet may still be held elsewhere.
  expect(held() - before).toBeLessThan(15_000_000);
  driven.say("", MOST, "x");
  expect(driven.heard).toEqual([[`a topic that is long ${MOST}`, "x"]]);
});

test("any run of messages arrives as an alias table predicts", () => {
  const message = fc.record({
    topic: fc.constantFrom("", "", "a", "b/c", "°"),
    alias: fc.option(fc.integer({ min: 1, max: MOST }), { nil: undefined }),
    qos: fc.nat(2),
    reconnects: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const driven = drive();
      const table = new Map<number, string>();
      const expected: string[] = [];
      for (const { topic, alias, qos, reconnects } of messages) {
        if (reconnects) {
          driven.loseLink();
          driven.connect();
          table.clear();
        }
        if (topic === "" && !table.has(alias ?? 0)) continue;
        if (topic !== "" && alias !== undefined) table.set(alias, topic);
        expected.push(topic === "" ? (table.get(alias ?? 0) as string) : topic);
        driven.say(topic, alias, "x", qos);
      }
      const bytes = (text: string) => Buffer.from(text).toString("latin1");
      expect(driven.heard.map(([topic]) => topic)).toEqual(expected.map(bytes));
    }),
    { numRuns: 300 },
  );
});
