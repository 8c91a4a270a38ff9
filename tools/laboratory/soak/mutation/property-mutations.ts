// The properties of a packet in MQTT 5.0 made wrong, where the packet's own length is right: what random
// bytes seldom hit.
import { variableLength } from "../../../../src/bytes/variable-length.ts";
import { propertyEnd, variableAt, variableEnd } from "../../../../src/mqtt/version-5/properties.ts";
import type { Random } from "../../../../src/platform/node/random.ts";
import { bodyOf, type Mutation, withByte } from "./mutations.ts";

/** One of each property that there is. */
const ONE_OF_EACH: readonly string[] = [
  "\x01\x01",
  "\x02\0\0\0\x05",
  "\x03\0\x01a",
  "\x08\0\x01a",
  "\x09\0\x01\xff",
  "\x0b\x05",
  "\x11\0\0\0\x05",
  "\x12\0\x01a",
  "\x13\0\x05",
  "\x15\0\x01a",
  "\x16\0\x01\xff",
  "\x17\x01",
  "\x18\0\0\0\x05",
  "\x19\x01",
  "\x1a\0\x01a",
  "\x1c\0\x01a",
  "\x1f\0\x01a",
  "\x21\0\x05",
  "\x22\0\x05",
  "\x23\0\x05",
  "\x24\x01",
  "\x25\x01",
  "\x26\0\x01a\0\x01b",
  "\x27\0\0\x01\0",
  "\x28\x01",
  "\x29\x01",
  "\x2a\x01",
];

/** A packet in three: what stands before its properties' length, each property, and what follows. */
interface Parts {
  header: string;
  before: string;
  properties: string[];
  after: string;
}

/** Where a sound packet has the length of its properties; 0 when it has none. */
function propertiesAt(packet: string): number {
  const type = packet.charCodeAt(0) >> 4;
  const body = bodyOf(packet);
  let at = body + 2;
  if (type === 3) {
    const isAnswered = (packet.charCodeAt(0) & 6) > 0;
    at += packet.charCodeAt(body) * 256 + packet.charCodeAt(body + 1) + (isAnswered ? 2 : 0);
  } else if (type >= 4 && type <= 7) at = body + 3;
  else if (type >= 14) at = body + 1;
  else if (type === 13) return 0;
  return at < packet.length ? at : 0;
}

function partsOf(packet: string): Parts | undefined {
  const at = propertiesAt(packet);
  if (at === 0) return undefined;
  const first = variableEnd(packet, at, packet.length);
  const end = first + variableAt(packet, at);
  const properties: string[] = [];
  for (let at = first; at < end; ) {
    const next = propertyEnd(packet, at, end);
    if (next === 0) return undefined;
    properties.push(packet.substring(at, next));
    at = next;
  }
  return {
    header: packet.substring(0, 1),
    before: packet.substring(bodyOf(packet), at),
    properties,
    after: packet.substring(end),
  };
}

function joined({ header, before, properties, after }: Parts): string {
  const counted = variableLength(properties.join("").length) + properties.join("");
  return header + variableLength(before.length + counted.length + after.length) + before + counted + after;
}

/** Changes the list of properties, and leaves all lengths right; nothing where the packet has none. */
function onProperties(change: (properties: string[], random: Random) => void): Mutation {
  return (packets, at, random) => {
    const parts = partsOf(packets[at]);
    if (parts === undefined) return;
    change(parts.properties, random);
    packets[at] = joined(parts);
  };
}

/** Changes one of the properties. */
function onOne(change: (property: string, random: Random) => string): Mutation {
  return onProperties((properties, random) => {
    const at = random.below(properties.length);
    if (properties.length > 0) properties[at] = change(properties[at], random);
  });
}

/** Each kind of mutation by its name. */
export const PROPERTY_MUTATIONS: Readonly<Record<string, Mutation>> = {
  "a property doubled": onProperties((properties, random) => {
    if (properties.length > 0) properties.push(properties[random.below(properties.length)]);
  }),
  "a property of any packet": onProperties((properties, random) => {
    properties.push(ONE_OF_EACH[random.below(ONE_OF_EACH.length)]);
  }),
  "every property at once": onProperties((properties) => {
    properties.push(...ONE_OF_EACH);
  }),
  "a property with another identifier": onOne((property, random) =>
    withByte(property, 0, random.below(random.once(4) ? 256 : 0x2c)),
  ),
  "a property of zeros": onOne((property) => property[0] + "\0".repeat(property.length - 1)),
  "a property cut short": onOne((property, random) => property.substring(0, random.below(property.length))),
  "properties in another order": onProperties((properties) => {
    properties.reverse();
  }),
  "another length of the properties": (packets, at, random) => {
    const place = propertiesAt(packets[at]);
    const by = (random.once(2) ? 1 : -1) * random.between(1, 3);
    if (place > 0) packets[at] = withByte(packets[at], place, packets[at].charCodeAt(place) + by);
  },
  "another reason code": (packets, at, random) => {
    const place = propertiesAt(packets[at]);
    if (place > 0) packets[at] = withByte(packets[at], place - 1, random.below(256));
  },
};
