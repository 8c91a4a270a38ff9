// Actuators of a device that sleeps, on trial: a command waits at the broker for the next wake that connects,
// and its value outlives the sleep.
import { expect, onTestFinished, test } from "vitest";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import {
  derive,
  device,
  homeAssistant,
  hours,
  minutes,
  numberInput,
  selectInput,
  sensor,
  stateOf,
  textInput,
  valueOnly,
} from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const every = minutes(15);

async function asleep(report = every) {
  const offset = numberInput("offset", valueOnly(), { min: -20, max: 20, initial: 0, atStart: "last" });
  const mode = selectInput("mode", valueOnly(), { options: ["wet", "dry"], atStart: "last" });
  const label = textInput("label", { initial: "bed", atStart: "last" });
  const { percent } = soilMoisture("probe");
  const bed = device({
    name: "bed",
    sleep: { every, report, obeyWithin: report },
    sensors: [
      sensor(
        "moisture",
        derive([percent, stateOf(offset)], (wet, by) => wet + by),
        { every, unit: "%" },
      ),
    ],
    actuators: [offset, mode, label],
    discovery: homeAssistant(),
  });
  const trial = await startTrial(bed, { around: { probe: { share: () => 0.5 } } });
  onTestFinished(trial.end);
  trial.pass(minutes(2));
  expect(trial.told("status").at(-1)).toBe("sleeping");
  return trial;
}

test("a sleeping device obeys at its next wake and continues from there", async () => {
  const trial = await asleep();
  await trial.command("offset", "7");
  await trial.command("mode", "dry");
  trial.pass(minutes(10));
  expect(trial.told("offset")).toEqual(["0"]);
  trial.pass(minutes(5));
  expect(trial.told("offset").at(-1)).toBe("7");
  expect(trial.told("mode").at(-1)).toBe("dry");
  // It was measured before the command came.
  expect(trial.told("moisture").at(-1)).toBe("50");
  trial.pass(every);
  expect(trial.told("moisture").at(-1)).toBe("57");
  trial.pass(hours(24));
  expect(new Set(trial.told("offset").slice(-90))).toEqual(new Set(["7"]));
});

test("a command waits for a wake that connects", async () => {
  const trial = await asleep(hours(1));
  await trial.command("offset", "7");
  trial.pass(minutes(45));
  expect(trial.told("offset").at(-1)).toBe("0");
  trial.pass(minutes(15));
  expect(trial.told("offset").at(-1)).toBe("7");
});

test("the last of many commands holds after a power cut while asleep", async () => {
  const trial = await asleep();
  for (const text of ["1", "2", "3"]) await trial.command("offset", text);
  trial.pass(minutes(16));
  trial.cutPower();
  trial.pass(hours(1));
  trial.givePower();
  trial.pass(minutes(1));
  expect(trial.told("offset").at(-1)).toBe("3");
});

test("all commands of one sleep are obeyed once at its end", async () => {
  const trial = await asleep();
  for (const text of ["1", "2", "3"]) await trial.command("offset", text);
  await trial.command("mode", "dry");
  await trial.command("label", "roses");
  trial.pass(every);
  const obeyed = [
    ["offset", "3"],
    ["mode", "dry"],
    ["label", "roses"],
  ] as const;
  const before = obeyed.map(([name]) => trial.told(name).length);
  for (const [name, last] of obeyed) expect(trial.told(name).at(-1)).toBe(last);
  trial.pass(hours(3));
  for (const [i, [name, last]] of obeyed.entries())
    expect(new Set(trial.told(name).slice(before[i]))).toEqual(new Set([last]));
});

test("commands wait for a broker that is away for a week", async () => {
  const trial = await asleep();
  await trial.command("offset", "7");
  trial.cutNetwork();
  trial.pass(hours(24 * 7));
  trial.giveNetwork();
  trial.pass(hours(5));
  expect(trial.told("offset").at(-1)).toBe("7");
});

test("Home Assistant shows a sleeping device's actuators and sends at QoS 1", async () => {
  const trial = await asleep();
  const [announced] = [...trial.announced().values()] as { cmps: Record<string, object> }[];
  expect(announced).not.toHaveProperty("avty_t");
  for (const key of ["offset", "mode"]) {
    expect(announced?.cmps[key]).toMatchObject({ qos: 1 });
    expect(announced?.cmps[key]).not.toHaveProperty("avty_t");
  }
});
