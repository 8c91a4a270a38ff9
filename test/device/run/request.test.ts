// A reading on request: when a message has a sensor sampled, and what it then publishes.

import { expect, test } from "vitest";
import { minutes } from "../../../src/bytes/milliseconds.ts";
import { type SensorOptions, sensor } from "../../../src/device/declare/sensor.ts";
import { deadBand } from "../../../src/device/run/filters/dead-band.ts";
import { startSensors } from "../sensors-in-world.ts";

function start(options: Partial<SensorOptions> = {}) {
  const run = startSensors({
    declare: (quantity) => ({
      sensors: [
        sensor("level", quantity, {
          every: minutes(60),
          decimals: 1,
          filters: [deadBand(1)],
          onRequest: true,
          ...options,
        }),
      ],
    }),
  });
  run.pass(3000);
  run.said();
  return run;
}

test("a request to a sensor measures and publishes the reading", () => {
  const run = start();
  run.script.value = 300;
  run.tell("level/get");
  run.pass(100);
  expect([run.said(), run.script.measured]).toEqual([["level=30.0"], 2]);
});

test("a request is answered with the last reading that passed the filters", () => {
  const run = start();
  run.script.value = 219;
  run.tell("level/get");
  run.pass(100);
  expect(run.said()).toEqual(["level=21.5"]);
  run.pass(3_600_000);
  expect(run.said()).toEqual([]);
});

test("a retained request is ignored", () => {
  const run = start();
  run.tell("level/get", "", true);
  run.pass(1000);
  expect([run.said(), run.script.measured]).toEqual([[], 1]);
});

test("a thousand requests in a second are answered at the part's rate", () => {
  const run = start();
  for (let i = 0; i < 1000; i += 1) {
    run.tell("level/get");
    run.pass(1);
  }
  run.pass(100);
  const answers = run.said();
  expect(answers.length).toBe(run.script.measured - 1);
  expect(answers.length).toBeGreaterThan(40);
  expect(answers.length).toBeLessThan(70);
});

test("a sensor without the option accepts no requests", () => {
  const run = start({ onRequest: false });
  run.tell("level/get");
  run.pass(1000);
  expect([run.said(), run.script.measured]).toEqual([[], 1]);
});
