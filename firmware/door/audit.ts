// The audit trail: who was at which door. Nothing is missing in it, and nothing double.
import { connect } from "ringmote/node.ts";
import { type Member, readQuestion } from "./access.ts";

/** The broker keeps for it what comes while it is away, and QoS 2 brings nothing twice. */
export function keepAudit(
  broker: string,
  member: Member,
  asked: (door: string, number: number, fob: number) => void,
): void {
  const client = connect(broker, { ...member, mqtt: 5, session: "persistent" });
  client.subscribe(
    `${member.user}/+/question`,
    ({ topic, payload, retained }) => {
      const { number, fob } = readQuestion(payload);
      // What the broker has kept comes again with each connection: it is nothing new.
      if (!retained) asked(topic.split("/")[1] as string, number, fob);
    },
    { qos: 2 },
  );
}
