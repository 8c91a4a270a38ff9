// A program that replies, and a client by which requests are made and answers heard by hand.
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import { program, SECOND } from "./program-client.ts";

/** It notes what it was asked, and what came at the topics of answers. */
export async function replying(filter: string, mqtt: 3 | 5 | "either" = 3) {
  const { broker, world, pass, start } = program();
  const asked: NodeMessage[] = [];
  const answers: string[] = [];
  const client = start({ id: "replies", mqtt });
  const granted = client.reply(filter, (message) => {
    asked.push(message);
    return `to ${message.payload}`;
  });
  const hand = start({ id: "hand" });
  hand.subscribe("answers/#", ({ topic, payload }) => void answers.push(`${topic} ${payload}`));
  await pass(SECOND);
  const say = async (topic: string, payload = "x", retain = false) => {
    await Promise.all([hand.send(topic, payload, { retain }), pass(SECOND)]);
    await pass(SECOND);
  };
  return { broker, world, pass, start, client, granted, asked, answers, say };
}
