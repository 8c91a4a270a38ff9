// Tags of HMAC where the interpreter has SHA-1 alone.
import { expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { hmac } from "../../src/update/hmac.ts";
import { signatureOf } from "../../src/update/manifest.ts";
import { tagFault } from "../../src/update/tag.ts";
import { KEY, linesOf, signed } from "./signed.ts";

const LINES = linesOf(5, new Map([["part-new", "new"]]));
const BY_SHA_1 = { scheme: "hmac-sha1", key: KEY, hash: HASHES.sha1 } as const;
const text = `${LINES}tag=hmac-sha1\n`;

test("a device with SHA-1 alone accepts only its own key's tag", () => {
  const tag = hmac(HASHES.sha1, KEY, text);
  expect(tagFault(BY_SHA_1, signatureOf(text + tag))).toBe("");
  for (const other of [
    "",
    tag.slice(1),
    `${tag}\0`,
    hmac(HASHES.sha1, `${KEY}2`, text),
    hmac(HASHES.sha256, KEY, text),
  ])
    expect(tagFault(BY_SHA_1, signatureOf(text + other))).toBe("its tag is not by this device's key");
});

test("a device with SHA-256 refuses a tag of SHA-1", () => {
  const signature = signatureOf(text + hmac(HASHES.sha1, KEY, text));
  expect(tagFault({ scheme: "hmac-sha256", key: KEY, hash: HASHES.sha256 }, signature)).toBe(
    "this device takes what is signed by hmac-sha256, and it is not",
  );
});

test("a hash without memory accepts no tag, not even an empty one", () => {
  for (const tag of ["", hmac(HASHES.sha256, KEY, text)])
    expect(tagFault({ ...BY_SHA_1, hash: () => "" }, signatureOf(text + tag))).not.toBe("");
  expect(tagFault({ ...BY_SHA_1, key: "" }, signatureOf(signed(LINES)))).toBe(
    "this device has no key for updates",
  );
});
