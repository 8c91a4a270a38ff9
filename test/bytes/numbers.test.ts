// Numbers as bytes and as text: what goes over the wire and what people read.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixedPoint, rounded, scaled } from "../../src/bytes/fixed-point.ts";
import { readUint16, uint16 } from "../../src/bytes/integers.ts";
import { LONGEST, variableLength } from "../../src/bytes/variable-length.ts";
import { wholeNumber } from "../../src/bytes/whole-number.ts";

describe("fixed-point text", () => {
  test.each([
    [0, 0, "0"],
    [0, 1, "0.0"],
    [5, 0, "5"],
    [5, 1, "0.5"],
    [5, 3, "0.005"],
    [215, 1, "21.5"],
    [-5, 1, "-0.5"],
    [-5, 0, "-5"],
    [-1234, 2, "-12.34"],
    [100, 2, "1.00"],
    [13000, 2, "130.00"],
    [-4500, 2, "-45.00"],
    [999999999, 4, "99999.9999"],
  ])("%i with %i decimals is written %s", (value, decimals, text) => {
    expect(fixedPoint(value, decimals)).toBe(text);
  });

  test("a fixed-point text reads back as its number, with its decimals", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999, max: 999_999_999 }),
        fc.integer({ min: 0, max: 4 }),
        (value, decimals) => {
          const text = fixedPoint(value, decimals);
          expect(Math.round(Number(text) * 10 ** decimals)).toBe(value);
          expect((text.split(".")[1] ?? "").length).toBe(decimals);
        },
      ),
    );
  });
});

describe("rounding", () => {
  test.each([
    [2149, 10, 215],
    [2145, 10, 215],
    [2144, 10, 214],
    [-2145, 10, -215],
    [-2144, 10, -214],
    [-5, 10, -1],
    [49, 100, 0],
    [50, 100, 1],
    [-50, 100, -1],
    [7, 1, 7],
    [-7, 1, -7],
  ])("%i divided by %i is %i: halves round away from zero", (value, divisor, result) => {
    expect(rounded(value, divisor)).toBe(result);
  });

  test("a rounded result is never negative zero, which Lua 5.1 prints signed", () => {
    for (let value = -4; value <= 0; value += 1) expect(Object.is(rounded(value, 10), 0)).toBe(true);
  });

  test("rounding changes a number by half at most", () => {
    const divisor = fc.constantFrom(1, 10, 100, 1000, 10_000);
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), divisor, (value, by) => {
        expect(Math.abs(rounded(value, by) * by - value) * 2).toBeLessThanOrEqual(by);
      }),
    );
  });

  test.each([
    [0.2, 1, 2],
    [0.25, 1, 3],
    [1, 0, 1],
    [0.1, 2, 10],
    [0.29, 2, 29],
    [1.005, 3, 1005],
    [0, 4, 0],
  ])("an option of %d with %i decimals is stored as %i", (fraction, decimals, result) => {
    expect(scaled(fraction, decimals)).toBe(result);
  });
});

describe("whole numbers in text", () => {
  test.each([
    ["0", 0],
    ["007", 7],
    ["1883", 1883],
    ["999999999", 999999999],
  ])("the text %s is read as a whole number", (digits, value) => {
    expect(wholeNumber(digits)).toBe(value);
  });

  test.each(["", "1000000000", "-1", "+1", "1.5", " 1", "1 ", "0x10", "1e3", "٣", ":", "/"])(
    "the text '%s' is refused as a whole number",
    (digits) => {
      expect(wholeNumber(digits)).toBeUndefined();
    },
  );
});

describe("integers as bytes", () => {
  test("two bytes read back as the number they encode", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65535 }), fc.string(), (value, before) => {
        expect(uint16(value)).toBe(Buffer.from([value >> 8, value & 255]).toString("latin1"));
        expect(readUint16(before + uint16(value), before.length)).toBe(value);
      }),
    );
  });

  // The table in 2.2.3 of MQTT 3.1.1, at both ends of each row.
  test.each([
    [0, "00"],
    [127, "7f"],
    [128, "8001"],
    [16383, "ff7f"],
    [16384, "808001"],
    [2097151, "ffff7f"],
    [2097152, "80808001"],
    [LONGEST, "ffffff7f"],
  ])("the variable-length integer %i is encoded as %s", (value, hex) => {
    expect(Buffer.from(variableLength(value), "latin1").toString("hex")).toBe(hex);
  });
});
