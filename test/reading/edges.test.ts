// Edges as a target writes them down.
import { expect, test } from "vitest";
import { clearEdges, edgeSeen, newEdges } from "../../src/reading/edges.ts";

test("a line's first level, edge count and edge times are kept", () => {
  const edges = newEdges("D1", 4);
  edgeSeen(edges, 1, 100, false);
  edgeSeen(edges, 0, 126, false);
  edgeSeen(edges, 1, 196, false);
  expect(edges).toEqual({
    pin: "D1",
    count: 3,
    first: 1,
    level: 1,
    isLost: false,
    at: 196,
    gaps: [26, 70, 0],
  });
});

test("the time between two edges is right across the clock's wrap", () => {
  const edges = newEdges("D1", 2);
  edgeSeen(edges, 1, 2 ** 31 - 3, false);
  edgeSeen(edges, 0, 7, false);
  expect(edges.gaps).toEqual([10]);
});

test("edges beyond the buffer are only counted", () => {
  const edges = newEdges("D1", 3);
  for (let i = 0; i < 1000; i += 1) edgeSeen(edges, i % 2, i * 10, false);
  expect(edges.count).toBe(1000);
  expect(edges.gaps).toEqual([10, 10]);
  expect(edges.isLost).toBe(false);
});

test("two edges to one level imply a lost edge between them", () => {
  const edges = newEdges("D1", 4);
  edgeSeen(edges, 0, 100, false);
  edgeSeen(edges, 0, 200, false);
  edgeSeen(edges, 1, 300, false);
  expect(edges.isLost).toBe(true);
});

test("edges lost by a target are kept until the next start", () => {
  const edges = newEdges("D1", 4);
  edgeSeen(edges, 1, 100, true);
  edgeSeen(edges, 0, 200, false);
  expect(edges.isLost).toBe(true);
  clearEdges(edges);
  expect(edges).toMatchObject({ count: 0, first: -1, level: -1, isLost: false });
});
