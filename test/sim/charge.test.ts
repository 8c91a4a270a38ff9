// A simulated sleeper adds up what it takes of its battery, and the build's estimate has that within its low
// and its high.
import { expect, onTestFinished, test } from "vitest";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { days, device, homeAssistant, hours, minutes, seconds, sensor } from "../../src/index.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { chargeEstimate } from "../../tools/image/power/charge-estimate.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const BOARDS = ["d1-mini-espruino", "esp32-espruino", "xiao-esp32c3-espruino"];
const every = minutes(15);
const bed = (more: object = {}) =>
  device({
    name: "bed",
    sleep: { every },
    sensors: [sensor("moisture", soilMoisture("probe", 844, 375).percent, { every, unit: "%" })],
    discovery: homeAssistant(),
    ...more,
  });

async function onTrial(board?: string, declared = bed()) {
  const trial = await startTrial(declared, board === undefined ? {} : { board });
  onTestFinished(trial.end);
  return trial;
}

/** mAh that a day takes, behind the minute that power keeps it awake. */
async function dayOf(board: string, declared = bed()) {
  const trial = await onTrial(board, declared);
  trial.pass(minutes(20));
  const before = trial.charge();
  trial.pass(days(1));
  const after = trial.charge();
  return { low: after.low - before.low, high: after.high - before.high };
}

test.each(BOARDS)("a day of wakes as %s uses the estimated charge", async (name) => {
  // In Node each device listens for its settings.
  const declared = bed({ settings: "remote" });
  const { mAhADay } = chargeEstimate(declared, await readBoard(name)) ?? expect.fail("no estimate");
  const { low, high } = await dayOf(name, declared);
  expect(low).toBeGreaterThanOrEqual(mAhADay.low * 0.99);
  expect(low).toBeLessThan(mAhADay.low * 1.1);
  expect(high).toBeLessThanOrEqual(mAhADay.high * 1.01);
  expect(high).toBeGreaterThan(mAhADay.high * 0.9);
});

test.each(BOARDS)("a day with rare reports as %s uses the estimated charge", async (name) => {
  const declared = bed({ settings: "remote", sleep: { every, report: hours(1) } });
  const { mAhADay } = chargeEstimate(declared, await readBoard(name)) ?? expect.fail("no estimate");
  const { low, high } = await dayOf(name, declared);
  expect(low).toBeGreaterThanOrEqual(mAhADay.low * 0.95);
  expect(low).toBeLessThan(mAhADay.low * 1.1);
  expect(high).toBeLessThanOrEqual(mAhADay.high * 1.05);
  expect(high).toBeGreaterThan(mAhADay.high * 0.9);
});

test("a day without a network uses less charge than two normal days", async () => {
  const trial = await onTrial("esp8266-espruino");
  trial.pass(days(1));
  const first = trial.charge();
  trial.cutNetwork();
  trial.pass(days(1));
  const { low, high } = trial.charge();
  expect(low - first.low).toBeLessThan(2 * first.low);
  expect(high - first.high).toBeLessThan(2 * first.high);
});

test("a device without power uses no charge", async () => {
  const trial = await onTrial("d1-mini-espruino");
  trial.pass(seconds(90));
  trial.cutPower();
  const before = trial.charge();
  trial.pass(days(1));
  expect(trial.charge()).toEqual(before);
});

test("the charge of a trial without a board is refused", async () => {
  const without = await onTrial();
  expect(() => without.charge()).toThrow(
    'trial.charge() needs a board: startTrial(device, { board: "d1-mini-espruino" }).',
  );
  const unknown = await onTrial("esp32-s3-espruino");
  expect(() => unknown.charge()).toThrow(/^What esp32-s3-espruino takes of a battery no source has/);
});
