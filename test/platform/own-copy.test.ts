// Thousands of devices in one process are made of one declaration.
import { expect, test } from "vitest";
import climate from "../../firmware/climate/device.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { ownCopy } from "../../src/platform/node/own-copy.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

test("a copy keeps a shared record shared and shares functions", () => {
  const part = { role: "air", begin: () => {} };
  const copy = ownCopy({ sensors: [{ part }, { part }], own: part });
  expect(copy.sensors[0]?.part).toBe(copy.own);
  expect(copy.sensors[1]?.part).toBe(copy.own);
  expect(copy.own).not.toBe(part);
  expect(copy.own.begin).toBe(part.begin);
});

test("a started device leaves its declaration unchanged for the next", () => {
  const before = JSON.stringify(climate.sensors?.map(({ options }) => options));
  for (let seed = 1; seed <= 3; seed += 1) {
    const storage = new Map([["settings", settingsRecord({ host: "broker" })]]);
    const device = startNodeDevice(createVirtualWorld({ seed, storage }), climate, {
      air: { sda: 1, scl: 2 },
      heater: 3,
    });
    device.kill();
  }
  expect(JSON.stringify(climate.sensors?.map(({ options }) => options))).toBe(before);
});
