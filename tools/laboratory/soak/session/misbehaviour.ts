// Names for the fates of the broker's acknowledgements in a schedule.
import type { Packet } from "mqtt-packet";
import { misbehaveBySeed, type Odds } from "../../../sim/broker/misbehaviour.ts";
import type { Misbehave } from "../../../sim/broker/sender.ts";

export const BEHAVIOURS = ["good", "late", "overtaken", "doubled", "forgetful", "deaf"] as const;
export type BehaviourName = (typeof BEHAVIOURS)[number];

const NO_ODDS: Odds = { dropped: 0, doubled: 0, closed: 0, late: 0, overtaken: 0, longestMs: 2000 };
const ODDS: Record<BehaviourName, Odds> = {
  good: NO_ODDS,
  late: { ...NO_ODDS, late: 2 },
  overtaken: { ...NO_ODDS, overtaken: 3 },
  doubled: { ...NO_ODDS, doubled: 3 },
  forgetful: { ...NO_ODDS, dropped: 5, closed: 20 },
  deaf: { ...NO_ODDS, dropped: 1 },
};
const REORDERING: ReadonlySet<BehaviourName> = new Set(["overtaken", "forgetful", "deaf"]);

const isAcknowledgement = ({ cmd }: Packet) => cmd === "puback" || cmd === "pubrec" || cmd === "pubcomp";
/** Late is whatever belongs to a handshake. */
const isOfHandshake = (packet: Packet) => packet.cmd === "pubrel" || isAcknowledgement(packet);

export function misbehaveBy(name: BehaviourName, seed: number): Misbehave {
  return misbehaveBySeed(seed, ODDS[name], name === "late" ? isOfHandshake : isAcknowledgement);
}

/** May a later message be released before an earlier one, whatever the client does? */
export function reorders(name: BehaviourName): boolean {
  return REORDERING.has(name);
}
