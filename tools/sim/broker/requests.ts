// SUBSCRIBE and UNSUBSCRIBE on one connection, and their answers (MQTT 3.1.1, 3.8 to 3.11).
import type { ISubscribePacket, IUnsubscribePacket, Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";
import { filterBreach } from "./filters.ts";
import type { Qos } from "./message.ts";
import type { Session } from "./session.ts";

export interface Requests {
  take: (packet: ISubscribePacket | IUnsubscribePacket, session: Session) => void;
  /** Does a request with this identifier wait for its answer? */
  isOpen: (id: number) => boolean;
  /** The answer has left the broker. */
  answered: (id: number) => void;
}

interface RequestsHost {
  note: (breach: Breach, which: string) => void;
  /** Ends the connection. */
  refuse: (breach: Breach, which: string) => void;
  send: (packet: Packet) => void;
  /** The QoS that a filter is granted, or the code that refuses it. */
  grant: (filter: string, qos: Qos) => number;
  /** SUBACK is out: retained messages follow, for each filter as if it had come alone [MQTT-3.8.4-4]. */
  subscribed: (session: Session, granted: readonly (readonly [filter: string, qos: Qos])[]) => void;
}

const HIGHEST_QOS = 2;

export function createRequests(host: RequestsHost): Requests {
  const open = new Set<number>();

  /** Is the request sound? If not, the connection has ended. */
  function isSound({ cmd, messageId }: Packet, filters: string[], session: Session): boolean {
    const id = messageId as number;
    if (open.has(id) || session.incoming.isInUse(id))
      host.note("identifierInUse", `${cmd.toUpperCase()} under ${id}`);
    open.add(id);
    if (filters.length === 0) {
      host.refuse("noFilters", cmd.toUpperCase());
      return false;
    }
    for (const filter of filters) {
      const breach = filterBreach(filter);
      if (breach === undefined) continue;
      host.refuse(breach, filter);
      return false;
    }
    return true;
  }

  function subscribe(packet: ISubscribePacket, session: Session): void {
    const { messageId, subscriptions } = packet;
    const codes = subscriptions.map(({ topic, qos }) => host.grant(topic, qos));
    const granted = subscriptions
      .map(({ topic }, index) => [topic, codes[index] as Qos] as const)
      .filter(([, code]) => code <= HIGHEST_QOS);
    for (const [filter, qos] of granted) session.filters.set(filter, qos);
    host.send({ cmd: "suback", messageId, granted: codes });
    host.subscribed(session, granted);
  }

  function unsubscribe({ messageId, unsubscriptions }: IUnsubscribePacket, session: Session): void {
    for (const filter of unsubscriptions) session.filters.delete(filter);
    host.send({ cmd: "unsuback", messageId } as Packet);
  }

  return {
    take(packet, session) {
      const filters =
        packet.cmd === "subscribe" ? packet.subscriptions.map(({ topic }) => topic) : packet.unsubscriptions;
      if (!isSound(packet, filters, session)) return;
      if (packet.cmd === "subscribe") subscribe(packet, session);
      else unsubscribe(packet, session);
    },
    isOpen: (id) => open.has(id),
    answered: (id) => open.delete(id),
  };
}
