// Manifests as a hostile sender writes them: whatever is not in the one form is refused, and so has no second meaning.
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import {
  type Manifest,
  MOST_MANIFEST_BYTES,
  MOST_PARTS,
  readManifest,
  signatureOf,
} from "../../src/update/manifest.ts";

const DIGEST = "0123456789abcdef".repeat(2);
const LINES = [
  "id=lamp",
  "board=d1-mini",
  "target=nodemcu",
  "version=1.0.1",
  "counter=5",
  "device=porch",
  `part=core 12 ${DIGEST}`,
  `part=more 2048 ${DIGEST}`,
  "tag=hmac-sha256",
] as const;
const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

/** The lines with another one at `at`, or with none there. */
const changed = (at: number, ...instead: string[]) => [
  ...LINES.slice(0, at),
  ...instead,
  ...LINES.slice(at + 1),
];

/** What a manifest means, written again. */
function meaningOf(manifest: Manifest, scheme: string): string {
  const { id, board, target, version, counter, device, parts } = manifest;
  return textOf([
    ...[`id=${id}`, `board=${board}`, `target=${target}`, `version=${version}`, `counter=${counter}`],
    `device=${device}`,
    ...parts.map(({ name, bytes, digest }) => `part=${name} ${bytes} ${digest}`),
    `tag=${scheme}`,
  ]);
}

test("a manifest is parsed, its tag as bytes", () => {
  const tag = "\0\n\xff=tag";
  const manifest = readManifest(textOf(LINES) + tag);
  expect(manifest).toEqual({
    fault: "",
    id: "lamp",
    board: "d1-mini",
    target: "nodemcu",
    version: "1.0.1",
    counter: 5,
    device: "porch",
    parts: [
      { name: "core", bytes: 12, digest: DIGEST },
      { name: "more", bytes: 2048, digest: DIGEST },
    ],
  });
  expect(signatureOf(textOf(LINES) + tag)).toEqual({ scheme: "hmac-sha256", signed: textOf(LINES), tag });
});

describe("a refused manifest", () => {
  const rows: readonly (readonly [title: string, lines: readonly string[], fault: string])[] = [
    ["a line that is missing", changed(1), '"board=" is missing where it belongs'],
    ["lines in another order", [...changed(1), LINES[1]], '"board=" is missing where it belongs'],
    ["a line twice", changed(0, LINES[0], LINES[0]), '"board=" is missing where it belongs'],
    ["an unknown key", changed(5, LINES[5], "run=anything"), '"part=" is missing where it belongs'],
    ["no part", [...LINES.slice(0, 6), LINES[8]], '"part=" is missing where it belongs'],
    ["no value", changed(0, "id="), 'the value of "id" has not 1 to 96 bytes in a line of its own'],
    [
      "a value that is too long",
      changed(3, `version=${"1".repeat(97)}`),
      'the value of "version" has not 1 to 96 bytes in a line of its own',
    ],
    ["a space in a value", changed(0, "id=two words"), 'the value of "id" is no word of ASCII'],
    ["a carriage return", changed(0, "id=lamp\r"), 'the value of "id" is no word of ASCII'],
    ["a byte outside ASCII", changed(0, "id=l\xe4mp"), 'the value of "id" is no word of ASCII'],
    ["a counter of 0", changed(4, "counter=0"), '"0" is no number from 1 to 999999999'],
    ["a counter with a zero in front", changed(4, "counter=05"), '"05" is no number from 1 to 999999999'],
    ["a counter with a sign", changed(4, "counter=-5"), '"-5" is no number from 1 to 999999999'],
    [
      "a counter that is too large",
      changed(4, "counter=1000000000"),
      '"1000000000" is no number from 1 to 999999999',
    ],
    [
      "a part without a length",
      changed(6, `part=core ${DIGEST}`),
      '"part" has not a name, a length and a digest',
    ],
    [
      "a part without a name",
      changed(6, `part= 12 ${DIGEST}`),
      '"part" has not a name, a length and a digest',
    ],
    ["a part of no bytes", changed(6, `part=core 0 ${DIGEST}`), '"0" is no number from 1 to 1048576'],
    [
      "a part that is too long",
      changed(6, `part=core 1048577 ${DIGEST}`),
      '"1048577" is no number from 1 to 1048576',
    ],
    ["a part twice", changed(7, `part=core 13 ${DIGEST}`), 'the part "core" is there twice'],
    [
      "a part with a long name",
      changed(6, `part=${"n".repeat(29)} 12 ${DIGEST}`),
      `the part's name "${"n".repeat(29)}" has more than 28 bytes`,
    ],
    ...[DIGEST.slice(1), `${DIGEST}0`, DIGEST.toUpperCase(), `${DIGEST} more`].map(
      (digest) =>
        [
          `the digest "${digest}"`,
          changed(6, `part=core 12 ${digest}`),
          'the digest of the part "core" has not 32 hexadecimal digits',
        ] as const,
    ),
    ["no tag", LINES.slice(0, 8), '"tag=" is missing where it belongs'],
  ];
  for (const [title, lines, fault] of rows)
    test(title, () => expect(readManifest(textOf(lines)).fault).toBe(fault));

  test("an end before the last line's", () => {
    const text = textOf(LINES);
    for (let end = 0; end < text.length; end++) expect(readManifest(text.slice(0, end)).fault).not.toBe("");
  });

  test("more parts than a device holds", () => {
    const parts = Array.from({ length: MOST_PARTS + 1 }, (_, i) => `part=p${i} 1 ${DIGEST}`);
    const of = (list: readonly string[]) => textOf([...LINES.slice(0, 6), ...list, LINES[8]]);
    expect(readManifest(of(parts.slice(1))).fault).toBe("");
    expect(readManifest(of(parts)).fault).toBe(`it has more than ${MOST_PARTS} parts`);
  });

  test("more bytes than a device holds", () => {
    const most = textOf(LINES).padEnd(MOST_MANIFEST_BYTES);
    expect(readManifest(most).fault).toBe("");
    expect(readManifest(`${most} `).fault).toBe("it has 8193 bytes, and at most 8192 are read");
  });
});

test("a manifest changed anywhere is refused, or means what it says", () => {
  const random = createRandom(72);
  const text = textOf(LINES);
  let read = 0;
  for (let i = 0; i < 20_000; i++) {
    const at = random.below(text.length);
    const inserted = [
      String.fromCharCode(random.below(128)),
      text.slice(at, at + random.below(30)),
      "\n",
      " ",
      "=",
    ];
    const other = text.slice(0, at) + inserted[random.below(5)] + text.slice(at + random.below(4));
    const manifest = readManifest(other);
    if (manifest.fault !== "") continue;
    read += 1;
    const { scheme, signed, tag } = signatureOf(other);
    expect(meaningOf(manifest, scheme)).toBe(signed);
    expect(signed + tag).toBe(other);
  }
  expect(read).toBeGreaterThan(1_000);
});
