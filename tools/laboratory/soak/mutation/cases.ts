// Cases of mutated packets, drawn from a seed: what is done to the client around each wrong packet, and in
// which pieces it comes.
import { createRandom, type Random } from "../../../../src/platform/node/random.ts";
import { mutate } from "./mutations.ts";
import type { MutationStep } from "./steps.ts";
import type { Traffic } from "./traffic.ts";

/** One case has one wrong packet, among sound ones. */
export interface Case {
  steps: MutationStep[];
  /** What the wrong one has become: its bytes, and what stands in its place. */
  wrong: string;
}

const MOST_PACKETS = 5;
const LONGEST_PAYLOAD = 90;
/** One case in so many ends in a flood, of so many packets and bytes at most: long ones come a few times. */
const FLOOD_ODDS = 80;
const FLOOD = 500;
const FLOOD_BYTES = 20_000;
/** Sound packets are made so many at a time, and used again and again. */
const POOL = 256;

/** So many cases; the same for the same seed. */
export function casesOf(traffic: Traffic, seed: number, count: number): Case[] {
  const random = createRandom(seed);
  const pool = Array.from({ length: POOL }, () => traffic.goodPacket(random));
  const all = [...pool, ...traffic.recorded()];
  return Array.from({ length: count }, () => oneCase(traffic, random, all));
}

function oneCase(traffic: Traffic, random: Random, pool: readonly string[]): Case {
  const steps: MutationStep[] = [];
  const packets = Array.from(
    { length: random.between(1, MOST_PACKETS) },
    () => pool[random.below(pool.length)],
  );
  // The client stands connected, as the last case has left it; one in four begins with a connection of its
  // own.
  if (random.once(4)) {
    steps.push({ call: "lose", bytes: "" }, { call: "open", bytes: "" });
    packets.unshift(traffic.goodGreeting(random));
  }
  for (let left = random.below(4); left > 0; left -= 1) steps.push(ownDoing(traffic, random));
  const at = random.below(packets.length);
  mutate(packets, at, random, traffic.mutations);
  const wrong = packets[at];
  if (random.once(FLOOD_ODDS)) packets.push(...flood(random, pool));
  for (const piece of pieces(packets.join(""), random)) {
    steps.push({ call: "take", bytes: piece });
    if (random.once(6)) steps.push(ownDoing(traffic, random));
  }
  steps.push({ call: "settle", bytes: random.once(2) ? "p" : "" });
  return { steps, wrong };
}

/** A broker that sends one packet again and again, and does not wait for an answer. */
function flood(random: Random, pool: readonly string[]): string[] {
  const packet = pool[random.below(pool.length)];
  const most = Math.ceil(FLOOD_BYTES / packet.length);
  return Array.from({ length: Math.min(random.between(1, FLOOD), most) }, () => packet);
}

/** What a device does besides. */
function ownDoing(traffic: Traffic, random: Random): MutationStep {
  const kind = random.below(traffic.hasMethod ? 9 : 6);
  if (kind > 5) return { call: "prove", bytes: "" };
  if (kind === 0) return { call: "drain", bytes: "" };
  if (kind === 1) return { call: "wait", bytes: ".".repeat(random.between(1, 200)) };
  const call = kind === 2 ? "tell" : "keep";
  return { call, bytes: "p".repeat(random.between(0, LONGEST_PAYLOAD)) };
}

/** The stream as it arrives: whole, byte by byte, or in pieces of any size. */
function pieces(stream: string, random: Random): string[] {
  const manner = random.below(4);
  if (manner === 0) return [stream];
  const longest = manner === 1 ? 1 : random.between(2, 40);
  const cut: string[] = [];
  for (let at = 0; at < stream.length; ) {
    const end = at + random.between(1, longest);
    cut.push(stream.substring(at, end));
    at = end;
  }
  return cut;
}
