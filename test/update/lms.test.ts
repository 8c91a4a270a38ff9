// Verification of LMS signatures: the vector of RFC 8554 on every engine, and all that is no signature.
import { expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { isSignedByLms, LMS_KEY_BYTES, LMS_SIGNATURE_BYTES } from "../../src/update/lms.ts";
import {
  absentEngines,
  bytesOf,
  emittedEverywhere,
  hexOf,
  literalOf,
  MORE_THAN_SMALL,
} from "./everywhere.ts";
import { rfc8554 } from "./rfc-8554.ts";

const { key: KEY, message: MESSAGE, signature: SIGNATURE } = rfc8554();

const DIGEST_BYTES = 32;

const isSigned = (key: string, message: string, signature: string) =>
  isSignedByLms(HASHES.sha256, key, message, signature);

/** `bytes` with another bit at `at`. */
function changedAt(bytes: string, at: number, bit: number): string {
  const byte = String.fromCharCode(bytes.charCodeAt(at) ^ (1 << bit));
  return bytes.slice(0, at) + byte + bytes.slice(at + 1);
}

test(`the example signature of RFC 8554 is valid (not here: ${absentEngines.join(", ") || "none"})`, async () => {
  const program = `import { isSignedByLms } from "../../../src/update/lms.ts";
const key = given(${literalOf(KEY)});
const message = given(${literalOf(MESSAGE)});
const signature = given(${literalOf(SIGNATURE)});
emit(isSignedByLms(HASHES.sha256, key, message, signature) ? "yes" : "no");
emit(isSignedByLms(HASHES.sha256, key, message, signature + "\\0") ? "yes" : "no");`;
  const inNode = ["", "\0"].map((more) =>
    hexOf(isSigned(bytesOf(KEY), bytesOf(MESSAGE), bytesOf(SIGNATURE) + more) ? "yes" : "no"),
  );
  const answers = await emittedEverywhere(program, () => inNode, MORE_THAN_SMALL);
  for (const [engine, lines] of answers)
    expect({ engine, lines }).toEqual({ engine, lines: ["yes", "no"].map(hexOf) });
});

test("a changed bit in any field makes a signature invalid", () => {
  const [key, message, signature] = [KEY, MESSAGE, SIGNATURE].map(bytesOf) as [string, string, string];
  expect([key.length, signature.length]).toEqual([LMS_KEY_BYTES, LMS_SIGNATURE_BYTES]);
  const random = createRandom(10);
  const isSignedWith = (at: number) => isSigned(key, message, changedAt(signature, at, random.below(8)));
  // A byte of each: leaf, types, randomizer, chains and path; and of the key and the message.
  for (const at of [0, 1, 2, 3, 7, 2187]) expect([at, isSignedWith(at)]).toEqual([at, false]);
  for (let field = 8; field < signature.length; field += DIGEST_BYTES) {
    const at = Math.min(field + random.below(DIGEST_BYTES), signature.length - 1);
    expect([at, isSignedWith(at)]).toEqual([at, false]);
  }
  for (let at = 0; at < key.length; at++)
    expect([at, isSigned(changedAt(key, at, random.below(8)), message, signature)]).toEqual([at, false]);
  for (let at = 0; at < message.length; at++)
    expect([at, isSigned(key, changedAt(message, at, random.below(8)), signature)]).toEqual([at, false]);
});

test("a key or signature of a wrong length is invalid", () => {
  const [key, message, signature] = [KEY, MESSAGE, SIGNATURE].map(bytesOf) as [string, string, string];
  for (const other of ["", signature.slice(1), signature.slice(0, -1), `${signature}\0`])
    expect(isSigned(key, message, other)).toBe(false);
  for (const other of ["", key.slice(1), `${key}\0`]) expect(isSigned(other, message, signature)).toBe(false);
});

test("a signature is invalid when any hash runs out of memory", () => {
  const [key, message, signature] = [KEY, MESSAGE, SIGNATURE].map(bytesOf) as [string, string, string];
  let hashes = 0;
  const isSignedWithout = (missing: number) => {
    hashes = 0;
    return isSignedByLms(
      (bytes) => (hashes++ === missing ? "" : HASHES.sha256(bytes)),
      key,
      message,
      signature,
    );
  };
  expect(isSignedWithout(-1)).toBe(true);
  const all = hashes;
  for (let missing = 0; missing < all; missing++)
    expect([missing, isSignedWithout(missing)]).toEqual([missing, false]);
});
