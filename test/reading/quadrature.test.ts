// The edges of an encoder's two lines, as its levels tell them.
import { expect, test } from "vitest";
import { linesSeen, newQuadrature, takeEdges } from "../../src/reading/quadrature.ts";

/** Levels of clk and dt, clockwise from rest. */
const CLOCKWISE = ["01", "00", "10", "11"] as const;
const BACK = ["10", "00", "01", "11"] as const;

function seen(...levels: string[]): number {
  const quadrature = newQuadrature();
  for (const [clk, dt] of levels) linesSeen(quadrature, clk === "1", dt === "1");
  return takeEdges(quadrature);
}

test("four edges a detent count up clockwise, and down the other way", () => {
  expect(seen(...CLOCKWISE)).toBe(4);
  expect(seen(...BACK)).toBe(-4);
  expect(seen(...CLOCKWISE, ...CLOCKWISE, ...BACK)).toBe(4);
});

test("edges are taken once", () => {
  const quadrature = newQuadrature();
  linesSeen(quadrature, false, true);
  expect([takeEdges(quadrature), takeEdges(quadrature)]).toEqual([1, 0]);
});

test("a contact that bounces takes back what it counted", () => {
  expect(seen("01", "11", "01", "11")).toBe(0);
  expect(seen("01", "11", "01", "00", "01", "00", "10", "00", "10", "11", "10", "11")).toBe(4);
  expect(seen("01", "01", "01")).toBe(1);
});

test("a lost edge loses its step, and none that follows", () => {
  expect(seen("00", "10", "11")).toBe(0);
  expect(seen("01", "10", "11")).toBe(0);
  expect(seen("01", "00", "11", ...CLOCKWISE)).toBe(4);
  expect(seen("10", "00", "11", ...BACK)).toBe(-4);
  expect(seen("00", "10", "11", ...CLOCKWISE)).toBe(4);
});

test("a knob between two detents at start counts from the next", () => {
  expect(seen("00", "10", "11")).toBe(0);
  expect(seen("00", "01", "11")).toBe(0);
});
