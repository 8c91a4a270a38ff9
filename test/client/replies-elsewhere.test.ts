// Requests choose where their answer goes, and the replier's rights publish it:
// nowhere but where answers belong.
import { describe, expect, test } from "vitest";
import type { NodeClientOptions, ReplyOptions } from "../../src/client/options.ts";
import { scriptedBroker } from "../platform/behaviours/scripted-broker.ts";
import { program, SECOND } from "./program-client.ts";

/** Somebody asks for an answer at each topic; returns where something came, and what was dropped. */
async function answersTo(topics: string[], options: ReplyOptions = {}, retain = false) {
  const { broker, pass, start } = program();
  const dropped: string[] = [];
  const told: Partial<NodeClientOptions> = {
    mqtt: 5,
    dropped: (topic, why) => dropped.push(`${topic}: ${why}`),
  };
  const asker = start({ id: "asker", mqtt: 5 });
  const ask = async () => {
    for (const responseTopic of topics)
      asker.send("stock/count", "?", { retain, properties: { responseTopic } });
    await pass(SECOND);
  };
  if (retain) await ask();
  let asked = 0;
  const replier = start({ id: "replier", ...told });
  const count = () => {
    asked += 1;
    return "open";
  };
  await Promise.all([replier.reply("stock/count", count, options), pass(SECOND)]);
  if (!retain) await ask();
  await pass(SECOND);
  const came = broker.received.map(({ topic }) => topic).filter((topic) => topic !== "stock/count");
  return { came, dropped, asked };
}

test("a reply is sent only to topics below answers/", async () => {
  const { came, dropped, asked } = await answersTo(["lock/set", "answers", "answersX/a", "answers/asker"]);
  expect(came).toEqual(["answers/asker"]);
  expect(dropped).toEqual(
    ["lock/set", "answers", "answersX/a"].map(
      (topic) => `${topic}: the answer is not sent: its request wants it elsewhere than below answers/`,
    ),
  );
  expect(asked).toBe(4);
});

test.each(["home/replies", "home/replies/"])(
  "the option answersBelow %s replaces the default answers/",
  async (answersBelow) => {
    const { came } = await answersTo(["answers/a", "home/replies/a", "home/repliesX"], { answersBelow });
    expect(came).toEqual(["home/replies/a"]);
  },
);

test("a 3.1.1 request is answered only below answersBelow", async () => {
  const { start, pass, broker } = program();
  const dropped: string[] = [];
  const replier = start({
    id: "replier",
    mqtt: 5,
    dropped: (topic, why) => dropped.push(`${topic}: ${why}`),
  });
  replier.reply("a", () => "open", { answersBelow: "answers/till" });
  await pass(SECOND);
  const asker = start({ id: "asker" });
  for (const id of ["till", "lock"]) asker.send(`requests/${id}/1/a`, "");
  await pass(2 * SECOND);
  const came = broker.received.map(({ topic }) => topic).filter((topic) => topic.startsWith("answers/"));
  expect(came).toEqual(["answers/till/1"]);
  expect(dropped).toEqual([
    "answers/lock/1: the answer is not sent: its request wants it elsewhere than below answers/till/",
  ]);
});

test("an empty answersBelow allows answers to every topic", async () => {
  expect((await answersTo(["lock/set"], { answersBelow: "" })).came).toEqual(["lock/set"]);
});

test.each([
  ["answers/#", "answers/#", "a topic that is published to must not hold the wildcards + and #"],
  [
    "answers/\u001b[2J",
    "answers/\\x1b[2J",
    "a topic must not hold control characters: brokers end the connection for them",
  ],
  [
    "answers/\ufffe",
    "answers/\ufffe",
    "a topic must not hold noncharacters (as U+FFFE): brokers end the connection for them",
  ],
  [
    `answers${"/a".repeat(100)}`,
    `answers${"/a".repeat(100)}`,
    "its topic has 101 levels, and for more than 100 brokers end the connection",
  ],
])("a reply refused for its response topic %j is reported as dropped", async (responseTopic, named, why) => {
  const broker = scriptedBroker();
  const dropped: string[] = [];
  const client = broker.start({ dropped: (topic, why) => dropped.push(`${topic}: ${why}`) });
  client.reply("a", () => "open");
  await broker.pass(SECOND);
  const message = { cmd: "publish", topic: "a", payload: "?", qos: 0, dup: false, retain: false } as const;
  broker.say({ ...message, properties: { responseTopic } });
  await broker.pass(SECOND);
  expect(broker.words().filter((word) => word.startsWith("publish"))).toEqual([]);
  expect(dropped).toEqual([`${named}: the answer is not sent: ${why}`]);
  expect(client.isConnected()).toBe(true);
});

test("a reply to a topic of a hundred levels is sent", async () => {
  const deep = `answers${"/a".repeat(99)}`;
  expect((await answersTo([deep])).came).toEqual([deep]);
});

test("a retained request receives no answer", async () => {
  expect((await answersTo(["answers/asker"], {}, true)).came).toEqual([]);
});

test("an answersBelow with a wildcard is refused", () => {
  const { start } = program();
  expect(() => start({ mqtt: 5 }).reply("a", () => "b", { answersBelow: "answers/#" })).toThrow(
    "answersBelow",
  );
});

describe.each([3, 5] as const)("in MQTT %s", (mqtt) => {
  test("a request's correlation data never reaches the next request", async () => {
    const { pass, start } = program();
    const seen: string[] = [];
    const hand = start({ id: "hand", mqtt });
    hand.subscribe("#", ({ topic, properties: { correlationData } }) => {
      const key =
        correlationData === undefined ? topic.split("/")[2] : String.fromCharCode(...correlationData);
      seen.push(`${key}`);
    });
    await pass(SECOND);
    const asker = start({ id: "asker", mqtt });
    for (let count = 0; count < 20; count += 1) asker.request("a", "").catch(() => {});
    await pass(5 * SECOND);
    expect(seen).toHaveLength(20);
    expect(seen.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
    expect(new Set(seen.map((key) => key.slice(0, 8))).size).toBe(20);
    expect(new Set(seen.map((key) => key.slice(-8))).size).toBe(20);
  });
});
