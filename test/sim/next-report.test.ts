// The next report of a device that sleeps, on trial: what it says before each sleep comes true.
import { expect, onTestFinished, test } from "vitest";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, homeAssistant, hours, minutes, seconds, sensor } from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const every = minutes(15);
/** A trial's clock begins here. */
const BEGIN_MS = Date.UTC(2026, 5, 1, 12);

async function asleep(more: { clock?: object; low?: boolean } = {}) {
  const { clock, low } = more;
  const whenLow = { sensor: "moisture", below: 20, every: hours(6) };
  const bed = device({
    name: "bed",
    ...(clock && { clock }),
    sleep: { every, report: hours(1), ...(low && { whenLow }) },
    sensors: [sensor("moisture", soilMoisture("probe").percent, { every, unit: "%" })],
    diagnostics: ["next-report"],
    discovery: homeAssistant(),
  });
  const trial = await startTrial(bed, { around: { probe: { share: () => (low ? 0.1 : 0.5) } } });
  onTestFinished(trial.end);
  trial.pass(minutes(2));
  return trial;
}

/** Passes until it has reported once more; milliseconds since the start. */
function untilReport(trial: Awaited<ReturnType<typeof asleep>>): number {
  const before = trial.told("moisture").length;
  while (trial.told("moisture").length === before) trial.pass(seconds(1));
  return trial.now();
}

test("a device with a clock publishes the moment of its next report", async () => {
  const trial = await asleep({ clock: {} });
  for (let report = 0; report < 5; report += 1) {
    const told = Date.parse(trial.told("next-report").at(-1) ?? "") - BEGIN_MS;
    expect(Math.abs(untilReport(trial) - told)).toBeLessThan(seconds(10));
    trial.pass(minutes(1));
  }
});

test("a device without a clock publishes the seconds until its next report", async () => {
  const trial = await asleep();
  for (let report = 0; report < 3; report += 1) {
    trial.pass(minutes(1));
    const asleepAt = untilReport(trial);
    trial.pass(seconds(30));
    const told = Number(trial.told("next-report").at(-1));
    expect(Math.abs(untilReport(trial) - asleepAt - told * 1000)).toBeLessThan(seconds(10));
  }
});

test("a device with a low battery publishes the later moment", async () => {
  const trial = await asleep({ low: true });
  untilReport(trial);
  trial.pass(seconds(30));
  expect(Number(trial.told("next-report").at(-1))).toBeGreaterThan(hours(5.9) / 1000);
});

test("Home Assistant shows the next report among the diagnostics", async () => {
  for (const [clock, shown] of [
    [{}, { dev_cla: "timestamp" }],
    [undefined, { dev_cla: "duration", unit_of_meas: "s" }],
  ] as const) {
    const trial = await asleep({ clock });
    const [announced] = [...trial.announced().values()] as { cmps: Record<string, object> }[];
    expect(announced?.cmps["next-report"]).toMatchObject({ p: "sensor", ent_cat: "diagnostic", ...shown });
  }
});
