// Bugs that the times of edges invite: an edge that is lost, a time-out that is missed, a count of microseconds that wraps.
import type { PlantedBug } from "./bugs.ts";

const RECORD = "src/reading/edges.ts";
const HC_SR04 = "src/drivers/hc-sr04.ts";
const IR = "src/drivers/ir-receiver.ts";
const KEYS = "test/drivers/ir-receiver.test.ts";
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
    name: "a frame with a lost edge is a press",
    file: IR,
    original: "if (isLost || !isBit)",
    planted: "if (!isBit)",
    tests: KEYS,
  },
  {
    name: "a repeat is a press without a key",
    file: IR,
    original: "if (part.isHeld && elapsed(now, part.heardAt) < HELD_MS) part.heardAt = now;",
    planted: "part.isHeld = true;\n  part.heardAt = now;",
    tests: KEYS,
  },
  {
    name: "a key is let go while it is held",
    file: IR,
    original: "if (!isLost && gap >= SHORTEST_REPEAT_US && gap < SHORTEST_LEAD_US) repeated(part);",
    planted: "",
    tests: KEYS,
  },
  {
    name: "a command that came wrong is a press",
    file: IR,
    original: "  if ((second & 255) + (second >> 8) !== 255) return false;\n",
    planted: "",
    tests: KEYS,
  },
  {
    name: "the bits of a code come the highest first",
    file: IR,
    original: "(part.second >> 1) | (gap > ONE_US ? 0x8000 : 0)",
    planted: "((part.second << 1) & 0xffff) | (gap > ONE_US ? 1 : 0)",
    tests: KEYS,
  },
  {
    name: "a frame that is cut goes on with the next one",
    file: IR,
    original: "gap >= SHORTEST_BIT_US && gap <= LONGEST_BIT_US",
    planted: "gap >= SHORTEST_BIT_US",
    tests: KEYS,
  },
  {
    name: "a driver hears edges of its last measurement",
    file: HC_SR04,
    original: "  (part.ports as Ports).endEdges(part.edges);\n",
    planted: "",
    tests: ECHOES,
  },
];
