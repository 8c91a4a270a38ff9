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

test("four edges a detent count up clockwise, and down anticlockwise", () => {
  expect(seen(...CLOCKWISE)).toBe(4);
  expect(seen(...BACK)).toBe(-4);
  expect(seen(...CLOCKWISE, ...CLOCKWISE, ...BACK)).toBe(4);
});

test("each edge is counted once", () => {
  const quadrature = newQuadrature();
  linesSeen(quadrature, false, true);
  expect([takeEdges(quadrature), takeEdges(quadrature)]).toEqual([1, 0]);
});

test("a bouncing contact takes back its own counts", () => {
  expect(seen("01", "11", "01", "11")).toBe(0);
  expect(seen("01", "11", "01", "00", "01", "00", "10", "00", "10", "11", "10", "11")).toBe(4);
  expect(seen("01", "01", "01")).toBe(1);
});

test("a lost edge loses its step and no later one", () => {
  expect(seen("00", "10", "11")).toBe(0);
  expect(seen("01", "10", "11")).toBe(0);
  expect(seen("01", "00", "11", ...CLOCKWISE)).toBe(4);
  expect(seen("10", "00", "11", ...BACK)).toBe(-4);
  expect(seen("00", "10", "11", ...CLOCKWISE)).toBe(4);
});

test("a knob that starts between two detents counts from the next", () => {
  expect(seen("00", "10", "11")).toBe(0);
  expect(seen("00", "01", "11")).toBe(0);
});
