// The signer of LMS: RFC 8554's own key and signature, and a file that uses no leaf twice.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { isSignedByLms } from "../../src/update/lms.ts";
import { signatureOf } from "../../src/update/manifest.ts";
import { tagFault } from "../../src/update/tag.ts";
import { type LmsKey, lmsKey, lmsPublicKey, signWithLeaf } from "../../tools/update/lms-key.ts";
import { makeLmsKey, readLmsKey, signWithLms } from "../../tools/update/lms-key-file.ts";
import { rfc8554 } from "./rfc-8554.ts";
import { linesOf, signed } from "./signed.ts";

let folder = "";
let path = "";
let key: LmsKey;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-"));
  path = join(folder, "maker.key");
  key = makeLmsKey(path);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isSigned = (message: string, signature: Buffer) =>
  isSignedByLms(HASHES.sha256, lmsPublicKey(key).toString("latin1"), message, signature.toString("latin1"));

/** The file with another leaf as its next. */
function skipTo(leaf: number): void {
  writeFileSync(path, readFileSync(path, "utf8").replace(/next=\d+/, `next=${leaf}`));
}

test("the seed of RFC 8554 gives its public key and signature", () => {
  const vector = rfc8554();
  const own = lmsKey(
    Buffer.from("558b8966c48ae9cb898b423c83443aae014a72f1b1ab5cc85cf1d892903b5439", "hex"),
    Buffer.from("d08fabd4a2091ff0a8cb4ed834e74534", "hex"),
  );
  expect(lmsPublicKey(own).toString("hex")).toBe(vector.key);
  const signature = Buffer.from(vector.signature, "hex");
  const message = Buffer.from(vector.message, "hex");
  const ours = signWithLeaf(own, signature.readUInt32BE(0), signature.subarray(8, 40), message);
  expect(ours.toString("hex")).toBe(vector.signature);
});

test("each signature uses the next leaf, also of a reloaded key", () => {
  skipTo(0);
  const leaves = [key, readLmsKey(path), key].map((of) => {
    const signature = signWithLms(path, of, Buffer.from("message"));
    expect([isSigned("message", signature), isSigned("massage", signature)]).toEqual([true, false]);
    return signature.readUInt32BE(0);
  });
  expect(leaves).toEqual([0, 1, 2]);
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test("a leaf is marked as used on disk before its signature exists", () => {
  skipTo(7);
  const failing: LmsKey = {
    ...key,
    get nodes(): readonly Buffer[] {
      throw new Error("the program ends");
    },
  };
  expect(() => signWithLms(path, failing, Buffer.from("message"))).toThrow("the program ends");
  expect(signWithLms(path, key, Buffer.from("message")).readUInt32BE(0)).toBe(8);
});

test("a device with the public key accepts its maker's signature", () => {
  const scheme = "lms";
  const lines = `${linesOf(5, new Map([["part-new", "new"]]))}tag=lms\n`;
  const signatureBy = (path: string, maker: LmsKey) =>
    signatureOf(lines + signWithLms(path, maker, Buffer.from(lines, "latin1")).toString("latin1"));
  const own = { scheme, key: lmsPublicKey(key).toString("latin1"), hash: HASHES.sha256 } as const;
  skipTo(100);
  expect(tagFault(own, signatureBy(path, key))).toBe("");
  const other = join(folder, "other-maker.key");
  expect(tagFault(own, signatureBy(other, makeLmsKey(other)))).toBe("its tag is not by this device's key");
  expect(tagFault(own, signatureOf(signed(linesOf(5, new Map([["part-new", "new"]])))))).toBe(
    "this device takes what is signed by lms, and it is not",
  );
});

test("a key is refused once its last leaf has signed", () => {
  skipTo(1023);
  expect(isSigned("last", signWithLms(path, key, Buffer.from("last")))).toBe(true);
  expect(() => signWithLms(path, key, Buffer.from("more"))).toThrow(
    `${path} has signed 1024 times, as often as it can. Make a new key, and give it to the devices.`,
  );
});

test("a second concurrent program is refused the key", () => {
  skipTo(20);
  writeFileSync(`${path}.lock`, "");
  expect(() => signWithLms(path, key, Buffer.from("message"))).toThrow(
    `Another program signs with ${path}, or replaces it. If none does any more, remove ${path}.lock.`,
  );
  rmSync(`${path}.lock`);
  expect(signWithLms(path, key, Buffer.from("message")).readUInt32BE(0)).toBe(20);
});

test("a key file is private and never overwritten", () => {
  expect(statSync(path).mode & 0o777).toBe(0o600);
  skipTo(30);
  signWithLms(path, key, Buffer.from("message"));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(() => makeLmsKey(path)).toThrow(`${path} is there already`);
  const other = join(folder, "other.key");
  writeFileSync(other, `${readFileSync(path, "utf8")}more`);
  expect(() => readLmsKey(other)).toThrow(`${other} is no key of LMS`);
});

test("a key file exchanged for another key signs nothing", () => {
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace(/seed=../, "seed=00").replace(/identifier=../, "identifier=00"));
  expect(() => signWithLms(path, key, Buffer.from("message"))).toThrow("holds another key than before");
  writeFileSync(path, before);
});
