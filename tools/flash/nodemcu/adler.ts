// The sum over a file's bytes that the chip's Lua works out as well.

/**
 * Adler-32 in its two halves (RFC 1950): no number on the way is larger than any Lua of NodeMCU can count
 * exactly.
 */
export function adler(bytes: string, [first, second]: readonly [number, number] = [1, 0]): [number, number] {
  let a = first;
  let b = second;
  for (let i = 0; i < bytes.length; i += 1) {
    a = (a + bytes.charCodeAt(i)) % 65521;
    b = (b + a) % 65521;
  }
  return [a, b];
}
