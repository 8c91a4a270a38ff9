// Groups with a shared filter (MQTT 5.0, 4.8.2): one member is given each message. What a member has not
// answered when it goes is given to another one, but for a message at QoS 2 that it was sent: that is its
// own, whatever becomes of it [MQTT5-4.8.2-4].
import { sharedFilter } from "./filters.ts";
import type { Message } from "./message.ts";
import type { Session } from "./session.ts";
import { mayReceive, type Standing, type Subscriptions } from "./subscriptions.ts";

/**
 * The choice of a member of a group with a shared filter: each in its turn, or the same one for as long as it
 * is connected.
 */
export type Sharing = "in turn" | "sticky";

export interface Groups {
  /** Gives one of a group's members a message. */
  serve: (members: readonly Standing[], message: Message) => void;
  /** A session has unsubscribed from a filter. */
  unsubscribed: (session: Session, filter: string) => void;
  /** A session's connection is going: members that are connected take over. */
  left: (session: Session) => void;
  /** A session is ending: members that are away take over as well. */
  ended: (session: Session) => void;
}

export function createGroups(
  sharing: Sharing,
  subscriptions: Subscriptions,
  /** Gives a session the message for these subscriptions; false where it takes no more. */
  give: (session: Session, message: Message, standings: readonly Standing[]) => boolean,
  /** No member of a group takes a message; it would have been the turn of this one. */
  thrownAway: (session: Session) => void,
): Groups {
  let served = 0;

  const isBefore = (one: Standing, other: Standing) =>
    sharing === "sticky" ? one.served > other.served : one.served < other.served;

  /** The member whose turn it is, or who had the last one. */
  function first(members: readonly Standing[]): Standing | undefined {
    let best: Standing | undefined;
    for (const member of members) if (best === undefined || isBefore(member, best)) best = member;
    return best;
  }

  function isServed(member: Standing, message: Message): boolean {
    served += 1;
    member.served = served;
    return give(member.session, message, [member]);
  }

  /** Connected members come first, and then those that are away. */
  function serve(members: readonly Standing[], message: Message): void {
    const allowed = members.filter((member) => mayReceive(member, message));
    const present = allowed.filter(({ session }) => session.connection !== undefined);
    const chosen = first(present.length > 0 ? present : allowed);
    if (chosen === undefined || isServed(chosen, message)) return;
    // It has no room: a member that has takes the message.
    const rest = (present.length > 0 ? present : allowed).filter((member) => member !== chosen);
    rest.sort((a, b) => (isBefore(a, b) ? -1 : 1));
    if (!rest.some((member) => isServed(member, message))) thrownAway(chosen.session);
  }

  /** Messages that `session` has, or that wait for it, by a shared filter, go to other members. */
  function giveUp(
    session: Session,
    isGoing: boolean,
    isOther: (member: Standing) => boolean,
    only?: string,
  ): void {
    const groups = new Map<string, Standing[]>();
    function others(filter: string): Standing[] {
      const known = groups.get(filter) ?? subscriptions.members(filter).filter(isOther);
      groups.set(filter, known);
      return known;
    }
    function isPassed(message: Message, isOut: boolean): boolean {
      const filter = message.cause?.subscribed[0]?.filter;
      if (filter === undefined || sharedFilter(filter) === undefined) return false;
      if ((only ?? filter) !== filter || (isOut && message.qos === 2)) return false;
      return others(filter).some((member) => mayReceive(member, message));
    }
    for (const { cause } of session.outgoing.withdraw(isPassed, isGoing))
      if (cause !== undefined) serve(others(cause.subscribed[0].filter), cause.published);
  }

  return {
    serve,
    unsubscribed(session, filter) {
      if (sharedFilter(filter) !== undefined)
        giveUp(session, false, (member) => member.session !== session, filter);
    },
    left: (session) =>
      giveUp(
        session,
        true,
        (member) => member.session !== session && member.session.connection !== undefined,
      ),
    ended(session) {
      // On a standing connection, unfinished messages go on.
      if (session.connection === undefined) giveUp(session, true, (member) => member.session !== session);
    },
  };
}
