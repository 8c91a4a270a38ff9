// The time and the date on a display, in the device's zone.
import { afterEach, expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { ClockOptions } from "../../src/clock/options.ts";
import { ssd1306 } from "../../src/drivers/ssd1306.ts";
import { device, display, hours, minutes, now, seconds, sensor } from "../../src/index.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";

let trial: Trial | undefined;
afterEach(() => trial?.end());

const shed = (clock: ClockOptions | undefined) =>
  device({
    name: "shed",
    ...(clock === undefined ? {} : { clock }),
    displays: [display(ssd1306("panel"), ["{date}", "It is {time} h"])],
  });

const rows = () => trial?.displays.get("panel")?.text().slice(0, 2);

test("a display shows the local time and date across summer time", async () => {
  trial = await startTrial(shed({ zone: "Europe/Berlin" }));
  trial.setTime("2026-03-29T00:58:30");
  trial.pass(seconds(10));
  expect(rows()).toEqual(["2026-03-29", "It is 01:58 h"]);
  trial.pass(minutes(2));
  expect(rows()).toEqual(["2026-03-29", "It is 03:00 h"]);
  trial.setTime("2026-10-24T22:00:30");
  trial.pass(seconds(20));
  expect(rows()).toEqual(["2026-10-25", "It is 00:00 h"]);
  const seen = [];
  for (let passed = 0; passed < 4; passed += 1) {
    trial.pass(hours(1));
    seen.push(rows()?.[1]);
  }
  expect(seen).toEqual(["It is 01:00 h", "It is 02:00 h", "It is 02:00 h", "It is 03:00 h"]);
});

test("a display shows no time until it is known", async () => {
  trial = await startTrial(shed({ zone: "Europe/Berlin", servers: ["a.test"] }));
  trial.cutPower();
  trial.cutNetwork();
  trial.givePower();
  trial.pass(minutes(2));
  expect(rows()).toEqual(["--", "It is --:-- h"]);
  trial.giveNetwork();
  trial.pass(minutes(2));
  expect(rows()).toEqual(["2026-06-01", expect.stringMatching(/^It is 14:0[345] h$/)]);
});

test("a minute that begins is shown within two seconds", async () => {
  trial = await startTrial(shed({ zone: "Asia/Kathmandu" }));
  trial.setTime("2026-06-01T18:14:30");
  trial.pass(seconds(29));
  expect(rows()).toEqual(["2026-06-01", "It is 23:59 h"]);
  trial.pass(seconds(3));
  expect(rows()).toEqual(["2026-06-02", "It is 00:00 h"]);
});

test("a sensor called time takes precedence over the clock's time", async () => {
  trial = await startTrial(
    device({
      name: "shed",
      clock: {},
      sensors: [sensor("time", now(), { every: seconds(1) })],
      displays: [display(ssd1306("panel"), ["{time}"])],
    }),
  );
  trial.pass(seconds(10));
  expect(rows()?.[0]).toMatch(/^2026-06-01T12:00:/);
});

test.each([undefined, {}])("a display of the time without a zone is refused", (clock) => {
  const [first] = declarationFaults(shed(clock));
  expect(first?.sentence).toBe(
    'The display "panel" shows the local date, which the device does not know; write clock: { zone: "Europe/Berlin" }, or the zone of its place, in device({ ... }).',
  );
});

test("a misspelt placeholder may have meant the time", () => {
  const wrong = device({
    name: "shed",
    clock: { zone: "UTC" },
    displays: [display(ssd1306("panel"), ["{tiem}" as string])],
  });
  expect(declarationFaults(wrong)[0]?.sentence).toContain('did you mean "time"?');
});
