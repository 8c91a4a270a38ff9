// Devices that sleep and report now and then, on trial: which wakes connect, what they tell, and how a broker
// that is away is looked for.
import { expect, onTestFinished, test } from "vitest";
import type { SensorOptions } from "../../src/device/declare/sensor.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { median, validRange } from "../../src/filters.ts";
import { days, device, hours, minutes, seconds, sensor } from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const every = minutes(15);
const soil = (more: Partial<SensorOptions> = {}) =>
  sensor("moisture", soilMoisture("probe").percent, { every, unit: "%", ...more });

async function asleep(declaration: Parameters<typeof startTrial>[0], wet = () => 0.5) {
  const trial = await startTrial(declaration, { around: { probe: { share: wet } } });
  onTestFinished(trial.end);
  return trial;
}

test("a month of quarter-hour wakes connects once an hour", async () => {
  let looks = 0;
  const hourly = device({ name: "bed", sleep: { every, report: hours(1) }, sensors: [soil()] });
  const trial = await asleep(hourly, () => {
    looks += 1;
    return 0.5;
  });
  trial.pass(days(30));
  expect(looks).toBeGreaterThanOrEqual(30 * 96 - 1);
  expect(looks).toBeLessThanOrEqual(30 * 96 + 1);
  expect(trial.told("moisture").length).toBeGreaterThanOrEqual(30 * 24);
  expect(trial.told("moisture").length).toBeLessThanOrEqual(30 * 24 + 1);
  expect(trial.told("status")).not.toContain("offline");
});

test("a sufficiently changed reading is reported at its wake", async () => {
  let wet = 0.5;
  const watchful = device({
    name: "bed",
    sleep: { every, report: hours(6), reportWhen: { moisture: { changes: 5 } } },
    sensors: [soil()],
  });
  const trial = await asleep(watchful, () => wet);
  trial.pass(minutes(2));
  for (const [share, told] of [
    [0.54, ["50"]],
    [0.55, ["50", "55"]],
    [0.51, ["50", "55"]],
    [0.5, ["50", "55", "50"]],
  ] as const) {
    wet = share;
    trial.pass(minutes(16));
    expect(trial.told("moisture")).toEqual(told);
  }
  trial.pass(hours(6));
  expect(trial.told("moisture")).toHaveLength(4);
});

test("durable readings of each wake arrive with the next report", async () => {
  let looks = 0;
  const durable = device({
    name: "bed",
    sleep: { every, report: hours(1) },
    sensors: [soil({ qos: 1, durable: true, filters: [median(3)] })],
  });
  const trial = await asleep(durable, () => {
    looks += 1;
    return looks / 1000;
  });
  trial.pass(hours(5));
  expect(trial.told("moisture")).toHaveLength(looks - ((looks - 1) % 4));
});

test("an absent broker is tried at growing intervals, up to four hours", async () => {
  let looks = 0;
  const hourly = device({ name: "bed", sleep: { every }, sensors: [soil()] });
  const trial = await asleep(hourly, () => {
    looks += 1;
    return 0.5;
  });
  trial.pass(minutes(2));
  trial.cutNetwork();
  const before = looks;
  trial.pass(days(7));
  // It still measures at each wake.
  expect(looks - before).toBeGreaterThan(7 * 96 - 2);
  trial.giveNetwork();
  trial.pass(hours(4));
  expect(trial.told("moisture")).toHaveLength(2);
  trial.pass(minutes(16));
  expect(trial.told("moisture").length).toBeGreaterThanOrEqual(2);
  trial.pass(hours(1));
  expect(trial.told("moisture").length).toBeGreaterThanOrEqual(5);
});

test("returning power causes a report at once", async () => {
  const rare = device({ name: "bed", sleep: { every, report: hours(24) }, sensors: [soil()] });
  const trial = await asleep(rare);
  trial.pass(hours(3));
  expect(trial.told("moisture")).toHaveLength(1);
  trial.cutPower();
  trial.givePower();
  trial.pass(seconds(30));
  expect(trial.told("moisture")).toHaveLength(2);
});

test("a device with a low battery wakes less often until recharged", async () => {
  let full = 0.5;
  let looks = 0;
  const saving = device({
    name: "bed",
    sleep: { every, whenLow: { sensor: "moisture", below: 20, every: hours(6) } },
    sensors: [soil()],
  });
  const trial = await asleep(saving, () => {
    looks += 1;
    return full;
  });
  trial.pass(minutes(50));
  full = 0.19;
  trial.pass(minutes(15));
  looks = 0;
  trial.pass(hours(24));
  expect(looks).toBe(4);
  expect(trial.told("moisture").slice(-4)).toEqual(["19", "19", "19", "19"]);
  full = 0.5;
  trial.pass(hours(6));
  looks = 0;
  trial.pass(hours(2));
  expect(looks).toBeGreaterThanOrEqual(7);
});

/** What a device tells whose probe is as wet as the test says: a probe in water alone is no reading. */
async function probed(report = every, more: Partial<SensorOptions> = {}) {
  const probe = { share: 0.5 };
  const bed = device({
    name: "bed",
    sleep: { every, report },
    sensors: [soil({ filters: [validRange(0, 90)], ...more })],
  });
  const trial = await asleep(bed, () => probe.share);
  trial.pass(minutes(2));
  return { trial, probe, told: () => trial.told("moisture") };
}

test.each([0, 1, 2, 3])("a sensor broken %i wakes after a report is reported once", async (wakes) => {
  const { trial, probe, told } = await probed(hours(1), { qos: 1 });
  trial.pass(wakes * every);
  probe.share = 1;
  trial.pass(2 * every);
  expect(told()).toEqual(["50"]);
  trial.pass(hours(1) + every);
  expect(told()).toEqual(["50", "None"]);
  trial.pass(hours(12));
  expect(told()).toEqual(["50", "None"]);
  probe.share = 0.4;
  trial.pass(hours(1));
  expect(told()).toEqual(["50", "None", "40"]);
});

test("a sensor that breaks during an outage is reported once, afterwards", async () => {
  const { trial, probe, told } = await probed();
  trial.cutNetwork();
  probe.share = 1;
  trial.pass(hours(6));
  trial.giveNetwork();
  trial.pass(hours(5));
  expect(told()).toEqual(["50", "None"]);
});

test("a broken durable sensor is reported once", async () => {
  const { trial, probe, told } = await probed(hours(1), { qos: 1, durable: true });
  probe.share = 1;
  trial.pass(hours(12));
  expect(told()).toEqual(["50", "None"]);
});

test("a sleeping device's values may take two reports", async () => {
  let wet = 0.5;
  const hourly = device({ name: "bed", sleep: { every, report: hours(1) }, sensors: [soil()] });
  const trial = await asleep(hourly, () => wet);
  trial.pass(minutes(5));
  wet = 0.4;
  await trial.heard("moisture", "40");
  const before = trial.now();
  await expect(trial.heard("moisture", "30")).rejects.toThrow('has "40" where 30 was expected');
  expect(trial.now() - before).toBe(minutes(10) + hours(2));
});
