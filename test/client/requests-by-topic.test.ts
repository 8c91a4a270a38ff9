// Requests whose topic says who asks (MQTT 3.1.1): by hand, across versions, and their subscriptions.
import { expect, test } from "vitest";
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import { endOf, program, SECOND } from "./program-client.ts";
import { replying } from "./replying-program.ts";

test.each([3, 5, "either"] as const)("a reply of MQTT %s answers a hand-made request", async (mqtt) => {
  const { asked, answers, say, granted, broker } = await replying("stock/+/count", mqtt);
  await say("requests/me/1/stock/bolts/count", "how many");
  expect(answers).toEqual(["answers/me/1 to how many"]);
  const [{ topic, payload, bytes, properties }] = asked;
  expect([topic, payload, `${Buffer.from(bytes)}`]).toEqual(["stock/bolts/count", "how many", "how many"]);
  expect([asked.length, properties]).toEqual([1, { responseTopic: "answers/me/1" }]);
  expect([await granted, broker.breaches]).toEqual([1, []]);
});

test("a 3.1.1 client receives answers from a 5.0 client", async () => {
  const { pass, start } = await replying("double", 5);
  const end = endOf(start({ id: "older" }).request("double", "4"));
  await pass(5 * SECOND);
  expect((end.value as NodeMessage).payload).toBe("to 4");
});

test("a reply handler for # answers a request once", async () => {
  const { asked, answers, say } = await replying("#");
  asked.length = 0;
  await say("requests/me/1/a/b");
  expect(asked.map(({ topic }) => topic).filter((topic) => !topic.startsWith("answers/"))).toEqual(["a/b"]);
  expect(answers).toEqual(["answers/me/1 to x"]);
});

test("a shared group answers each request once", async () => {
  const { start, pass, answers, say } = await replying("$share/group/a");
  start({ id: "other" }).reply("$share/group/a", () => "other");
  await pass(SECOND);
  for (const request of ["1", "2", "3", "4"]) await say(`requests/me/${request}/a`);
  expect(answers.map((answer) => answer.split(" ")[0])).toEqual(
    ["1", "2", "3", "4"].map((request) => `answers/me/${request}`),
  );
});

test("a retained request receives no answer", async () => {
  const { start, pass, say, asked, answers } = await replying("b");
  await say("requests/me/1/a", "x", true);
  start({ id: "later" }).reply("a", (message) => void asked.push(message));
  await pass(5 * SECOND);
  expect([asked, answers]).toEqual([[], []]);
});

test("a late acknowledgement waits for the answer to its request", async () => {
  const { start, pass, answers, say, broker } = await replying("b");
  const failed: string[] = [];
  start({ id: "late", handlerFailed: (topic) => void failed.push(topic) }).reply(
    "a/+",
    async ({ payload }) => (payload === "x" ? "late" : Promise.reject(new Error("no"))),
    { acknowledge: "resolved" },
  );
  await pass(SECOND);
  await say("requests//1/a/b");
  await say("requests/me/2/a/b");
  await say("requests/me/3/a/b", "fails");
  await pass(SECOND);
  expect([answers, failed, broker.breaches]).toEqual([["answers/me/2 late"], ["requests/me/3/a/b"], []]);
});

test.each(["unsubscribe", "subscribe", "messages"] as const)("%s ends the answering", async (what) => {
  const { client, pass, asked, answers, say, broker } = await replying("a");
  if (what === "messages") client.messages("a");
  else client[what]("a", () => {});
  await pass(SECOND);
  await say("requests/me/1/a");
  await say("a");
  expect([asked, answers]).toEqual([[], []]);
  const filters = broker.sessions().find(({ clientId }) => clientId === "replies")?.filters ?? [];
  expect(filters.map(([filter]) => filter)).toEqual(what === "unsubscribe" ? [] : ["a"]);
});

test("another handler of the topic replaces the reply handler", async () => {
  const { client, pass, answers, say, broker } = await replying("a");
  client.reply("a", () => "second");
  await say("requests/me/1/a");
  await pass(SECOND);
  expect([answers, broker.breaches]).toEqual([["answers/me/1 second"], []]);
  const filters = broker.sessions().find(({ clientId }) => clientId === "replies")?.filters ?? [];
  expect(filters.map(([filter]) => filter).toSorted()).toEqual(["a", "requests/+/+/a"]);
});

test.each([
  [3, ["requests/+/+/a"], "The subscription requests/+/+/a was refused by the broker."],
  [3, ["a"], undefined],
  [5, ["a"], "The subscription a was refused by the broker: unspecified error."],
  [5, ["requests/+/+/a"], undefined],
] as const)("a reply of MQTT %i whose %s is refused ends with: %s", async (mqtt, refused, message) => {
  const { pass, start } = program({
    grants: (filter, qos) => (refused.some((text) => text === filter) ? 0x80 : qos),
  });
  const told: string[] = [];
  const client = start({ mqtt, subscriptionRefused: (filter) => void told.push(filter) });
  const end = endOf(client.reply("a", () => ""));
  await pass(2 * SECOND);
  expect([end.error && (end.error as Error).message, end.value]).toEqual([message, message ? undefined : 1]);
  expect(told).toEqual(refused);
});
