// Edges as a target writes them down.
import { expect, test } from "vitest";
import { clearEdges, edgeSeen, newEdges } from "../../src/reading/edges.ts";

test("the first level, the count and the times between edges are kept", () => {
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

test("the time wraps between two edges", () => {
  const edges = newEdges("D1", 2);
  edgeSeen(edges, 1, 2 ** 31 - 3, false);
  edgeSeen(edges, 0, 7, false);
  expect(edges.gaps).toEqual([10]);
});

test("more edges than there is room for are only counted", () => {
  const edges = newEdges("D1", 3);
  for (let i = 0; i < 1000; i += 1) edgeSeen(edges, i % 2, i * 10, false);
  expect(edges.count).toBe(1000);
  expect(edges.gaps).toEqual([10, 10]);
  expect(edges.isLost).toBe(false);
});

test("two edges to one level had a lost one between them", () => {
  const edges = newEdges("D1", 4);
  edgeSeen(edges, 0, 100, false);
  edgeSeen(edges, 0, 200, false);
  edgeSeen(edges, 1, 300, false);
  expect(edges.isLost).toBe(true);
});

test("edges that a target has lost are kept until the next start", () => {
  const edges = newEdges("D1", 4);
  edgeSeen(edges, 1, 100, true);
  edgeSeen(edges, 0, 200, false);
  expect(edges.isLost).toBe(true);
  clearEdges(edges);
  expect(edges).toMatchObject({ count: 0, first: -1, level: -1, isLost: false });
});
