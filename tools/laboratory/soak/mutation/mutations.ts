// One packet of a stream made wrong, each time in one way, drawn from a seed.
import type { Random } from "../../../../src/platform/node/random.ts";

/** Packets as byte strings, in the order in which they are sent. The one at `at` is to become wrong. */
export type Mutation = (packets: string[], at: number, random: Random) => void;

const LONGEST_LENGTH_BYTES = 4;

const byte = (random: Random): string => String.fromCharCode(random.below(256));

/** So many random bytes. */
function bytes(random: Random, count: number): string {
  return Array.from({ length: count }, () => byte(random)).join("");
}

/** The packet with another byte at `at`. */
export function withByte(packet: string, at: number, code: number): string {
  return packet.substring(0, at) + String.fromCharCode(code & 255) + packet.substring(at + 1);
}

/** Where the body of a sound packet begins. */
export function bodyOf(packet: string): number {
  let at = 1;
  while (at < LONGEST_LENGTH_BYTES && packet.charCodeAt(at) > 127) at += 1;
  return at + 1;
}

function flipBits(packets: string[], at: number, random: Random): void {
  for (let left = random.between(1, 4); left > 0; left -= 1) {
    const packet = packets[at];
    const place = random.below(packet.length);
    packets[at] = withByte(packet, place, packet.charCodeAt(place) ^ (1 << random.below(8)));
  }
}

function setLength(packets: string[], at: number, length: string): void {
  const packet = packets[at];
  packets[at] = packet.substring(0, 1) + length + packet.substring(bodyOf(packet));
}

/** Each kind of mutation by its name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "bits flipped": flipBits,
  "bytes replaced": (packets, at, random) => {
    packets[at] = withByte(packets[at], random.below(packets[at].length), random.below(256));
  },
  "bytes put in": (packets, at, random) => {
    const place = random.between(0, packets[at].length);
    packets[at] =
      packets[at].substring(0, place) + bytes(random, random.between(1, 5)) + packets[at].substring(place);
  },
  "bytes taken out": (packets, at, random) => {
    const from = random.below(packets[at].length);
    packets[at] = packets[at].substring(0, from) + packets[at].substring(from + random.between(1, 4));
  },
  "cut short": (packets, at, random) => {
    packets[at] = packets[at].substring(0, random.below(packets[at].length));
  },
  doubled: (packets, at) => {
    packets[at] += packets[at];
  },
  "another first byte": (packets, at, random) => {
    packets[at] = withByte(packets[at], 0, random.below(256));
  },
  "another kind of packet": (packets, at, random) => {
    packets[at] = withByte(packets[at], 0, (random.below(16) << 4) | (packets[at].charCodeAt(0) & 15));
  },
  "length nearly right": (packets, at, random) => {
    const length = packets[at].charCodeAt(1) + (random.once(2) ? 1 : -1) * random.between(1, 3);
    packets[at] = withByte(packets[at], 1, length);
  },
  "length of any size": (packets, at, random) =>
    setLength(packets, at, bytes(random, random.between(1, LONGEST_LENGTH_BYTES))),
  "length without an end": (packets, at, random) =>
    setLength(packets, at, "\xff".repeat(random.between(1, LONGEST_LENGTH_BYTES)) + byte(random)),
  "length of a quarter of a gigabyte": (packets, at) => setLength(packets, at, "\xff\xff\xff\x7f"),
  "another length of the topic": (packets, at, random) => {
    const place = bodyOf(packets[at]) + random.below(2);
    if (place < packets[at].length) packets[at] = withByte(packets[at], place, random.below(256));
  },
  "a body of at most two bytes": (packets, at, random) => {
    const body = bytes(random, random.below(3));
    packets[at] = packets[at].substring(0, 1) + String.fromCharCode(body.length) + body;
  },
  "spliced with another": (packets, at, random) => {
    const second = packets[random.below(packets.length)];
    const tail = second.substring(random.below(second.length));
    packets[at] = packets[at].substring(0, random.between(0, packets[at].length)) + tail;
  },
  "out of order": (packets, at, random) => {
    const swapped = random.below(packets.length);
    [packets[at], packets[swapped]] = [packets[swapped], packets[at]];
  },
  "left out": (packets, at) => {
    packets[at] = "";
  },
  "random bytes": (packets, at, random) => {
    packets[at] = bytes(random, random.between(1, 40));
  },
};

/** Makes the packet at `at` wrong in one of the ways. */
export function mutate(
  packets: string[],
  at: number,
  random: Random,
  mutations: Readonly<Record<string, Mutation>>,
): void {
  if (packets[at] === "") return;
  const kinds = Object.values(mutations);
  kinds[random.below(kinds.length)](packets, at, random);
}
