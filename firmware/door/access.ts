// The access service: it answers the question of each terminal with the question's number, or not at all.
import { connect } from "ringmote/node.ts";

/** A client of a tenant, whose topics begin with the user's name. */
export interface Member {
  id: string;
  user: string;
  secret: string;
  signal?: AbortSignal;
}

/** Behind that a terminal takes no answer any more (terminal/device.ts). */
const PATIENCE_MS = 3000;

/** Says who may enter where. Its session is not kept: who asked while it was away has asked again. */
export function answerDoors(
  broker: string,
  member: Member,
  mayEnter: (door: string, fob: number) => boolean,
): void {
  const client = connect(broker, { ...member, mqtt: 5 });
  client.subscribe(`${member.user}/+/question`, ({ topic, payload, retained }) => {
    const door = topic.split("/")[1] as string;
    const { number, fob } = readQuestion(payload);
    if (retained || !mayEnter(door, fob)) return;
    const answer = `${member.user}/${door}/answer/set`;
    // With the deadline the broker forgets an answer that is late.
    client.send(answer, String(number), { qos: 1, deadline: PATIENCE_MS }).catch(() => {});
  });
}

/** "700069" is the seventh question of a terminal, of fob 69. */
export function readQuestion(payload: string): { number: number; fob: number } {
  return { number: Math.floor(Number(payload) / 100_000), fob: Number(payload) % 100_000 };
}
