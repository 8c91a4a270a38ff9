// The minimal state of a client's messages when the broker records nothing: QoS 2 messages that wait for
// PUBREL. incoming.ts stores more, which a broker that serves for days must not.
import type { IPublishPacket } from "mqtt-packet";
import type { Incoming } from "./incoming.ts";
import { weightOf } from "./message.ts";
import type { Quota } from "./quota.ts";

/** A client has at most `mostUnfinished` held messages; one more is refused. */
export function createUnrecorded(clientId: string, mostUnfinished: number, quota: Quota): Incoming {
  const held = new Map<number, IPublishPacket>();
  const weight = ({ topic, payload, qos, retain }: IPublishPacket) =>
    weightOf({ topic, payload: payload as string, qos, retain });

  function release(id: number): IPublishPacket | undefined {
    const packet = held.get(id);
    if (packet !== undefined) quota.give(clientId, weight(packet));
    held.delete(id);
    return packet;
  }

  return {
    took(packet) {
      const id = packet.messageId as number;
      if (packet.qos !== 2 || held.has(id)) return "taken";
      if (held.size >= mostUnfinished) return "tooMany";
      if (!quota.take(clientId, weight(packet))) return "noRoom";
      held.set(id, packet);
      return "taken";
    },
    released: release,
    answered: () => {},
    isInUse: () => false,
    topicOf: (id) => held.get(id)?.topic,
    held: () => [...held.keys()],
    unanswered: () => [],
    drop() {
      for (const id of [...held.keys()]) release(id);
    },
  };
}
