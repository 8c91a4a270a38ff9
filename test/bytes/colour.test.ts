// Colours as text and as numbers: what is one, what is none, and what a brightness makes of it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { blueOf, colourOf, colourText, dimmed, greenOf, redOf } from "../../src/bytes/colour.ts";

const level = fc.integer({ min: 0, max: 255 });

test.each([
  ["0,0,0", 0],
  ["255,255,255", 0xffffff],
  ["255,128,0", 0xff8000],
  ["1,2,3", 0x010203],
  ["007,08,9", 0x070809],
])("%j is a colour", (text, colour) => {
  expect(colourOf(text)).toBe(colour);
});

test.each([
  "",
  ",",
  ",,",
  "1,2",
  "1,2,",
  ",1,2",
  "1,,2",
  "1,2,3,",
  "1,2,3,4",
  "1,1,1,1,1,1",
  "256,0,0",
  "0,999,0",
  "0,0,256",
  "-1,0,0",
  "1.5,0,0",
  " 1,2,3",
  "1, 2,3",
  "1,2,3\n",
  "1,2,3\0",
  "#ff8000",
  "red",
  "1;2;3",
  "\xff,\xff,\xff",
  "0255,255,255",
  "9".repeat(12),
])("%j is no colour", (text) => {
  expect(colourOf(text)).toBeUndefined();
});

test("a payload of the longest allowed length is not a colour", () => {
  expect(colourOf("1,2,3".repeat(14_000))).toBeUndefined();
});

test("a colour's text is read for every level", () => {
  fc.assert(
    fc.property(level, level, level, (red, green, blue) => {
      const colour = colourOf(`${red},${green},${blue}`) as number;
      expect([redOf(colour), greenOf(colour), blueOf(colour)]).toEqual([red, green, blue]);
      expect(colourText(colour)).toBe(`${red},${green},${blue}`);
    }),
  );
});

test("random text is read as a 24-bit colour or refused", () => {
  const text = fc.string({ unit: fc.constantFrom(..."0123456789,, -.\xff"), maxLength: 14 });
  fc.assert(
    fc.property(text, (payload) => {
      const isOne =
        /^\d+,\d+,\d+$/.test(payload) && payload.split(",").every((channel) => Number(channel) <= 255);
      const colour = colourOf(payload);
      if (colour !== undefined) expect(isOne && colour >= 0 && colour <= 0xffffff).toBe(true);
      else expect(isOne && payload.length <= 11).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test("a brightness scales each level to the nearest, never upwards", () => {
  expect([255, 128, 1, 0].map((brightness) => colourText(dimmed(0xff8000, brightness)))).toEqual([
    "255,128,0",
    "128,64,0",
    "1,1,0",
    "0,0,0",
  ]);
  fc.assert(
    fc.property(level, level, (channel, brightness) => {
      const darker = blueOf(dimmed(channel, brightness));
      const exact = (channel * brightness) / 255;
      expect(Math.abs(darker - exact)).toBeLessThanOrEqual(darker === 1 ? 1 : 0.5);
    }),
  );
});

test("only black is dark at every brightness", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 0xffffff }),
      fc.integer({ min: 1, max: 255 }),
      (colour, brightness) => {
        const shown = dimmed(colour, brightness);
        expect(shown).toBeGreaterThan(0);
        for (const of of [redOf, greenOf, blueOf]) expect(of(shown)).toBeLessThanOrEqual(of(colour));
      },
    ),
  );
});
