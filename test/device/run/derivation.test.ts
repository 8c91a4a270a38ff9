// Derived quantities: what is published of several parts, when, and what is not, in virtual time.
import { expect, test } from "vitest";
import { bh1750 } from "../../../src/drivers/bh1750.ts";
import { ds18b20 } from "../../../src/drivers/ds18b20.ts";
import { reed } from "../../../src/drivers/reed.ts";
import { relay } from "../../../src/drivers/relay.ts";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import { deadBand } from "../../../src/filters.ts";
import { derive, device, minutes, powerSwitch, seconds, sensor, when } from "../../../src/index.ts";
import { startParts } from "../parts-in-world.ts";

const indoors = () => sht3x("indoors");
const difference = (inside: number, outside: number) => inside - outside;

/** Air and water, which are measured for their difference alone, every ten seconds. */
function startDifference(more: Partial<Parameters<typeof device>[0]> = {}) {
  const air = indoors();
  const own = derive([air.temperature, ds18b20("water").temperature], difference);
  const declared = sensor("difference", own, { unit: "K", decimals: 1, every: seconds(10), onRequest: true });
  return startParts(device({ name: "room", sensors: [declared], ...more }));
}

test("a derived difference is published of parts without other sensors", () => {
  const run = startDifference();
  run.place("water").celsius = 18.5;
  run.pass(2000);
  expect(run.said()).toEqual(["difference=1.5"]);
  run.place("indoors").celsius = 17;
  run.pass(10_000);
  expect(run.said()).toEqual(["difference=-1.5"]);
});

test("a request measures a derived quantity anew", () => {
  const run = startDifference();
  run.pass(2000);
  run.said();
  run.place("indoors").celsius = 30;
  run.tell("difference/get");
  run.pass(2000);
  expect(run.said()).toEqual(["difference=10.0"]);
});

test("a sensor and its derived quantity share one measurement", () => {
  const { temperature, humidity } = indoors();
  const every = { decimals: 1, every: seconds(10) };
  const run = startParts(
    device({
      name: "room",
      sensors: [
        sensor("temperature", temperature, every),
        sensor(
          "dew-point",
          derive([temperature, humidity], (t, h) => t - Math.floor((10_000 - h) / 5)),
          every,
        ),
        sensor(
          "mean",
          derive([temperature], (t) => t),
          every,
        ),
      ],
    }),
  );
  run.pass(35_000);
  expect(run.said().slice(0, 3).sort()).toEqual(["dew-point=10.0", "mean=20.0", "temperature=20.0"]);
  // Three more end what another program has left it doing.
  expect(run.writes(0x44)).toBe(4 + 3);
});

test("a silent source leaves no reading and is the problem", () => {
  const run = startDifference();
  run.pass(2000);
  run.place("water").answers = false;
  run.pass(minutes(2));
  expect(run.said()).toEqual(["difference=0.0", "difference=None"]);
  expect(run.problem()).toMatch(/^water: /);
  run.place("water").answers = true;
  run.pass(10_000);
  expect([run.said(), run.problem()]).toEqual([["difference=0.0"], "none"]);
});

test.each([
  ["no number", () => Number.NaN],
  ["an infinite number", () => Math.floor(1 / 0)],
  ["undefined", () => undefined],
])("a derived result that is %s is no reading", (_, compute) => {
  const own = derive([indoors().temperature], compute);
  const run = startParts(device({ name: "room", sensors: [sensor("own", own, { every: seconds(10) })] }));
  run.pass(minutes(2));
  expect([run.said(), run.problem()]).toEqual([["own=None"], "none"]);
});

test("sources are computed with the most decimals among them", () => {
  const own = derive([indoors().temperature, bh1750("light").illuminance], (celsius, lux) => celsius + lux);
  const run = startParts(
    device({ name: "room", sensors: [sensor("own", own, { decimals: 2, every: seconds(10) })] }),
  );
  run.pass(2000);
  expect(run.said()).toEqual(["own=220.00"]);
});

test("a derived quantity may be the source of another", () => {
  const warmer = derive([indoors().temperature, ds18b20("water").temperature], difference);
  const twice = derive([warmer], (kelvin) => 2 * kelvin);
  const run = startParts(device({ name: "room", sensors: [sensor("twice", twice, { every: seconds(10) })] }));
  run.place("indoors").celsius = 23;
  run.pass(2000);
  expect(run.said()).toEqual(["twice=6"]);
});

test("a value derived from a contact updates when it changes", () => {
  const open = derive([reed("door").state, reed("window").state], (door, window) => door + window);
  const run = startParts(device({ name: "room", sensors: [sensor("open", open, { every: minutes(60) })] }));
  run.pass(2000);
  run.contact("window").open();
  run.pass(2000);
  expect(run.said()).toEqual(["open=0", "open=1"]);
});

test("rules and filters accept a derived quantity", () => {
  const air = indoors();
  const own = derive([air.temperature, ds18b20("water").temperature], difference);
  const run = startParts(
    device({
      name: "room",
      sensors: [sensor("difference", own, { decimals: 1, every: seconds(10), filters: [deadBand(1)] })],
      actuators: [powerSwitch("pump", relay("pump"))],
      rules: [when("difference").above(5).until(3).keep("pump", "on")],
    }),
  );
  run.pass(2000);
  run.place("indoors").celsius = 20.5;
  run.pass(10_000);
  run.place("indoors").celsius = 26;
  run.pass(10_000);
  expect(run.said()).toEqual(["pump=off", "difference=0.0", "difference=6.0", "pump=on"]);
});
