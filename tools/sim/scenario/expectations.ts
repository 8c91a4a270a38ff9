// Expectations of a scenario about its programs. A failed one says which program failed it, and when.
import type { Milliseconds } from "../../../src/bytes/milliseconds.ts";
import { disorderOf, lostBy, streamsFor } from "./heard-numbers.ts";
import { joined } from "./joined.ts";
import { NotTried, ScenarioError } from "./scenario-error.ts";
import {
  connectedFrom,
  connectedUntil,
  type Heard,
  heardByStream,
  type Participant,
  type Sent,
  type TrafficRecord,
} from "./traffic-record.ts";

/** A rate is looked at over so long: a burst is no flood. */
const WINDOW_MS = 10_000;

/** Who has not done what was expected, and the moment, in milliseconds from the beginning. */
export interface Failure {
  who: string;
  at: number;
  /** What happened, without its full stop. */
  words: string;
}

/** Holds what happened against what is expected: nothing is returned where it holds. */
export type Expectation = (record: TrafficRecord) => Failure[];

/**
 * Each of the group, or where it shares them the group, hears every message that it listens to, however late.
 * What goes out before it has subscribed is lost: let the senders wait for it.
 */
export function everyMessage(group: string): Expectation {
  return ofEach(group, (participant, record) =>
    lostBy(participant, record).map(({ stream, message: { number, at, by } }) => ({
      who: participant.name,
      at,
      words: `lost ${stream} ${number} of ${by.name}`,
    })),
  );
}

/** None of the group hears a message a second time. */
export function noneTwice(group: string): Expectation {
  return ofEach(group, (participant, record) =>
    disorderOf(participant, record).twice.map(failing(participant, "heard a second time")),
  );
}

/** None of the group hears a message behind one that was sent after it in the same stream. */
export function inOrder(group: string): Expectation {
  return ofEach(group, (participant, record) =>
    disorderOf(participant, record).outOfOrder.map(failing(participant, "heard too late in order")),
  );
}

/**
 * Each of the group is answered: what it has sent of a stream that it listens to is back at it within so
 * long. Not said of what it sent when it, or the one program of the group `by`, had no connection, or lost it
 * in that time.
 */
export function answeredWithin(group: string, by: string, within: Milliseconds): Expectation {
  return ofEach(group, (participant, record) => {
    const [service] = record.participants.filter((participant) => participant.group === by);
    if (service === undefined)
      throw new ScenarioError(`An expectation is about answers of ${by}, and no such group takes part.`);
    return streamsFor(participant, record).flatMap(([stream, messages]) => {
      const isBack = ({ number, at }: Sent) =>
        participant.heard.some(
          (message) => message.stream === stream && message.number === number && message.at <= at + within,
        );
      return messages
        .filter(({ by: sender }) => sender === participant)
        .filter(({ at }) => at + within <= record.endedAt)
        .filter(({ at }) => bothConnectedFor(participant, service, at, within) === at + within)
        .filter((message) => !isBack(message))
        .map(({ number, at }) => ({
          who: participant.name,
          at: at + within,
          words: `has no answer to ${stream} ${number}, sent ${within} ms before`,
        }));
    });
  });
}

/** None of the group hears what is for another program, or what nobody has sent. */
export function onlyItsOwn(group: string): Expectation {
  return ofEach(group, (participant, record) => {
    const own = new Map(
      streamsFor(participant, record).map(([stream, sent]) => [
        stream,
        new Set(sent.map(({ number }) => number)),
      ]),
    );
    return participant.heard
      .filter(({ stream, number }) => own.get(stream)?.has(number) !== true)
      .map(failing(participant, "heard what is not its own"));
  });
}

/**
 * Each of the group has heard the newest message of every stream within so long of its sending; where it or
 * the sender had no connection then, within so long of the moment at which both have one again.
 */
export function newestWithin(group: string, within: Milliseconds): Expectation {
  return ofEach(group, (participant, record) => {
    const streams = heardByStream(participant);
    return streamsFor(participant, record).flatMap(([stream, messages]) => {
      const heard = streams.get(stream) ?? [];
      return messages.flatMap(({ number, at, by }, i) => {
        const due = bothConnectedFor(by, participant, at, within);
        const isReplaced = (messages[i + 1]?.at ?? Number.POSITIVE_INFINITY) < due;
        if (due > record.endedAt || isReplaced || newestBy(heard, due) >= number) return [];
        return {
          who: participant.name,
          at: due,
          words: `has not heard ${stream} ${number}, sent ${due - at} ms before`,
        };
      });
    });
  });
}

/**
 * Each of the group hears each message that it listens to within so long, whatever befalls them; of the
 * streams that `ofStream` is true of.
 */
export function heardWithin(
  group: string,
  within: Milliseconds,
  ofStream = (_stream: string) => true,
): Expectation {
  return ofEach(group, (participant, { sent, listensTo }) => {
    const heardAt = new Map<string, number>();
    for (const { stream, number, at } of participant.heard.toReversed())
      heardAt.set(`${number} ${stream}`, at);
    return [...sent]
      .filter(([stream]) => ofStream(stream) && listensTo(participant, stream))
      .flatMap(([stream, messages]) =>
        messages
          .filter(({ number, at }) => !((heardAt.get(`${number} ${stream}`) ?? Infinity) <= at + within))
          .map(({ number, at }) => ({
            who: participant.name,
            at: at + within,
            words: `has not heard ${stream} ${number}, sent ${within} ms before`,
          })),
      );
  });
}

/** None of the group hears anything of the streams that this is true of: by default of all. */
export function hearsNothing(group: string, ofStream = (_stream: string) => true): Expectation {
  return ofEach(group, (participant) =>
    participant.heard
      .filter(({ stream }) => ofStream(stream))
      .map(failing(participant, "heard what it must not")),
  );
}

/**
 * None of the group sends more in any ten seconds than twelve times so many: a second's worth may come at
 * once, and as much is on its way.
 */
export function noFasterThan(group: string, perSecond: number): Expectation {
  const most = (WINDOW_MS / 1000 + 2) * perSecond;
  return ofEach(group, (participant, { sent }) => {
    const own = [...sent.values()].flat().filter(({ by }) => by === participant);
    const early = own.find(({ at }, i) => at + WINDOW_MS > (own[i + most]?.at ?? Number.POSITIVE_INFINITY));
    return early === undefined
      ? []
      : { who: participant.name, at: early.at, words: `sends more than ${most} messages in 10 s` };
  });
}

/** A run in which nobody sends, or one of the group never connects, shows nothing: then it does not hold. */
function ofEach(
  group: string,
  check: (participant: Participant, record: TrafficRecord) => Failure | Failure[],
): Expectation {
  return (record) => {
    const { endedAt: at, sent, participants } = record;
    const members = participants.filter((participant) => participant.group === group);
    if (record.absent(group)) throw new NotTried(group);
    if (members.length === 0)
      throw new ScenarioError(`An expectation is about ${group}, and no such group takes part.`);
    if (sent.size === 0) return [{ who: group, at, words: "had nothing to hear, as nothing was sent" }];
    const hearers = record.hears(group) === "share" ? [joined(group, members)] : members;
    return hearers.flatMap((participant) =>
      participant.turns.length === 0
        ? { who: participant.name, at, words: "was never connected by this client identifier" }
        : check(participant, record),
    );
  };
}

function failing({ name }: Participant, words: string) {
  return ({ stream, number, at }: Heard): Failure => ({
    who: name,
    at,
    words: `${words}: ${stream} ${number}`,
  });
}

/** When both have been connected for so long at a stretch, from `at` on; infinite if they never are. */
function bothConnectedFor(sender: Participant, hearer: Participant, at: number, ms: number): number {
  let from: number | undefined = at;
  while (from !== undefined) {
    const both: number | undefined = connectedFrom(
      hearer,
      connectedFrom(sender, from) ?? Number.POSITIVE_INFINITY,
    );
    if (both === undefined || both === Number.POSITIVE_INFINITY) break;
    const ends = [connectedUntil(sender, both), connectedUntil(hearer, both)].map(
      (end) => end ?? Number.POSITIVE_INFINITY,
    );
    const end = Math.min(...ends);
    if (end >= both + ms) return both + ms;
    from = Math.max(end, both + 1);
  }
  return Number.POSITIVE_INFINITY;
}

/** The highest number that was heard by then. */
function newestBy(heard: readonly Heard[], at: number): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const message of heard) {
    if (message.at > at) break;
    newest = Math.max(newest, message.number);
  }
  return newest;
}
