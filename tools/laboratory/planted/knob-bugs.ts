// Bugs that knobs invite: a direction that is wrong, bounces that count, steps that are lost or come twice, ends that are no ends.
import type { PlantedBug } from "./bugs.ts";

const QUADRATURE = "src/reading/edges.ts";
const ENCODER = "src/drivers/rotary-encoder.ts";
const TURNING = "src/device/run/actuators/turning.ts";
const EDGES = "test/reading/quadrature.test.ts";
const STEPS = "test/drivers/rotary-encoder.test.ts";
const KNOBS = "test/device/run/knobs.test.ts";
const NODEMCU = "test/platform/nodemcu-turns.test.ts";
const PINS = "test/image/named-pins.test.ts";

export const KNOB_BUGS: readonly PlantedBug[] = [
  {
    name: "a knob goes the wrong way",
    file: QUADRATURE,
    original: "moved === 1 ? 1 : -1",
    planted: "moved === 1 ? -1 : 1",
    tests: EDGES,
  },
  {
    name: "a contact that bounces back counts on",
    file: QUADRATURE,
    original: "moved === 1 ? 1 : -1",
    planted: "1",
    tests: EDGES,
  },
  {
    name: "a lost edge leaves the rest between two detents",
    file: QUADRATURE,
    original: "if (moved === 0 || moved === 2) return;",
    planted: "if (moved === 2) quadrature.phase = phase;\n  if (moved === 0 || moved === 2) return;",
    tests: EDGES,
  },
  {
    name: "a lost edge is one backwards",
    file: QUADRATURE,
    original: "if (moved === 0 || moved === 2) return;",
    planted: "if (moved === 0) return;",
    tests: EDGES,
  },
  {
    name: "edges are not taken once",
    file: QUADRATURE,
    original: "  quadrature.edges = 0;\n  return edges;",
    planted: "  return edges;",
    tests: EDGES,
  },
  {
    name: "a step is two edges",
    file: ENCODER,
    original: "EDGES_A_STEP = 4",
    planted: "EDGES_A_STEP = 2",
    tests: STEPS,
  },
  {
    name: "edges that are no whole step are forgotten",
    file: ENCODER,
    original: "  part.edges = edges;\n",
    planted: "",
    tests: STEPS,
  },
  {
    name: "a knob goes one step at a look",
    file: ENCODER,
    original: "while (edges >= EDGES_A_STEP)",
    planted: "if (edges >= EDGES_A_STEP)",
    tests: STEPS,
  },
  {
    name: "a knob turns up alone",
    file: ENCODER,
    original: "while (edges <= -EDGES_A_STEP)",
    planted: "while (edges < -100)",
    tests: STEPS,
  },
  {
    name: "steps come twice",
    file: TURNING,
    original: "    turning.followed += steps;\n",
    planted: "",
    tests: KNOBS,
  },
  {
    name: "steps beyond the end are to be turned back",
    file: TURNING,
    original: "Math.max(leastValue, Math.min(mostValue, before + steps * turning.step))",
    planted: "before + steps * turning.step",
    tests: KNOBS,
  },
  {
    name: "a knob forgets what waits",
    file: TURNING,
    original: "POLICIES && actuator.deferred ? actuator.deferredValue : actuator.value",
    planted: "actuator.value",
    tests: KNOBS,
  },
  {
    name: "a knob steps by one, whatever the step",
    file: TURNING,
    original: "steps * turning.step",
    planted: "steps",
    tests: KNOBS,
  },
  {
    name: "a device is not woken by a knob",
    file: "src/runtime/events.ts",
    original: "let isNews = KNOBS && isTurned(runtime.actuators);",
    planted: "let isNews = false;",
    tests: KNOBS,
  },
  {
    name: "a missed interrupt is a million steps under NodeMCU",
    file: "src/platform/nodemcu/turns.ts",
    original: "  while (moved > HALF_OF_MISSED) moved = moved - MISSED;\n",
    planted: "",
    tests: NODEMCU,
  },
  {
    name: "a position that wraps is two billion steps under NodeMCU",
    file: "src/platform/nodemcu/turns.ts",
    original: "if (moved < -HALF_OF_ALL)",
    planted: "if (moved < -HALF_OF_ALL * 4)",
    tests: NODEMCU,
  },
  {
    name: "turns are not taken once under NodeMCU",
    file: "src/platform/nodemcu/turns.ts",
    original: "  edges[at] = 0;\n",
    planted: "",
    tests: NODEMCU,
  },
  {
    name: "a line that has no interrupt is taken",
    file: "tools/image/wiring-faults.ts",
    original: 'turns: { abilities: ["in", "interrupt"]',
    planted: 'turns: { abilities: ["in"]',
    tests: PINS,
  },
  {
    name: "a fourth knob has no channel",
    file: "tools/image/wiring-faults.ts",
    original: "(because === undefined && place < parts)",
    planted: "because === undefined",
    tests: PINS,
  },
];
