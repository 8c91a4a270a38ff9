// Routing of a message to sessions: to each one with a matching filter, and to one member of each shared
// group (MQTT 3.1.1, 3.3.5 and 4.7; MQTT 5.0, 4.8.2; brokers offer shared filters to clients of 3.1.1 as
// well).
import type { Timers } from "../../../src/platform/node/timers.ts";
import { sharedFilter } from "./filters.ts";
import { Groups, type Sharing } from "./groups.ts";
import type { Limits } from "./limits.ts";
import { lowerQos, type Message, type Qos } from "./message.ts";
import { deliverTo, type Session } from "./session.ts";
import type { ReportShortage } from "./shortages.ts";
import { isStanding, mayReceive, type StandingSubscription, type Subscriptions } from "./subscriptions.ts";

/**
 * The delivery to a session with several matching filters: one message at the highest QoS, or one per filter.
 */
export type Overlapping = "once" | "each";

/**
 * The most receivers of a message, as many as the embedded broker has clients; more are dropped, because each
 * would delay all other clients.
 */
const MOST_QUEUED = 10_000;

/** A message, and its remaining receivers with their subscriptions. */
interface Handout {
  message: Message;
  to: Map<Session, StandingSubscription[]>;
}

export class Router {
  readonly groups: Groups;
  private readonly overlapping: Overlapping;
  private readonly subscriptions: Subscriptions;
  private readonly timers: Timers;
  private readonly recipients: number;
  private readonly reportShortage: ReportShortage;
  /** A message with more receivers than one turn serves. */
  private longHandout: Handout | undefined = undefined;
  /** Further messages with many receivers that cannot wait at their source: wills. */
  private readonly queued: (() => void)[] = [];
  /** Callbacks of messages that wait at their source. */
  private readonly waiting: (() => void)[] = [];
  private discarded = 0;

  constructor(
    overlapping: Overlapping,
    sharing: Sharing,
    subscriptions: Subscriptions,
    {
      timers,
      limits: { recipients },
      reportShortage,
    }: { timers: Timers; limits: Pick<Limits, "recipients">; reportShortage: ReportShortage },
  ) {
    this.overlapping = overlapping;
    this.subscriptions = subscriptions;
    this.timers = timers;
    this.recipients = recipients;
    this.reportShortage = reportShortage;
    this.groups = new Groups(sharing, this.subscriptions, this.isDelivered, this.lose);
  }

  /**
   * Must a message for this topic wait, because another message with many receivers is still being delivered?
   * Then `free` is called when it may continue.
   */
  readonly mustWait = (topic: string, free: () => void): boolean => {
    if (!this.isLate(topic)) return false;
    this.waiting.push(free);
    return true;
  };

  /** The number of messages discarded because too many waited for a session. */
  readonly thrownAway = (): number => {
    return this.discarded;
  };

  /**
   * Delivers the message to a session for all these subscriptions, after earlier ones; false at the session's
   * limit.
   */
  private readonly isDelivered = (
    session: Session,
    message: Message,
    standings: readonly StandingSubscription[],
  ): boolean => {
    if (this.longHandout?.to.has(session)) this.handTo(session, this.longHandout);
    const granted = Math.max(...standings.map(({ subscription }) => subscription.qos)) as Qos;
    const identifiers = standings.flatMap(({ subscription }) => subscription.identifier ?? []);
    const retain = message.retain && standings.some(({ subscription }) => subscription.retainAsPublished);
    const copy: Message = { ...message, qos: lowerQos(message.qos, granted), retain };
    // A QoS 0 message is never stored, so its permissions cannot change before it is sent.
    if (copy.qos > 0)
      copy.cause = { published: message, subscribed: standings, permissions: session.permissions };
    if (identifiers.length > 0) copy.subscriptions = identifiers;
    return deliverTo(session, copy, this.timers.now());
  };

  private readonly lose = (session: Session): void => {
    this.discarded += 1;
    this.reportShortage("queue", session.clientId);
  };

  /** Delivers a portion of the long list in this turn; other clients are served after it. */
  private readonly goOn = (): void => {
    if (this.longHandout === undefined) return;
    let handed = 0;
    for (const session of this.longHandout.to.keys()) {
      this.handTo(session, this.longHandout);
      handed += 1;
      if (handed === this.recipients) break;
    }
    if (this.longHandout.to.size > 0) this.timers.after(0, this.goOn);
    else {
      this.longHandout = undefined;
      for (const next of [this.queued, this.waiting])
        while (this.longHandout === undefined && next.length > 0) next.shift()?.();
    }
  };

  /** Delivers a message, with RETAIN 0 [MQTT-3.3.1-9] unless the subscription keeps the flag. */
  route(message: Message, publisher: Session | undefined): void {
    if (this.isLate(message.topic)) {
      this.queue(message, publisher);
      return;
    }
    const shared = new Map<string, StandingSubscription[]>();
    const to = new Map<Session, StandingSubscription[]>();
    for (const standing of this.subscriptions.matching(message.topic)) {
      const { session, filter, subscription } = standing;
      if (subscription.noLocal === true && session === publisher) continue;
      const list = sharedFilter(filter) === undefined ? listOf(to, session) : listOf(shared, filter);
      list.push(standing);
    }
    const handout = { message, to };
    if (to.size > this.recipients && this.longHandout === undefined) {
      this.longHandout = handout;
      this.goOn();
    } else for (const session of to.keys()) this.handTo(session, handout);
    for (const members of shared.values()) this.groups.serve(members, message);
  }

  private give(session: Session, message: Message, standings: readonly StandingSubscription[]): void {
    if (!this.isDelivered(session, message, standings)) this.lose(session);
  }

  private handTo(session: Session, { message, to }: Handout): void {
    const standings = (to.get(session) ?? []).filter(
      (standing) => isStanding(standing) && mayReceive(standing, message),
    );
    to.delete(session);
    if (standings.length === 0) return;
    if (this.overlapping === "each")
      for (const standing of standings) this.give(session, message, [standing]);
    else this.give(session, message, standings);
  }

  private isLate(topic: string): boolean {
    return this.longHandout !== undefined && this.subscriptions.count(topic) > this.recipients;
  }

  private queue(message: Message, publisher: Session | undefined): void {
    if (this.queued.length < MOST_QUEUED) {
      this.queued.push(() => this.route(message, publisher));
      return;
    }
    this.discarded += 1;
    this.reportShortage("late", publisher?.clientId ?? "");
  }
}

function listOf<Key>(lists: Map<Key, StandingSubscription[]>, key: Key): StandingSubscription[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
