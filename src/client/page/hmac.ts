// HMAC (RFC 2104) with SHA-256 (FIPS 180-4) as ../tokens/hmac.ts has it, in a browser: Web Crypto answers in
// a later turn alone, and what is to be signed goes out in this one.

const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;

/** The first 32 bits after the point of these roots of the first primes. */
const [STATE, ROUNDS] = fractionsOfRoots();

export function hmac(key: string, text: string): string {
  const encoder = new TextEncoder();
  const given = encoder.encode(key);
  const padded = new Uint8Array(BLOCK_BYTES);
  padded.set(given.length > BLOCK_BYTES ? sha256(given) : given);
  const inner = sha256(
    joined(
      padded.map((byte) => byte ^ 0x36),
      encoder.encode(text),
    ),
  );
  const outer = sha256(
    joined(
      padded.map((byte) => byte ^ 0x5c),
      inner,
    ),
  );
  const base64 = btoa(String.fromCharCode(...outer));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function sha256(bytes: Uint8Array): Uint8Array {
  const blocks = Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - LENGTH_BYTES, BigInt(bytes.length) * 8n);
  const state = Uint32Array.from(STATE);
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) addBlock(state, view, at);
  const digest = new DataView(new ArrayBuffer(state.byteLength));
  for (const [i, word] of state.entries()) digest.setUint32(4 * i, word);
  return new Uint8Array(digest.buffer);
}

function addBlock(state: Uint32Array, view: DataView, at: number): void {
  const words = new Uint32Array(ROUNDS.length);
  const word = (i: number) => words[i] as number;
  for (const i of words.keys()) {
    if (i < 16) words[i] = view.getUint32(at + 4 * i);
    else {
      const [early, late] = [word(i - 15), word(i - 2)];
      const fromEarly = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      const fromLate = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      words[i] = word(i - 16) + fromEarly + word(i - 7) + fromLate;
    }
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (const i of words.keys()) {
    const choice = (e & f) ^ (~e & g);
    const first =
      (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + (ROUNDS[i] as number) + word(i)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const other = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority;
    [a, b, c, d, e, f, g, h] = [(first + other) | 0, a, b, c, (d + first) | 0, e, f, g];
  }
  for (const [i, sum] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] as number) + sum;
}

function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fractionsOfRoots(): [number[], number[]] {
  const primes: number[] = [];
  for (let at = 2; primes.length < 64; at += 1)
    if (primes.every((prime) => at % prime !== 0)) primes.push(at);
  const fraction = (root: number) => Math.floor((root % 1) * 0x1_0000_0000);
  return [
    primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
    primes.map((prime) => fraction(Math.cbrt(prime))),
  ];
}
