// SUBSCRIBE and UNSUBSCRIBE on one connection, with SUBACK and UNSUBACK (MQTT 3.1.1 and 5.0, 3.8 to 3.11).
import type { ISubscribePacket, ISubscription, IUnsubscribePacket, Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { filterBreach, sharedFilter } from "./filters.ts";
import type { Qos } from "./message.ts";
import type { Session } from "./session.ts";
import type { Subscription } from "./subscriptions.ts";

interface RequestsHost {
  /** The most levels of a filter. */
  mostLevels: number;
  note: (breach: Breach, which: string) => void;
  /** Ends the connection. */
  refuse: (breach: Breach, which: string) => void;
  send: (packet: Packet) => void;
  /** The QoS granted to a filter, or the code that refuses it. */
  grant: (filter: string, qos: Qos) => number;
  /** The SUBACK code when there is no room. */
  noRoom: () => number;
  dispatcher: Pick<Dispatcher, "subscribe" | "unsubscribe" | "subscribed">;
}

const HIGHEST_QOS = 2;
/** Retain Handling of MQTT 5.0 (3.8.3.1): retained messages for a new subscription only, or never. */
const IF_NEW = 1;
const NEVER = 2;
/** Reason codes of UNSUBACK (MQTT 5.0, 3.11.3). */
const REMOVED = 0;
const NOTHING_TO_REMOVE = 0x11;

export class Requests {
  private readonly host: RequestsHost;
  private readonly open = new Set<number>();

  constructor(host: RequestsHost) {
    this.host = host;
  }

  /** Is a request with this identifier unanswered? */
  readonly isOpen = (id: number): boolean => {
    return this.open.has(id);
  };

  take(packet: ISubscribePacket | IUnsubscribePacket, session: Session): void {
    const filters =
      packet.cmd === "subscribe" ? packet.subscriptions.map(({ topic }) => topic) : packet.unsubscriptions;
    if (!this.isSound(packet, filters, session)) return;
    if (packet.cmd === "subscribe") this.subscribe(packet, session);
    else this.unsubscribe(packet, session);
  }

  /** Called when the answer was written. */
  answered(id: number): void {
    this.open.delete(id);
  }

  /** Is the request valid? Otherwise the connection has ended. */
  private isSound({ cmd, messageId }: Packet, filters: string[], session: Session): boolean {
    const id = messageId as number;
    if (this.open.has(id) || session.incoming.isInUse(id))
      this.host.note("identifierInUse", `${cmd.toUpperCase()} under ${id}`);
    this.open.add(id);
    if (filters.length === 0) {
      this.host.refuse("noFilters", cmd.toUpperCase());
      return false;
    }
    for (const filter of filters) {
      const breach = filterBreach(filter, this.host.mostLevels);
      if (breach === undefined) continue;
      this.host.refuse(breach, filter);
      return false;
    }
    return true;
  }

  private subscribe(packet: ISubscribePacket, session: Session): void {
    const { messageId, subscriptions, properties } = packet;
    const own = subscriptions.find(({ topic, nl }) => nl === true && sharedFilter(topic) !== undefined);
    if (own !== undefined) {
      this.host.refuse("ownShared", own.topic);
      return;
    }
    const codes = subscriptions.map((subscription) => {
      const { topic: filter } = subscription;
      const code = this.host.grant(filter, subscription.qos);
      if (code > HIGHEST_QOS) return code;
      const isNew = !session.filters.has(filter);
      const grantedOptions = optionsOf(subscription, code as Qos, properties?.subscriptionIdentifier);
      const isDone = this.host.dispatcher.subscribe(
        session,
        filter,
        grantedOptions,
        wantsRetained(subscription, isNew),
      );
      return isDone ? code : this.host.noRoom();
    });
    this.host.send({ cmd: "suback", messageId, granted: codes });
    // Sends retained messages for each filter as for a single one [MQTT-3.8.4-4].
    this.host.dispatcher.subscribed(session);
  }

  private unsubscribe({ messageId, unsubscriptions }: IUnsubscribePacket, session: Session): void {
    const codes = unsubscriptions.map((filter) =>
      session.filters.has(filter) ? REMOVED : NOTHING_TO_REMOVE,
    );
    for (const filter of unsubscriptions) this.host.dispatcher.unsubscribe(session, filter);
    this.host.send({ cmd: "unsuback", messageId, granted: codes } as Packet);
  }
}

function wantsRetained({ rh = 0 }: ISubscription, isNew: boolean): boolean {
  return rh !== NEVER && (rh !== IF_NEW || isNew);
}

function optionsOf({ nl, rap }: ISubscription, qos: Qos, identifier: unknown): Subscription {
  return {
    qos,
    ...(nl === true && { noLocal: true }),
    ...(rap === true && { retainAsPublished: true }),
    ...(typeof identifier === "number" && { identifier }),
  };
}
