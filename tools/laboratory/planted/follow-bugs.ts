// Bugs that following a sensor invites: a command that is overrun, a sensor that is silent, a permission that comes back.
import type { PlantedBug } from "./bugs.ts";

const POLL = "src/device/run/rules/poll-follows.ts";
const FOLLOWING = "test/device/run/rules/follow.test.ts";

export const FOLLOW_BUGS: readonly PlantedBug[] = [
  {
    name: "each reading overruns a command",
    file: POLL,
    original: "if (wanted === undefined || wanted === follow.asked) continue;",
    planted: "if (wanted === undefined) continue;",
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
    original: "    if (FOLLOWS && before === REFUSED) followAgain(device.acting.follows, place);\n",
    planted: "",
    tests: FOLLOWING,
  },
  {
    name: "what was refused for a time waits for another reading",
    file: POLL,
    original: "setAsked(follow, isRefused(actuator) ? undefined : wanted);",
    planted: "setAsked(follow, wanted);",
    tests: FOLLOWING,
  },
  {
    name: "each reading asks for what is refused",
    file: POLL,
    original: "    if (wanted !== 0 && isRefused(actuator)) continue;\n",
    planted: "",
    tests: FOLLOWING,
  },
  {
    name: "the state for the time without the broker stays",
    file: "src/device/run/policies.ts",
    original: "      followAgain(device.acting.follows, i);\n",
    planted: "",
    tests: FOLLOWING,
  },
  {
    name: "a rule puts back what another rule keeps",
    file: "src/device/run/rules/poll-rules.ts",
    original: "return SHARED_KEEPS && rule.keeps ? keptValue(device, rule, now) : rule.otherValue;",
    planted: "return rule.otherValue;",
    tests: "test/device/run/rules/rules.test.ts",
  },
  {
    name: "a rule that has ended still counts as one that keeps",
    file: "src/device/run/rules/poll-rules.ts",
    original: "const isAtWork = other.active || other.timing;",
    planted: "const isAtWork = other.known;",
    tests: "test/device/run/rules/rules.test.ts",
  },
  {
    name: "a rule that ends switches on what maximumOn has switched off",
    file: "src/device/run/rules/poll-rules.ts",
    original: "kept !== rule.otherValue && asked !== rule.targetValue ? asked : kept;",
    planted: "kept;",
    tests: "test/device/run/rules/rules.test.ts",
  },
  {
    name: "of several rules that keep a light the first counts, not the newest",
    file: "src/device/run/rules/poll-rules.ts",
    original: "if (kept !== rule.otherValue && age >= youngest) continue;",
    planted: "if (kept !== rule.otherValue) continue;",
    tests: "test/device/run/rules/rules.test.ts",
  },
];
