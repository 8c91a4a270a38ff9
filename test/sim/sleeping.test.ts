// Devices that sleep, on trial: what a wake says and how long it lasts, with the broker there and away.
import { expect, onTestFinished, test } from "vitest";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { median } from "../../src/filters.ts";
import { days, device, homeAssistant, minutes, seconds, sensor } from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const bed = () =>
  device({
    name: "bed",
    sleep: { every: minutes(15) },
    sensors: [
      sensor("moisture", soilMoisture("probe").percent, { every: minutes(15), unit: "%" }),
      sensor("temperature", ds18b20("ground").temperature, { every: minutes(15), decimals: 1 }),
    ],
    discovery: homeAssistant({ area: "Garden" }),
  });

async function asleep(wet = () => 0.5) {
  const trial = await startTrial(bed(), { around: { probe: { share: wet } } });
  onTestFinished(trial.end);
  return trial;
}

test("a device stays awake for a minute after power-up, then sleeps", async () => {
  const trial = await asleep();
  trial.pass(seconds(50));
  expect(trial.told("status")).toEqual(["online"]);
  trial.pass(seconds(20));
  expect(trial.told("status")).toEqual(["online", "sleeping"]);
  trial.pass(minutes(13));
  expect(trial.told("status")).toHaveLength(2);
});

test("a day of wakes publishes each reading once without new announcements", async () => {
  const trial = await asleep();
  trial.pass(days(1));
  const [first] = [trial.told("moisture").length];
  expect(first).toBeGreaterThanOrEqual(96);
  expect(first).toBeLessThanOrEqual(97);
  expect(trial.told("temperature")).toHaveLength(first);
  expect(trial.told("status").filter((word) => word === "sleeping")).toHaveLength(96);
  expect(trial.told("status")).not.toContain("offline");
});

test("a month of wakes keeps its schedule to the second", async () => {
  let asked = 0;
  const trial = await asleep(() => {
    asked += 1;
    return 0.5;
  });
  trial.pass(days(30));
  expect(trial.told("moisture").length).toBeGreaterThanOrEqual(30 * 96 - 1);
  expect(trial.told("moisture").length).toBeLessThanOrEqual(30 * 96 + 1);
  expect(asked).toBe(trial.told("moisture").length);
});

test("a wake without a broker ends; the next one reports", async () => {
  const trial = await asleep();
  trial.pass(minutes(2));
  trial.cutNetwork();
  trial.pass(minutes(17));
  expect(trial.told("moisture")).toHaveLength(1);
  trial.giveNetwork();
  trial.pass(minutes(16));
  expect(trial.told("moisture")).toHaveLength(2);
  expect(trial.told("status").at(-1)).toBe("sleeping");
});

test("a power cut while asleep wakes the device for a minute", async () => {
  const trial = await asleep();
  trial.pass(minutes(5));
  trial.cutPower();
  trial.pass(minutes(60));
  expect(trial.told("moisture")).toHaveLength(1);
  trial.givePower();
  trial.pass(seconds(50));
  expect(trial.told("status").at(-1)).toBe("online");
  trial.pass(minutes(15));
  expect(trial.told("moisture")).toHaveLength(3);
});

test("a median spans three wakes, and a power cut resets it", async () => {
  let looks = 0;
  const filtered = device({
    name: "bed",
    sleep: { every: minutes(15) },
    sensors: [
      sensor("moisture", soilMoisture("probe").percent, { every: minutes(15), filters: [median(3)] }),
    ],
  });
  const trial = await startTrial(filtered, {
    around: { probe: { share: () => [0.2, 0.4, 0.9][looks++] ?? 0.9 } },
  });
  onTestFinished(trial.end);
  trial.pass(minutes(50));
  expect(trial.told("moisture")).toEqual(["20", "20", "40", "90"]);
  trial.cutPower();
  looks = 0;
  trial.givePower();
  trial.pass(minutes(1));
  expect(trial.told("moisture").at(-1)).toBe("20");
});

test("a sleeping device's sensors expire after two missed reports", async () => {
  const trial = await asleep();
  trial.pass(minutes(1));
  const [announced] = [...trial.announced().values()] as { cmps: Record<string, { exp_aft?: number }> }[];
  expect(announced).not.toHaveProperty("avty_t");
  expect(announced?.cmps.moisture?.exp_aft).toBe(2 * 900 * 1.05 + 60);
});
