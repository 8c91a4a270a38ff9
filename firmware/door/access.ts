// The access service: it answers the question of each terminal, where that says.
import { connect, type NodeMessage } from "ringmote/node.ts";

/** A client of a tenant, whose topics begin with the user's name. */
export interface Member {
  id: string;
  user: string;
  secret: string;
  signal?: AbortSignal;
}

/** Says who may enter where. Its session is not kept: who asked while it was away has asked again. */
export function answerDoors(
  broker: string,
  member: Member,
  mayEnter: (door: string, fob: number) => boolean,
): void {
  const client = connect(broker, { ...member, mqtt: 5 });
  const answer = ({ topic, payload }: NodeMessage) =>
    mayEnter(topic.split("/")[1] as string, readQuestion(payload).fob) ? "yes" : "no";
  client.reply(`${member.user}/+/question`, answer, { qos: 1, answersBelow: member.user });
}

/** "700069" is the seventh question of a terminal, of fob 69. */
export function readQuestion(payload: string): { number: number; fob: number } {
  return { number: Math.floor(Number(payload) / 100_000), fob: Number(payload) % 100_000 };
}
