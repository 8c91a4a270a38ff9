// A device on trial as a board: it keeps what the board's ring keeps, or what the device asks for.
import { expect, onTestFinished, test } from "vitest";
import { fan } from "../../src/drivers/fan.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { device, homeAssistant, hours, minutes, numberInput, seconds, sensor } from "../../src/index.ts";
import type { RingOptions } from "../../src/options.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { startTrial, type TrialOptions } from "../../tools/sim/trial/trial.ts";

/** It measures each five minutes and keeps all that it can. */
function logger(ring?: RingOptions) {
  const air = sht3x("air");
  return device({
    name: "logger",
    ...(ring === undefined ? {} : { ring }),
    sensors: [
      sensor("warmth", air.temperature, { every: minutes(5), decimals: 1, qos: 1, overflow: "oldest" }),
    ],
    discovery: homeAssistant(),
  });
}

/** How many of the readings of six hours without a network arrive later. */
async function keptFor(board?: TrialOptions["board"], ring?: RingOptions): Promise<number> {
  let celsius = -40;
  const air = () => {
    celsius += 0.1;
    return { celsius, humidity: 50 };
  };
  const around = { air: { air } };
  const trial = await startTrial(logger(ring), board === undefined ? { around } : { around, board });
  onTestFinished(trial.end);
  await trial.heard("status", "online");
  trial.pass(minutes(11));
  trial.cutNetwork();
  const before = celsius;
  trial.pass(hours(6));
  const after = celsius;
  trial.giveNetwork();
  trial.pass(minutes(4));
  const values = new Set(trial.told("warmth").map(Number));
  return [...values].filter((value) => value > before + 0.05 && value < after + 0.05).length;
}

test.each([
  ["esp8266-espruino", undefined, 8],
  ["esp8266-nodemcu", undefined, 16],
  ["esp32-espruino", undefined, 32],
  [undefined, undefined, 64],
  ["esp8266-nodemcu", { slots: 32 }, 32],
  [undefined, { slots: 12 }, 12],
])("a trial as %s with the ring %o keeps %i messages", async (board, ring, slots) => {
  expect(await keptFor(board, ring)).toBe(slots);
});

test.each([
  [undefined, ["uptime", "signal"]],
  ["esp32-nodemcu", ["uptime"]],
  ["esp8266-nodemcu", []],
])("a trial as %s publishes the diagnostics %o", async (board, names) => {
  const trial = await startTrial(logger(), board === undefined ? {} : { board });
  onTestFinished(trial.end);
  await trial.heard("status", "online");
  trial.pass(minutes(3));
  expect(["uptime", "signal"].filter((name) => trial.told(name).length > 0)).toEqual(names);
});

test("a trial as a board announces the board's engine", async () => {
  const trial = await startTrial(logger(), { board: "esp8266-nodemcu" });
  onTestFinished(trial.end);
  await trial.heard("status", "online");
  trial.pass(seconds(10));
  expect(JSON.stringify([...trial.announced().values()])).toContain("NodeMCU DevKit (ESP8266)");
});

const spinning = device({
  name: "spinning",
  actuators: [numberInput("fan", fan("fan", true, 25000), { min: 0, max: 100 })],
});

test("a trial accepts a board that only the test defines", async () => {
  const own = { ...(await readBoard("esp8266-nodemcu")), name: "mine", ring: { slots: 24, bytes: 1024 } };
  expect(await keptFor(own)).toBe(24);
});

test.each<[string, TrialOptions["board"], RegExp]>([
  ["that is none", "esp8266", /^No board is called "esp8266"; there are: d1-mini-espruino, /],
  ["that cannot make its frequency", "esp8266-nodemcu", /^The part "fan" drives its pin at 25000 Hz, and /],
  ["with a fact missing", { name: "mine" } as never, /^The board of the trial: /],
  [
    "that is a number",
    8266 as never,
    /^The option board is 8266; it is a board's name, as "esp8266-nodemcu", /,
  ],
])("a trial refuses a board %s", async (_what, board, words) => {
  await expect(startTrial(spinning, { board } as TrialOptions)).rejects.toThrow(words);
});

test.each([
  [{ slots: 4 }, "The option slots is 4; it is a whole number from 8 to 1024."],
  [{ slots: 12.5 }, "The option slots is 12.5; it is a whole number from 8 to 1024."],
  [{ bytes: 100 }, "The option bytes is 100; it is a whole number from 256 to 1048576."],
  [{ slot: 16 } as never, /^There is no option "slot" among the options of the ring; .*"slots"/],
  [32 as never, "The option ring is 32; it is a record, as { name: value }."],
])("a trial refuses the ring %o", async (ring, words) => {
  await expect(startTrial(logger(ring))).rejects.toThrow(words);
});
