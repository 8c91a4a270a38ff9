// Programs of a group that share messages among them, seen as one.
import type { Heard, Participant } from "./traffic-record.ts";

/** What any of them has heard, by its time; connected is it while any of them is. */
export function joined(group: string, members: readonly Participant[]): Participant {
  const heard: Heard[] = members.flatMap((member) => member.heard);
  heard.sort((a, b) => a.at - b.at);
  return { name: group, group, heard, turns: joinedTurns(members) };
}

function joinedTurns(members: readonly Participant[]): number[] {
  const changes = members.flatMap(({ turns }) => turns.map((at, i) => ({ at, by: i % 2 === 0 ? 1 : -1 })));
  // Who comes at the moment at which another one goes leaves no gap.
  changes.sort((a, b) => a.at - b.at || b.by - a.by);
  const turns: number[] = [];
  let connected = 0;
  for (const { at, by } of changes) {
    const before = connected;
    connected += by;
    if (before === 0 || connected === 0) turns.push(at);
  }
  return turns;
}
