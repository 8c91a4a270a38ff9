// Numbers as NodeMCU's dumps for Lua 5.3 have them: whole ones in groups of seven bits, the highest group
// first, and each but the last with its eighth bit set. Where a type goes with a number, it takes three bits
// of the first byte.

/** The types of the next value, in three bits. */
export const TYPE = {
  nil: 0,
  boolean: 0x10,
  float: 0x20,
  integer: 0x30,
  negative: 0x40,
  short: 0x50,
  long: 0x60,
};
const TYPE_BITS = 0x70;
const MORE = 0x80;
const GROUP_BITS = 7n;
const GROUP = 0x7fn;

/** A count or a size. */
export function plainNumber(value: number): number[] {
  return groupsOf(BigInt(value));
}

/** A number that is not negative, with a type. */
export function typedNumber(type: number, value: bigint | number): number[] {
  const groups = groupsOf(BigInt(value));
  const bytes = (groups[0] & TYPE_BITS) === 0 ? groups : [MORE, ...groups];
  return [bytes[0] | type, ...bytes.slice(1)];
}

/** An integer: a negative one is stored as its distance from -1. */
export function typedInteger(value: bigint): number[] {
  return value < 0n ? typedNumber(TYPE.negative, -value - 1n) : typedNumber(TYPE.integer, value);
}

function groupsOf(value: bigint): number[] {
  const groups = [Number(value & GROUP)];
  for (let rest = value >> GROUP_BITS; rest > 0n; rest >>= GROUP_BITS)
    groups.unshift(Number(rest & GROUP) | MORE);
  return groups;
}
