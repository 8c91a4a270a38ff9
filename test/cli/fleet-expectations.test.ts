import { expect, test } from "vitest";
import { expectOption, type Seen, unmet } from "../../tools/cli/fleet/expectations.ts";
import { createFleetCounts } from "../../tools/sim/devices/fleet-counts.ts";
import { noteLatency } from "../../tools/sim/devices/latencies.ts";

function seen(changes: Partial<Seen["counts"]> = {}, connected = 999): Seen {
  const counts = { ...createFleetCounts(), ...changes };
  for (let ms = 1; ms <= 100; ms += 1) noteLatency(counts.latencies, ms);
  return { devices: 1000, connected, counts };
}

const faults = (text: string, of = seen()) => unmet(expectOption(text), of);

test("a met expectation is no fault", () => {
  expect(faults("lost=0,p99<110ms,connected>=99.9%")).toEqual([]);
  expect(faults("connected > 998, connected<1000, p50 <= 0.06s, max>99ms, failures=0, messages>=0")).toEqual(
    [],
  );
});

test("each unmet expectation is reported with the measured value", () => {
  const lossy = seen({ unacknowledged: 2, dropped: 1, failures: 7 }, 990);
  expect(faults("lost=0,p99<50ms,connected>=99.9%,connected=1000,failures<7", lossy)).toEqual([
    "Expected lost=0: it is 3.",
    expect.stringMatching(/^Expected p99<50ms: it is (99|10\d)\.\d ms\.$/),
    "Expected connected>=99.9%: it is 990 of 1000.",
    "Expected connected=1000: it is 990 of 1000.",
    "Expected failures<7: it is 7.",
  ]);
});

test("a latency expectation without acknowledgements is unmet", () => {
  const silent = { devices: 1, connected: 1, counts: createFleetCounts() };
  expect(faults("p99<50ms", silent)).toEqual(["Expected p99<50ms: nothing was acknowledged."]);
});

test.for([
  ["", /each is a name, one of = < <= > >= and a number/],
  ["lost=0,", /"" is not allowed; each is a name/],
  ["lost==0", /"lost==0" is not allowed/],
  ["lost=-1", /"lost=-1" is not allowed/],
  ["lost", /"lost" is not allowed/],
  ["p99<50", /write p99<50ms or p99<50s\./],
  ["lost=0%", /write lost=0\./],
  ["connected>=101%", /all devices are 100 %/],
  ["conected>=99%", /"conected".*connected/],
  ["toString=1", /is not allowed/],
] as const)("the expectation %j is refused with what is allowed", ([text, sentence]) => {
  expect(() => expectOption(text)).toThrow(sentence);
});
