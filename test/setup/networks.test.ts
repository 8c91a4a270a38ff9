// Networks that a scan found, as options of the page.
import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { type Admission, BY_PASSWORD, ENTERPRISE, OPEN } from "../../src/ports/access-point.ts";
import { networkCount, networkOption, withNetwork } from "../../src/setup/networks.ts";

type Found = readonly [name: string, dBm: number, admission?: Admission];

const listed = (found: readonly Found[]) =>
  found.reduce((list, [name, dBm, admission = BY_PASSWORD]) => withNetwork(list, name, dBm, admission), "");

const optionsOf = (list: string, chosen = "") =>
  Array.from({ length: networkCount(list) }, (_, number) => networkOption(list, number, chosen));

test("the strongest network comes first, with its strength in words", () => {
  expect(
    optionsOf(
      listed([
        ["far", -76],
        ["near", -40],
        ["there", -61],
        ["open", -60, OPEN],
      ]),
      "there",
    ),
  ).toEqual([
    '<option value="near">near (strong)</option>',
    '<option value="open">open (strong, without a password)</option>',
    '<option value="there" selected>there (good)</option>',
    '<option value="far">far (weak)</option>',
  ]);
});

test("an enterprise network is listed but cannot be chosen", () => {
  expect(optionsOf(listed([["work", -50, ENTERPRISE]]), "work")).toEqual([
    '<option value="work" disabled>work (strong, of an enterprise: cannot be joined)</option>',
  ]);
});

test("a network's name is escaped in the page", () => {
  expect(optionsOf(listed([[`"><script>'&`, -50]]))).toEqual([
    `<option value="&quot;&gt;&lt;script&gt;'&amp;">&quot;&gt;&lt;script&gt;'&amp; (strong)</option>`,
  ]);
});

test("an invalid, hidden or overlong network name is omitted", () => {
  expect(
    listed([
      ["", -1],
      ["a".repeat(33), -1],
      ["\xff", -1],
      ["a\nb", -1],
      ["\0", -1],
    ]),
  ).toBe("");
  expect(networkCount(listed([[utf8("Café ☕"), -1]]))).toBe(1);
});

test("the list has the eight strongest names, each once", () => {
  const found = fc.tuple(fc.constantFrom(..."abcdefghijkl"), fc.integer({ min: -110, max: 10 }));
  fc.assert(
    fc.property(fc.array(found, { maxLength: 40 }), (all) => {
      const weakness = new Map<string, number>();
      for (const [name, dBm] of all) {
        const own = Math.min(100, Math.max(0, -dBm));
        weakness.set(name, Math.min(own, weakness.get(name) ?? 100));
      }
      const strengths = [...weakness.values()].sort((a, b) => a - b).slice(0, 8);
      const names = listed(all)
        .split("\n")
        .slice(0, -1)
        .map((line) => line.slice(2));
      expect(names.map((name) => weakness.get(name))).toEqual(strengths);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});
