// Shared groups (MQTT 5.0, 4.8.2): one member receives each message. When a member disconnects, its
// unacknowledged messages go to another. A QoS 2 message that was sent stays with its member [MQTT5-4.8.2-4].
import { sharedFilter } from "./filters.ts";
import type { Message } from "./message.ts";
import type { Session } from "./session.ts";
import { mayReceive, type StandingSubscription, type Subscriptions } from "./subscriptions.ts";

/** The dispatch within a shared group: each member in turn, or the same member while it is connected. */
export type Sharing = "in turn" | "sticky";

export class Groups {
  private readonly sharing: Sharing;
  private readonly subscriptions: Subscriptions;
  private readonly give: (
    session: Session,
    message: Message,
    standings: readonly StandingSubscription[],
  ) => boolean;
  private readonly thrownAway: (session: Session) => void;
  private served = 0;

  constructor(
    sharing: Sharing,
    subscriptions: Subscriptions,
    give: (session: Session, message: Message, standings: readonly StandingSubscription[]) => boolean,
    thrownAway: (session: Session) => void,
  ) {
    this.sharing = sharing;
    this.subscriptions = subscriptions;
    this.give = give;
    this.thrownAway = thrownAway;
  }

  /** Delivers a message to one of a group's members: a connected one, or else a disconnected one. */
  serve(members: readonly StandingSubscription[], message: Message): void {
    const allowed = members.filter((member) => mayReceive(member, message));
    const present = allowed.filter(({ session }) => session.connection !== undefined);
    const chosen = this.nextMember(present.length > 0 ? present : allowed);
    if (chosen === undefined || this.deliverTo(chosen, message)) return;
    // This member is at its limit: a member below its limit receives the message.
    const rest = (present.length > 0 ? present : allowed).filter((member) => member !== chosen);
    rest.sort((a, b) => (this.isBefore(a, b) ? -1 : 1));
    if (!rest.some((member) => this.deliverTo(member, message))) this.thrownAway(chosen.session);
  }

  /** A session has unsubscribed from a filter. */
  unsubscribed(session: Session, filter: string): void {
    if (sharedFilter(filter) !== undefined)
      this.moveMessages(session, false, (member) => member.session !== session, filter);
  }

  /** Called when a session's connection ends: connected members receive its messages. */
  left(session: Session): void {
    this.moveMessages(
      session,
      true,
      (member) => member.session !== session && member.session.connection !== undefined,
    );
  }

  /** Called when a session ends: disconnected members may receive its messages too. */
  ended(session: Session): void {
    // On an open connection, unfinished messages continue.
    if (session.connection === undefined)
      this.moveMessages(session, true, (member) => member.session !== session);
  }

  private isBefore(member: StandingSubscription, rival: StandingSubscription): boolean {
    return this.sharing === "sticky" ? member.served > rival.served : member.served < rival.served;
  }

  /** The member whose turn it is, or which received the last message. */
  private nextMember(members: readonly StandingSubscription[]): StandingSubscription | undefined {
    let best: StandingSubscription | undefined;
    for (const member of members) if (best === undefined || this.isBefore(member, best)) best = member;
    return best;
  }

  /** Gives a member the message. Returns whether it had room for it. */
  private deliverTo(member: StandingSubscription, message: Message): boolean {
    this.served += 1;
    member.served = this.served;
    return this.give(member.session, message, [member]);
  }

  /** Moves messages that `session` received or that wait for it by a shared filter to other members. */
  private moveMessages(
    session: Session,
    isGoing: boolean,
    isOther: (member: StandingSubscription) => boolean,
    only?: string,
  ): void {
    const groups = new Map<string, StandingSubscription[]>();
    const otherMembers = (filter: string): StandingSubscription[] => {
      const known = groups.get(filter) ?? this.subscriptions.members(filter).filter(isOther);
      groups.set(filter, known);
      return known;
    };
    function isPassed(message: Message, isOut: boolean): boolean {
      const filter = message.cause?.subscribed[0]?.filter;
      if (filter === undefined || sharedFilter(filter) === undefined) return false;
      if ((only ?? filter) !== filter || (isOut && message.qos === 2)) return false;
      return otherMembers(filter).some((member) => mayReceive(member, message));
    }
    for (const { cause } of session.outgoing.withdraw(isPassed, isGoing))
      if (cause !== undefined) this.serve(otherMembers(cause.subscribed[0].filter), cause.published);
  }
}
