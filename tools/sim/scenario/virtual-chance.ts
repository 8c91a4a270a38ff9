// Chance in virtual time: what a program draws, by whichever function, comes from the seed of the run.
import nodeCrypto from "node:crypto";
import { createRandom } from "../../../src/platform/node/random.ts";

type Filled = ArrayBufferView<ArrayBuffer>;

/** What stands in the place of `Math`, of the global `crypto` and of `node:crypto`. */
export function virtualChance(seed: number) {
  const draws = createRandom(seed);
  // A client that makes an identifier shifts nothing of what else is drawn.
  const bits = createRandom(seed ^ 0x243f6a88);

  function fill<Array extends Filled>(array: Array): Array {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (const at of bytes.keys()) bytes[at] = bits.below(256);
    return array;
  }

  function randomBytes(count: number, then?: (error: null, bytes: Buffer) => void): Buffer | undefined {
    const bytes = fill(Buffer.alloc(count));
    if (then === undefined) return bytes;
    setImmediate(() => then(null, bytes));
    return undefined;
  }

  /** RFC 9562, version 4. */
  function randomUUID(): string {
    const hex = fill(Buffer.alloc(16)).toString("hex");
    const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
    const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
    return [...groups, `${variant}${hex.slice(17, 20)}`, hex.slice(20)].join("-");
  }

  return {
    math: { random: () => draws.fraction() },
    webCrypto: [crypto, { getRandomValues: fill, randomUUID }],
    nodeCrypto: [nodeCrypto, { randomUUID, randomBytes, randomFillSync: fill }],
  } as const;
}
