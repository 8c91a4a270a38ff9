// The figures of a run: how many messages each group has heard, lost, heard twice or in disorder, and how
// late.
import { disorderOf, lostBy } from "./heard-numbers.ts";
import { joined } from "./joined.ts";
import { connectedFrom, type Participant, type Sent, type TrafficRecord } from "./traffic-record.ts";

export interface GroupFigures {
  group: string;
  programs: number;
  heard: number;
  lost: number;
  twice: number;
  outOfOrder: number;
  /**
   * Milliseconds from sending to hearing, of messages that went out while sender and hearer were connected;
   * undefined without any.
   */
  p50: number | undefined;
  p99: number | undefined;
}

/** Of the groups that have heard anything. */
export function figuresOf(record: TrafficRecord): GroupFigures[] {
  const groups = new Map<string, Participant[]>();
  for (const participant of record.participants) {
    const members = groups.get(participant.group);
    if (members === undefined) groups.set(participant.group, [participant]);
    else members.push(participant);
  }
  return [...groups]
    .filter(([, participants]) => participants.some(({ heard }) => heard.length > 0))
    .map(([group, participants]) => groupFigures(group, participants, record));
}

function groupFigures(
  group: string,
  participants: readonly Participant[],
  record: TrafficRecord,
): GroupFigures {
  const figures = { group, programs: participants.length, heard: 0, lost: 0, twice: 0, outOfOrder: 0 };
  const late: number[] = [];
  const hearers = record.hears(group) === "share" ? [joined(group, participants)] : participants;
  for (const hearer of hearers) {
    const { twice, outOfOrder } = disorderOf(hearer, record);
    figures.heard += hearer.heard.length;
    figures.lost += lostBy(hearer, record).length;
    figures.twice += twice.length;
    figures.outOfOrder += outOfOrder.length;
  }
  for (const participant of participants) for (const ms of latenciesOf(participant, record)) late.push(ms);
  late.sort((a, b) => a - b);
  return { ...figures, p50: quantile(late, 0.5), p99: quantile(late, 0.99) };
}

function latenciesOf(participant: Participant, { sent }: TrafficRecord): number[] {
  const known = new Set<string>();
  return participant.heard.flatMap(({ stream, number, at }) => {
    const message = sentAs(sent.get(stream) ?? [], number);
    const key = `${number} ${stream}`;
    if (message === undefined || known.has(key)) return [];
    known.add(key);
    const isLive = [message.by, participant].every(
      (participant) => connectedFrom(participant, message.at) === message.at,
    );
    return isLive ? [at - message.at] : [];
  });
}

/** The numbers of a stream rise by 1. */
function sentAs(messages: readonly Sent[], number: number): Sent | undefined {
  return messages[number - (messages[0]?.number ?? 0)];
}

function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
