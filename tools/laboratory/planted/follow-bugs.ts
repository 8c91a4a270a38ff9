// Bugs that following a sensor invites: a command that is overrun, a sensor that is silent, a permission that comes back.
import type { PlantedBug } from "./bugs.ts";

const POLL = "src/device/run/rules/poll-follows.ts";
const FOLLOWING = "test/device/run/rules/follow.test.ts";

export const FOLLOW_BUGS: readonly PlantedBug[] = [
  {
    name: "each reading overruns a command",
    file: POLL,
    original: "wanted !== undefined && wanted !== follow.asked",
    planted: "wanted !== undefined",
    tests: FOLLOWING,
  },
  {
    name: "one reading that fails is silence",
    file: POLL,
    original: "sensor.missed < sensor.patience ? undefined : follow.silentValue",
    planted: "follow.silentValue",
    tests: FOLLOWING,
  },
  {
    name: "a silent sensor is never noticed",
    file: POLL,
    original: "sensor.missed < sensor.patience ? undefined : follow.silentValue",
    planted: "undefined",
    tests: FOLLOWING,
  },
  {
    name: "a number lies between its steps",
    file: POLL,
    original: "least + rounded(onCurve(follow.points, reading) - least, step) * step",
    planted: "onCurve(follow.points, reading)",
    tests: FOLLOWING,
  },
  {
    name: "a light that may be on again waits for another reading",
    file: "src/device/run/permission.ts",
    original: "if (follow.drivenAt === place) setAsked(follow, undefined);",
    planted: "",
    tests: FOLLOWING,
  },
];
