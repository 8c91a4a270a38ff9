// Faults that befall a system in a scenario.
import type { Milliseconds } from "../../../src/bytes/milliseconds.ts";

export type Fault = NetworkCut | StoppedReading | KilledProgram | TokenEnd | FullDisk | BrokerRestart;

interface Moment {
  /** From the beginning of the run. */
  at: Milliseconds;
  lasts: Milliseconds;
}

/** Which programs it befalls. */
interface OfGroup extends Moment {
  /** How many of the group: a share from 0 to 1, drawn by the seed. 1 by default. */
  share?: number;
}

export interface NetworkCut extends OfGroup {
  kind: "network cut";
  group: string;
}

export interface StoppedReading extends OfGroup {
  kind: "reading stops";
  group: string;
}

export interface KilledProgram extends OfGroup {
  kind: "program killed";
  group: string;
}

export interface TokenEnd extends Omit<OfGroup, "lasts"> {
  kind: "token ends";
  group: string;
}

export interface FullDisk extends OfGroup {
  kind: "disk full";
  group: string;
}

export interface BrokerRestart extends Moment {
  kind: "broker restarts";
}

/** Programs of a group lose their network: their connections break, and none is made before it is back. */
export function networkCut(group: string, how: OfGroup): NetworkCut {
  return { kind: "network cut", group, ...how };
}

/**
 * Programs of a group read nothing, as on a slow computer or line: what comes waits, and is read at once
 * behind that.
 */
export function readingStops(group: string, how: OfGroup): StoppedReading {
  return { kind: "reading stops", group, ...how };
}

/**
 * The broker ends, and is back after so long with its sessions and retained messages. A broker that somebody
 * else runs is not ended: all connections to it break in place of that.
 */
export function brokerRestarts(how: Moment): BrokerRestart {
  return { kind: "broker restarts", ...how };
}

/**
 * Programs of a group are killed in the middle of what they do: their connections close, without a word of
 * MQTT, and they start anew after so long, with nothing of what they had in memory. What they do behind their
 * signal's end does not count.
 */
export function programKilled(group: string, how: OfGroup): KilledProgram {
  return { kind: "program killed", group, ...how };
}

/**
 * The tokens that programs of a group have end at that moment: the broker lets them go, and takes them with
 * another token alone. A broker that somebody else runs is not told: their connections break in place of
 * that.
 */
export function tokenEnds(group: string, how: Omit<OfGroup, "lasts">): TokenEnd {
  return { kind: "token ends", group, ...how };
}

/**
 * The disk of programs of a group is full: what they write into their `folder()` fails with ENOSPC, so that a
 * client with a store there takes no message that it would have to keep.
 */
export function diskFull(group: string, how: OfGroup): FullDisk {
  return { kind: "disk full", group, ...how };
}
