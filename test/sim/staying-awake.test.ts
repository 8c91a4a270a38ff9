// A device that sleeps and is to be reached, on trial: a retained message keeps it awake until another one
// lets it sleep.
import { expect, onTestFinished, test } from "vitest";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { days, device, homeAssistant, hours, minutes, seconds, sensor } from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const every = minutes(15);

async function asleep(report = every) {
  const bed = device({
    name: "bed",
    sleep: { every, report, stayAwake: true },
    sensors: [sensor("moisture", soilMoisture("probe").percent, { every, unit: "%" })],
    discovery: homeAssistant(),
  });
  const trial = await startTrial(bed);
  onTestFinished(trial.end);
  trial.pass(minutes(2));
  expect(trial.told("status").at(-1)).toBe("sleeping");
  return trial;
}

test("a message makes a sleeping device stay awake at its next wake", async () => {
  const trial = await asleep();
  await trial.command("stay-awake", "on");
  trial.pass(minutes(10));
  expect(trial.told("stay-awake")).toEqual(["off"]);
  trial.pass(minutes(5));
  expect(trial.told("stay-awake").at(-1)).toBe("on");
  trial.pass(days(30));
  expect(trial.told("status").at(-1)).toBe("online");
  // It measures on.
  expect(trial.told("moisture").length).toBeGreaterThan(30 * 96 - 2);
});

test("a device kept awake sleeps once allowed and keeps its schedule", async () => {
  const trial = await asleep();
  await trial.command("stay-awake", "on");
  trial.pass(hours(5));
  await trial.command("stay-awake", "off");
  trial.pass(seconds(2));
  expect(trial.told("stay-awake").at(-1)).toBe("off");
  expect(trial.told("status").at(-1)).toBe("sleeping");
  const before = trial.told("moisture").length;
  trial.pass(minutes(60));
  expect(trial.told("moisture").length).toBe(before + 4);
});

test("a message waits for a wake that connects", async () => {
  const trial = await asleep(hours(1));
  await trial.command("stay-awake", "on");
  trial.pass(minutes(45));
  expect(trial.told("stay-awake").at(-1)).toBe("off");
  trial.pass(minutes(15));
  expect(trial.told("stay-awake").at(-1)).toBe("on");
});

test("a device kept awake sleeps only without its broker", async () => {
  const trial = await asleep();
  await trial.command("stay-awake", "on");
  trial.pass(minutes(20));
  trial.cutNetwork();
  trial.pass(hours(1));
  trial.giveNetwork();
  trial.pass(hours(4));
  expect(trial.told("stay-awake").at(-1)).toBe("on");
  expect(trial.told("status").at(-1)).toBe("online");
});

test("a device repowered while asleep receives the message", async () => {
  const trial = await asleep();
  await trial.command("stay-awake", "on");
  trial.cutPower();
  trial.givePower();
  trial.pass(hours(1));
  expect(trial.told("status").at(-1)).toBe("online");
  await trial.command("stay-awake", "off");
  trial.pass(seconds(2));
  expect(trial.told("status").at(-1)).toBe("sleeping");
});

test("Home Assistant shows a switch for staying awake among the settings", async () => {
  const trial = await asleep();
  const [announced] = [...trial.announced().values()] as { cmps: Record<string, object> }[];
  expect(announced?.cmps["stay-awake"]).toMatchObject({ p: "switch", ent_cat: "config", qos: 1, ret: true });
});
