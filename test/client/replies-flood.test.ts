// More requests than a link carries answers for: what waits to be sent is bounded, and what is not sent is named.
import type { IPublishPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { scriptedBroker } from "../platform/behaviours/scripted-broker.ts";
import { SECOND } from "./program-client.ts";

const REQUEST = { cmd: "publish", topic: "a", payload: "", qos: 1, dup: false, retain: false } as const;

/** A broker that acknowledges no answer until `acknowledge`, and a program that has been asked so often. */
async function flooded(requests: number, answer: string) {
  const held: IPublishPacket[] = [];
  let isHeld = true;
  const broker = scriptedBroker({
    answers: (packet) => {
      if (packet.cmd !== "publish" || !isHeld) return undefined;
      held.push(packet);
      return [];
    },
  });
  const dropped: string[] = [];
  const client = broker.start({ dropped: (topic, why) => dropped.push(`${topic}: ${why}`) });
  client.reply("a", () => answer);
  await broker.pass(SECOND);
  for (let id = 1; id <= requests; id += 1)
    broker.say({ ...REQUEST, messageId: id, properties: { responseTopic: "answers/asker" } });
  await broker.pass(SECOND);
  const acknowledge = async () => {
    isHeld = false;
    for (const { messageId } of held) broker.say({ cmd: "puback", messageId });
    await broker.pass(10 * SECOND);
  };
  const sent = () => broker.words().filter((word) => word.startsWith("publish")).length;
  return { ...broker, dropped, acknowledge, sent };
}

test("ten thousand unacknowledged answers may wait; further answers are reported as dropped", async () => {
  const { dropped, acknowledge, sent, say, pass } = await flooded(10_003, "x");
  const why = "answers/asker: the answer is not sent: 10000 answers wait for the broker already";
  expect(dropped).toEqual([why, why, why]);
  await acknowledge();
  expect(sent()).toBe(10_000);
  say({ ...REQUEST, messageId: 20_000, properties: { responseTopic: "answers/asker" } });
  await pass(SECOND);
  expect([sent(), dropped.length]).toEqual([10_001, 3]);
});

test("unacknowledged answers hold at most 16 MB", async () => {
  const { dropped, acknowledge, sent } = await flooded(18, "x".repeat(1_000_000));
  const why = "answers/asker: the answer is not sent: 16000000 bytes of answers wait for the broker already";
  expect(dropped).toEqual([why, why]);
  await acknowledge();
  expect(sent()).toBe(16);
});
