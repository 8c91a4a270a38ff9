// A station of rain, wind and light with an awning in one device file, in an image of each kind; and its trial.
import { expect, onTestFinished, test } from "vitest";
import { hours, minutes, seconds } from "../../src/index.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { trialTime } from "../../tools/sim/trial/trial-time.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";
import { growth, keptReadings } from "./kept-readings.ts";
import { NEXT_YEAR } from "./stage.ts";

const ENGINES = chosenAtGate(
  [
    IN_NODE,
    ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
    ofBoard("lua 5.3, esp32-nodemcu", "esp32-nodemcu"),
    ofBoard("script, esp32-espruino", "esp32-espruino"),
  ],
  "node",
  "lua 5.1",
  "script",
);

/** What falls on the gauge; a test changes it. */
function weather() {
  const now = { rain: 0, wind: 2, lux: 30_000 };
  return {
    now,
    around: {
      bucket: { flow: () => now.rain },
      cups: { flow: () => now.wind },
      light: { lux: () => now.lux },
    },
  };
}

test.each(ENGINES)("the weather station measures, and moves the awning, on $name", async ({ start }) => {
  const { declaration } = await readFirmware("weather");
  const { now, around } = weather();
  const garden = partsInWorld(declaration, around);
  const { circuit, pass, said, problem } = garden;
  const time = trialTime(declaration, garden.world);
  // Noon of the longest day in Berlin.
  time.set(`${NEXT_YEAR}-06-21T10:00:00`);
  await start("weather", { ...garden.world, ...(time.datagrams && { datagrams: time.datagrams }) });
  const all: Record<string, string> = {};
  const newest = () => {
    for (const line of said()) {
      const [name = "", value = ""] = line.split("=");
      all[name] = value;
    }
    return all;
  };

  // Its ten minutes at rest count from the start.
  pass(minutes(11));
  expect(newest()).toMatchObject({ rain: "0.0", "rain-rate": "0.0", wind: "2.0", awning: "on" });
  expect(circuit.output("awning")).toBe(1);

  now.rain = 12;
  pass(minutes(6));
  expect(Number(newest().rain)).toBeCloseTo(1.2, 0);
  expect(Number(newest()["rain-rate"])).toBeCloseTo(12, -1);
  expect(newest().awning).toBe("off");
  now.rain = 0;
  pass(minutes(16));
  expect(newest()).toMatchObject({ "rain-rate": "0.0", awning: "on" });

  now.wind = 12;
  pass(seconds(10));
  expect(newest().awning).toBe("off");
  expect(Number(newest().gust)).toBeGreaterThan(8);
  expect(problem()).toBe("awning: it may be on only while rain-rate is below 0.3 and gust is below 8.0");
});

test.each(ENGINES)("the rain of hours without Wi-Fi comes hour by hour on $name", async ({ start }) => {
  const { declaration } = await readFirmware("weather");
  const { now, around } = weather();
  const { world, pass, broker } = partsInWorld(declaration, around);
  const time = trialTime(declaration, world);
  const noon = `${NEXT_YEAR}-06-21T10:00:00`;
  time.set(noon);
  await start("weather", { ...world, ...(time.datagrams && { datagrams: time.datagrams }) });
  const setNetwork = (isUp: boolean) => {
    time.setNetwork(isUp);
    world.setNetwork(isUp);
  };

  pass(minutes(5));
  setNetwork(false);
  pass(minutes(55));
  now.rain = 8;
  pass(hours(1));
  now.rain = 0;
  pass(hours(1));
  setNetwork(true);
  pass(minutes(20));
  const readings = keptReadings(
    broker.received.flatMap(({ topic, payload }) => (topic.endsWith("/rain/history") ? [payload] : [])),
    { start: Date.parse(`${noon}Z`), every: minutes(15), least: 12 },
  );
  // Quarters of an hour: a dry one, 2 mm in each of the next, to a tip of the bucket, and dry again.
  const fell = growth(readings);
  expect(fell.slice(0, 3)).toEqual([0, 0, 0]);
  for (const mm of fell.slice(4, 7)) expect(Math.abs(mm - 2)).toBeLessThanOrEqual(0.3);
  expect(fell.slice(9).every((mm) => mm === 0)).toBe(true);
  expect(Math.abs(Number(readings.at(-1)?.[1]) - 8)).toBeLessThanOrEqual(0.5);
});

test.each(ENGINES)(
  "the rain of a day goes on behind a power cut, and is yesterday's behind midnight on $name",
  async ({ start }) => {
    const { declaration } = await readFirmware("weather");
    const { now, around } = weather();
    const { world, pass, broker } = partsInWorld(declaration, around);
    const time = trialTime(declaration, world);
    const here = { ...world, ...(time.datagrams && { datagrams: time.datagrams }) };
    const newest = (name: string) =>
      Number(broker.received.findLast(({ topic }) => topic.endsWith(`/${name}`))?.payload);
    time.set(`${NEXT_YEAR}-06-21T10:00:00`);
    const device = await start("weather", here);
    now.rain = 12;
    pass(minutes(30));
    now.rain = 0;
    pass(minutes(20));
    const fell = newest("rain-today");
    expect(Math.abs(fell - 6)).toBeLessThanOrEqual(0.5);

    // It is ten minutes to midnight in Berlin.
    device.kill();
    time.set(`${NEXT_YEAR}-06-21T21:50:00`);
    await start("weather", here);
    now.rain = 12;
    pass(minutes(9));
    now.rain = 0;
    pass(minutes(4));
    const day = newest("rain-yesterday");
    expect(Math.abs(day - fell - 1.8)).toBeLessThanOrEqual(0.6);
    expect(newest("rain-today")).toBe(0);
  },
);

test("a trial: the awning is out from ten to sunset, over the end of summer time too", async () => {
  const { declaration } = await readFirmware("weather");
  const trial = await startTrial(declaration, { around: weather().around });
  onTestFinished(trial.end);
  const awning = () => trial.told("awning").at(-1);

  // The last Saturday of summer time: 09:55 in Berlin. It is in for ten minutes after the start.
  trial.setTime("2026-10-24T07:55:00");
  trial.pass(minutes(4));
  expect(awning()).toBe("off");
  trial.pass(minutes(8));
  expect(awning()).toBe("on");

  // Sunset is at 17:51.
  trial.pass(hours(7) + minutes(40));
  expect(awning()).toBe("on");
  trial.pass(minutes(10));
  expect(awning()).toBe("off");

  // On Sunday ten o'clock is an hour later than the day before.
  trial.setTime("2026-10-25T08:48:00");
  trial.pass(minutes(11));
  expect(awning()).toBe("off");
  trial.pass(minutes(2));
  expect(awning()).toBe("on");
});
