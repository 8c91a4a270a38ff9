// Hostile requests and answers whose topics say whose they are (MQTT 3.1.1), and identifiers that do not fit a topic.
import { describe, expect, test } from "vitest";
import { requestBy } from "../../src/client/requests/request-topics.ts";
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import { endOf, program, SECOND } from "./program-client.ts";
import { replying } from "./replying-program.ts";

test.each([
  "requests//1/a",
  "requests/me//a",
  "requests///a",
  "requests/me/1",
  "requests/me/1/",
  "requests/me/1/b",
  "requests/me/1/a/b",
  "requests/me/1//a",
  "requests/me/1/$SYS",
  "request/me/1/a",
  "x/requests/me/1/a",
])("the message %s is not treated as a request for a", async (topic) => {
  const { asked, answers, say, broker } = await replying("a");
  await say(topic);
  expect([asked, answers, broker.breaches]).toEqual([[], [], []]);
});

test.each([
  ["requests/../../a", "answers/../.."],
  ["requests/%2F/%2B/a", "answers/%2F/%2B"],
  ["requests/$SYS/$share/a", "answers/$SYS/$share"],
  ["requests/é {}/\u{1f511}/a", "answers/é {}/\u{1f511}"],
])("the request %s is answered two levels below answers/", async (topic, answered) => {
  const { answers, say } = await replying("a");
  await say(topic);
  expect(answers).toEqual([`${answered} to x`]);
});

test("a request is matched by its topic, as filters match", () => {
  expect(requestBy("requests/me/1/$SYS/a", "+/a")).toBeUndefined();
  expect(requestBy("requests/me/1/$SYS/a", "#")).toBeUndefined();
  expect(requestBy("requests/me/1/$SYS/a", "$SYS/#")).toMatchObject({ topic: "$SYS/a" });
  expect(requestBy("requests/me/1//a", "/+")).toMatchObject({ topic: "/a" });
  expect(requestBy("requests/me/1/a\nb", "+")).toMatchObject({ topic: "a\nb" });
  expect(requestBy("requests/me/1/a/b", "$share/group/a/+")).toMatchObject({ topic: "a/b" });
});

describe("client identifiers in answer topics", () => {
  test.each([
    ["till", "till"],
    ["a/b+c#d%e", "a%2Fb%2Bc%23d%25e"],
    ["a-b", "a-b"],
    ["$ ", "$ "],
  ])("the client %s receives its answers below %s", async (id, level) => {
    const { start, pass, broker } = await replying("a");
    const end = endOf(start({ id }).request("a", "1"));
    await pass(5 * SECOND);
    expect((end.value as NodeMessage).topic).toMatch(`answers/${level}/`);
    expect((end.value as NodeMessage).payload).toBe("to 1");
    const filters = broker.sessions().find(({ clientId }) => clientId === id)?.filters ?? [];
    expect(filters.map(([filter]) => filter)).toEqual([`answers/${level}/+`]);
  });

  test.each([3, 5] as const)("clients of MQTT %i without identifier do not share answers", async (mqtt) => {
    const { start, pass, broker } = await replying("a", 5);
    const ends = [1, 2].map((number) => endOf(start({ id: "", mqtt }).request("a", `${number}`)));
    await pass(5 * SECOND);
    expect(ends.map(({ value }) => (value as NodeMessage).payload)).toEqual(["to 1", "to 2"]);
    const [first, second] = ends.map(({ value }) => (value as NodeMessage).topic);
    expect([first === second, broker.breaches]).toEqual([false, []]);
  });

  test.each([
    ["i".repeat(65_530), 65_538],
    ["%".repeat(22_000), 66_008],
  ])("an overlong identifier of MQTT 5 refuses requests with a sentence", async (id, bytes) => {
    const { start, pass, broker } = await replying("a", 5);
    const asker = start({ id, mqtt: 5 });
    await pass(SECOND);
    const end = endOf(asker.request("a", ""));
    await pass(SECOND);
    expect(`${end.error}`).toBe(
      `RequestError: The request to a was refused: after answers/ the client's id has ${bytes} bytes, and a topic at most 65535; give the client a shorter id.`,
    );
    expect([asker.counters().connects, asker.isConnected(), broker.breaches]).toEqual([1, true, []]);
  });

  test("a request whose topic becomes too long is refused with a sentence", async () => {
    const { start, pass, broker } = await replying("b");
    const asker = start({ id: "i".repeat(100) });
    await pass(SECOND);
    const end = endOf(asker.request("a".repeat(65_450), ""));
    await pass(SECOND);
    expect(end.error).toMatchObject({ name: "RequestError" });
    expect(`${end.error}`).toMatch(
      /was refused: after the client's id it has 655\d\d bytes, and a topic at most 65535; shorten one of them\.$/,
    );
    expect([asker.isConnected(), broker.breaches]).toEqual([true, []]);
  });
});

test("a forged answer resolves only an open request", async () => {
  const { start, pass, say } = await replying("a");
  const asker = start({ id: "asks" });
  const keys: string[] = [];
  start({ id: "looks" }).subscribe("requests/#", ({ topic }) => void keys.push(topic.split("/")[2] ?? ""));
  await pass(SECOND);
  const settled = endOf(asker.request("a", "1"));
  const open = endOf(asker.request("slow", "1", { timeoutMs: 60_000 }));
  await pass(5 * SECOND);
  const [key = "", openKey = ""] = keys;
  expect((settled.value as NodeMessage).topic).toBe(`answers/asks/${key}`);
  for (const topic of ["answers/asks/x", "answers/asks/__proto__", "answers/asks/", `answers/asks/${key}/x`])
    await say(topic);
  await say(`answers/asks/${key}`);
  await say(`answers/asks/${"0".repeat(key.length)}`);
  expect([open, asker.counters()]).toMatchObject([{}, { repeatedAnswers: 1, lateAnswers: 0 }]);
  await say(`answers/asks/${openKey}`, "by hand");
  expect(open.value).toMatchObject({ payload: "by hand" });
});

test.each([3, 5] as const)("each client of MQTT %i uses a new answer topic", async (mqtt) => {
  const asked: string[] = [];
  for (let life = 0; life < 2; life += 1) {
    const { start, pass } = program();
    start({ id: "replies", mqtt }).reply("a", ({ properties: { responseTopic, correlationData = [] } }) => {
      asked.push(`${responseTopic} ${[...correlationData]}`);
      return "";
    });
    endOf(start({ id: "asks", mqtt }).request("a", ""));
    await pass(5 * SECOND);
  }
  expect([asked.length, new Set(asked).size]).toEqual([2, 2]);
});

test("a refused answer subscription rejects each request", async () => {
  const { pass, start } = program({ grants: () => 0x80 });
  const asker = start();
  const first = endOf(asker.request("a", ""));
  await pass(2 * SECOND);
  const second = endOf(asker.request("a", ""));
  await pass(2 * SECOND);
  const message = "The subscription answers/program/+ was refused by the broker.";
  expect([first, second]).toMatchObject([{ error: { message } }, { error: { message } }]);
});
