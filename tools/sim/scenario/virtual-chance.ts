// Chance in virtual time: what a program draws, by whichever function, comes from the seed of the run.
// Whoever else is in the process, as a client that another test has left, draws by Node's own.
import nodeCrypto from "node:crypto";
import { createRandom } from "../../../src/platform/node/random.ts";

type Filled = ArrayBufferView<ArrayBuffer>;
type Draw = (...args: never[]) => unknown;

/**
 * What stands in the place of `Math`, of the global `crypto` and of `node:crypto`, while `isRun` says that
 * the run draws.
 */
export function virtualChance(seed: number, isRun: () => boolean) {
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
    math: shared(Math, { random: () => draws.fraction() }, isRun),
    webCrypto: shared(crypto, { getRandomValues: fill, randomUUID }, isRun),
    nodeCrypto: shared(nodeCrypto, { randomUUID, randomBytes, randomFillSync: fill }, isRun),
  };
}

/** The run's functions, each of which is for others the one that its owner has. */
function shared(owner: object, own: Readonly<Record<string, Draw>>, isRun: () => boolean) {
  const functions = Object.entries(own).map(([name, drawn]) => {
    const real = (Reflect.get(owner, name) as Draw).bind(owner);
    return [name, (...args: never[]) => (isRun() ? drawn(...args) : real(...args))] as const;
  });
  return [owner, Object.fromEntries(functions)] as const;
}
