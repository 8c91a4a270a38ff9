// HMAC over each interpreter's own hashes, held against the vectors of RFC 4231 (SHA-256) and RFC 2202 (SHA-1).
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { hmac } from "../../src/update/hmac.ts";
import { sameBytes } from "../../src/update/same-bytes.ts";
import { absentEngines, bytesOf, emittedEverywhere, hexOf, literalOf } from "./everywhere.ts";

/** Key and text in hexadecimal, and the codes: with SHA-256, and with SHA-1 where RFC 2202 has the same case. */
const VECTORS: readonly (readonly [key: string, text: string, sha256: string, sha1: string])[] = [
  [
    "0b".repeat(20),
    hexOf("Hi There"),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "b617318655057264e28bc0b6fb378c8ef146be00",
  ],
  [
    hexOf("Jefe"),
    hexOf("what do ya want for nothing?"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
  ],
  [
    "aa".repeat(20),
    "dd".repeat(50),
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
  ],
  [
    "0102030405060708090a0b0c0d0e0f10111213141516171819",
    "cd".repeat(50),
    "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    "4c9007f4026250c6bc8414f9bf50c86c2d7235da",
  ],
  [
    "aa".repeat(131),
    hexOf("Test Using Larger Than Block-Size Key - Hash Key First"),
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    "",
  ],
  [
    "aa".repeat(131),
    hexOf(
      "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
    ),
    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    "",
  ],
  [
    "aa".repeat(80),
    hexOf("Test Using Larger Than Block-Size Key - Hash Key First"),
    "",
    "aa4ae5e15272d00e95705637ce8a3b55ed402112",
  ],
  [
    "aa".repeat(80),
    hexOf("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
    "",
    "e8e99d0f45237d786d6bbaa7965c7808bbff1a91",
  ],
];

test(`HMAC gives the codes of its RFCs (not here: ${absentEngines.join(", ") || "none"})`, async () => {
  const cases = VECTORS.flatMap(([key, text, sha256, sha1]) => [
    ...(sha256 === "" ? [] : [["sha256", key, text, sha256] as const]),
    ...(sha1 === "" ? [] : [["sha1", key, text, sha1] as const]),
  ]);
  const program = `import { hmac } from "../../../src/update/hmac.ts";
${cases.map(([name, key, text]) => `emit(hmac(HASHES.${name}, given(${literalOf(key)}), given(${literalOf(text)})));`).join("\n")}`;
  const answers = await emittedEverywhere(program, (hashes) =>
    cases.map(([name, key, text]) => hexOf(hmac(hashes[name], bytesOf(key), bytesOf(text)))),
  );
  for (const [engine, codes] of answers)
    expect({ engine, codes }).toEqual({ engine, codes: cases.map(([, , , code]) => code) });
});

test(`digests are the same in each byte alone (not here: ${absentEngines.join(", ") || "none"})`, async () => {
  const pairs = [
    ["", "", "no"],
    ["ab", "ab", "yes"],
    ["ab", "abc", "no"],
    ["ab", "aa", "no"],
    ["ab", "ac", "no"],
    // What one byte has more the other has less.
    ["ab", "ba", "no"],
  ] as const;
  const program = `import { sameBytes } from "../../../src/update/same-bytes.ts";
${pairs.map(([own, other]) => `emit(sameBytes(given("${own}"), given("${other}")) ? "yes" : "no");`).join("\n")}
emit(HASHES.sha1("") === "" ? "failed" : "hashed");`;
  const answers = await emittedEverywhere(program, ({ sha1 }) => [
    ...pairs.map(([own, other]) => hexOf(sameBytes(own, other) ? "yes" : "no")),
    hexOf(sha1("") === "" ? "failed" : "hashed"),
  ]);
  const expected = [...pairs.map(([, , same]) => same), "hashed"].map(hexOf);
  for (const [engine, lines] of answers) expect({ engine, lines }).toEqual({ engine, lines: expected });
});

test("HMAC of any key and text equals Node's", () => {
  const random = createRandom(8554);
  const bytes = (most: number) =>
    Array.from({ length: random.below(most) }, () => String.fromCharCode(random.below(256))).join("");
  for (let i = 0; i < 500; i++) {
    const [key, text] = [bytes(150), bytes(300)];
    const code = createHmac("sha256", Buffer.from(key, "latin1")).update(Buffer.from(text, "latin1"));
    expect(hexOf(hmac(HASHES.sha256, key, text))).toBe(code.digest("hex"));
  }
});

test("HMAC without memory for a hash returns no code", () => {
  let left = 1;
  const failing = (bytes: string) => (left-- > 0 ? HASHES.sha256(bytes) : "");
  expect(hmac(failing, "key", "text")).toBe("");
  expect(hmac(() => "", "key", "text")).toBe("");
});
