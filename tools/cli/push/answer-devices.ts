// Answers to devices that are offered an update: what they tell decides its fate, and what they lack is sent.
import { problemTopic, UPDATE_NAME, valueTopic, wantTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import type { RolledOut } from "./rollout.ts";
import { SliceAnswers } from "./slice-answers.ts";
import { standingIn } from "./standing.ts";

/** Hears what the devices tell, and answers what they lack. */
export function answerDevices(connection: BrokerConnection, all: ReadonlyMap<string, RolledOut>): void {
  const answers = new SliceAnswers(connection);
  connection.listen(({ topic, payload, retained }) => {
    for (const [root, each] of atTopic(topic, all)) {
      if (topic === wantTopic(root)) {
        if (each.update !== undefined) answers.answer(root, each.update, payload.toString("latin1"));
      } else if (topic === problemTopic(root)) each.problem = payload.toString();
      else if (topic === valueTopic(root, UPDATE_NAME) && !retained) {
        const standing = standingIn(payload.toString());
        if (standing !== undefined) each.tells(standing, performance.now());
      }
    }
  });
}

/** The device whose root a topic begins with, if any. */
function atTopic(topic: string, all: ReadonlyMap<string, RolledOut>): [string, RolledOut][] {
  for (let end = topic.lastIndexOf("/"); end > 0; end = topic.lastIndexOf("/", end - 1)) {
    const each = all.get(topic.slice(0, end));
    if (each !== undefined) return [[each.root, each]];
  }
  return [];
}
