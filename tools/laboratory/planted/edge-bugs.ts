// Bugs that the times of edges invite: an edge that is lost, a time-out that is missed, a count of microseconds that wraps.
import type { PlantedBug } from "./bugs.ts";

const RECORD = "src/reading/edges.ts";
const HC_SR04 = "src/drivers/hc-sr04.ts";
const ECHOES = "test/drivers/hc-sr04.test.ts";

export const EDGE_BUGS: readonly PlantedBug[] = [
  {
    name: "an edge that a target lost is not noticed",
    file: RECORD,
    original: "if (isLost || level === edges.level)",
    planted: "if (level === edges.level)",
    tests: ECHOES,
  },
  {
    name: "two edges to one level are two edges",
    file: RECORD,
    original: "if (isLost || level === edges.level)",
    planted: "if (isLost)",
    tests: "test/reading/edges.test.ts",
  },
  {
    name: "the time between two edges does not wrap",
    file: RECORD,
    original: "elapsed(at, edges.at)",
    planted: "at - edges.at",
    tests: ECHOES,
  },
  {
    name: "edges are written beyond the room for them",
    file: RECORD,
    original: "else if (place < edges.gaps.length) edges.gaps",
    planted: "else edges.gaps",
    tests: "test/reading/edges.test.ts",
  },
  {
    name: "an echo without an end is the one before",
    file: HC_SR04,
    original: "edges.count === 1 || edges.gaps[0] > LONGEST_US",
    planted: "edges.gaps[0] > LONGEST_US",
    tests: ECHOES,
  },
  {
    name: "no echo at all is far away",
    file: HC_SR04,
    original: "edges.count === 1 || edges.gaps[0] > LONGEST_US",
    planted: "edges.count === 1",
    tests: ECHOES,
  },
  {
    name: "the end of an echo that began before is an echo",
    file: HC_SR04,
    original: "edges.isLost || edges.first === 0",
    planted: "edges.isLost",
    tests: ECHOES,
  },
  {
    name: "a driver hears edges of its last measurement",
    file: HC_SR04,
    original: "  (part.ports as Ports).endEdges(part.edges);\n",
    planted: "",
    tests: ECHOES,
  },
];
