// The hash by which Lua finds a string: of long ones it takes some thirty characters. The chip does not count
// it anew for the strings of the LFS of Lua 5.1, and so would not find a string under another one.

/** 32 bits, of a byte string. Lua 5.1 has 0 for its seed. */
export function stringHash(text: string, seed: number): number {
  const step = (text.length >> 5) + 1;
  let hash = seed ^ text.length;
  for (let left = text.length; left >= step; left -= step)
    hash ^= (hash << 5) + (hash >>> 2) + text.charCodeAt(left - 1);
  return hash;
}
