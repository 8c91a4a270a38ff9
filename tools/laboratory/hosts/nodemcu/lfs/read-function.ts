// A function of an image as read: everything that the VM uses, in a form for comparing two images.

export interface ReadFunction {
  source: string;
  lines: readonly [first: number, last: number];
  /** Where each upvalue comes from; in Lua 5.1 there is only their number. */
  upvalues: readonly string[] | number;
  parameters: number;
  vararg: number;
  stack: number;
  code: readonly number[];
  /** With their kind in front; of a float, its bytes. */
  constants: readonly string[];
  functions: readonly ReadFunction[];
}

export interface ReadImage {
  /** How many bytes of the LFS it fills. */
  flashBytes: number;
  modules: ReadonlyMap<string, ReadFunction>;
}

/** Fails with the sentence unless it is so. */
export function must(isSo: boolean, sentence: string): asserts isSo {
  if (!isSo) throw new Error(sentence);
}

/** Lua's hash of a string. */
export function hashOf(bytes: Uint8Array, seed: number): number {
  const stride = 1 + Math.floor(bytes.length / 32);
  let hash = (seed ^ bytes.length) >>> 0;
  for (let end = bytes.length; end >= stride; end -= stride) {
    const mixed = BigInt(hash) * 32n + BigInt(Math.floor(hash / 4)) + BigInt(bytes[end - 1]);
    hash = (hash ^ Number(mixed & 0xffffffffn)) >>> 0;
  }
  return hash;
}
