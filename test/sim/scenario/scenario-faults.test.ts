// Faults of a scenario whose types nobody has checked.
import { expect, test } from "vitest";
import { everyMessage } from "../../../tools/sim/scenario/expectations.ts";
import { seconds } from "../../../tools/sim/scenario/scenario.ts";
import { scenarioFaults } from "../../../tools/sim/scenario/scenario-faults.ts";

const SOUND = {
  title: "a tower rings",
  lasts: seconds(60),
  takePart: { guest: { program: () => {}, count: { virtual: 20, real: 2 }, hears: "newest", queue: "a/#" } },
  faults: [],
  inFlight: 5,
  expect: { "nobody misses a bell": everyMessage("guest") },
};

test("a valid scenario has no faults", () => {
  expect(scenarioFaults(SOUND)).toEqual([]);
});

test.each([
  [undefined, "The default export is undefined; it should be a scenario: export default scenario({ ... })."],
  [
    { ...SOUND, last: seconds(60) },
    'There is no option "last" among the options of the scenario; did you mean "lasts"? Known are: title, lasts, takePart, access, inFlight, faults, queues, page, expect.',
  ],
  [{ ...SOUND, lasts: undefined }, "The option lasts is missing; it is a time, such as seconds(60)."],
  [{ ...SOUND, lasts: "60" }, 'The option lasts is "60"; it is a time, such as seconds(60).'],
  [
    { ...SOUND, expect: { "nobody misses a bell": true } },
    'The option expect is a record; it is a record of expectations by their sentences, such as { "all hear all": everyMessage("display") }.',
  ],
  [{ ...SOUND, takePart: { guest: {} } }, "The group guest has no program; it is a function."],
  [
    { ...SOUND, takePart: { guest: { program: () => {}, count: { virtual: 1.5, real: 1 } } } },
    "The option count is a record; it is a whole number, or { virtual, real } of two.",
  ],
  [
    { ...SOUND, takePart: { guest: { program: () => {}, hears: "all" } } },
    'The option hears is "all"; it is "each", "newest" or "share".',
  ],
])("a faulty scenario is refused with a sentence: %o", (options, sentence) => {
  expect(scenarioFaults(options)).toEqual([sentence]);
});
