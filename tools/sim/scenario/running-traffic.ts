// The traffic of a run while it goes on: its programs tell it what they send and hear, its network who is
// connected.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Heard, Participant, Sent, TrafficRecord } from "./traffic-record.ts";

interface RunningParticipant extends Participant {
  heard: Heard[];
  turns: number[];
}

export class RunningTraffic {
  private readonly participants = new Map<string, RunningParticipant>();
  private readonly streams = new Map<string, Sent[]>();

  constructor(
    private readonly timers: Timers,
    private readonly hears: TrafficRecord["hears"],
    private readonly listensTo: TrafficRecord["listensTo"],
    private readonly absent: TrafficRecord["absent"],
  ) {}

  add(name: string, group: string): void {
    this.participants.set(name, { name, group, heard: [], turns: [] });
  }

  names(): string[] {
    return [...this.participants.keys()];
  }

  namesOf(group: string): string[] {
    return this.names().filter((name) => this.participants.get(name)?.group === group);
  }

  /** Throws where the stream's numbers do not rise by 1. */
  sent(name: string, stream: string, number: number): void {
    const by = this.participants.get(name);
    if (by === undefined) return;
    const messages = this.streams.get(stream) ?? [];
    const last = messages.at(-1)?.number;
    if (last !== undefined && number !== last + 1)
      throw new RangeError(
        `${name} sends ${number} of ${stream} behind ${last}; the numbers of a stream rise by 1, and each stream has one sender.`,
      );
    messages.push({ number, at: this.timers.now(), by });
    this.streams.set(stream, messages);
  }

  heard(name: string, stream: string, number: number): void {
    this.participants.get(name)?.heard.push({ stream, number, at: this.timers.now() });
  }

  connected(name: string): void {
    this.turn(name, true);
  }

  disconnected(name: string): void {
    this.turn(name, false);
  }

  record(): TrafficRecord {
    return {
      endedAt: this.timers.now(),
      participants: [...this.participants.values()],
      sent: this.streams,
      hears: this.hears,
      listensTo: this.listensTo,
      absent: this.absent,
    };
  }

  /** A client that has come back before its old connection had ended is connected all the same. */
  private turn(name: string, isOn: boolean): void {
    const turns = this.participants.get(name)?.turns;
    if (turns !== undefined && (turns.length % 2 === 1) !== isOn) turns.push(this.timers.now());
  }
}
