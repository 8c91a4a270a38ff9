// Totals of periods that cannot be, or that Home Assistant would add up wrongly, each refused in a sentence;
// and what is announced of the others.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { counterlessFaults } from "../../src/checks/derived-faults.ts";
import { sensorEntity } from "../../src/discovery/sensor-entities.ts";
import { ina219 } from "../../src/drivers/ina219.ts";
import { pulseMeter } from "../../src/drivers/pulse-meter.ts";
import { relay } from "../../src/drivers/relay.ts";
import {
  derive,
  device,
  homeAssistant,
  hours,
  integral,
  minutes,
  powerSwitch,
  type SensorDeclaration,
  seconds,
  sensor,
  stateOf,
  type Total,
  type TotalOptions,
  totalOf,
} from "../../src/index.ts";
import type { SensorOptions } from "../../src/options.ts";

const meter = pulseMeter("meter", 1000);
const today = (options: object = {}): Total =>
  totalOf(meter.total, { each: "day", ...options } as TotalOptions);

const of = (
  quantity: SensorDeclaration["quantity"],
  options: Partial<SensorOptions> = {},
  more: object = {},
) =>
  declarationFaults(
    device({
      name: "meter",
      clock: { zone: "Europe/Berlin" },
      sensors: [sensor("energy-today", quantity, { every: minutes(1), ...options })],
      discovery: homeAssistant(),
      ...more,
    }),
  ).map(({ sentence }) => sentence);

test("a total of a day needs the zone of its place", () => {
  expect(of(today())).toEqual([]);
  for (const more of [{ clock: undefined }, { clock: {} }])
    expect(
      of(
        derive([today().last], (wh) => wh),
        {},
        more,
      ),
    ).toEqual([
      'The sensor "energy-today" has the total of each day, and the device does not know what time it is at its place; write clock: { zone: "Europe/Berlin" }, or the zone of its place, in device({ ... }).',
    ]);
});

test("what cannot be a total is refused in a sentence", () => {
  expect(of(today({ each: "year" }))).toEqual([
    'A total is given "year" for its period; write each: "hour", "day", "week", "month".',
  ]);
  expect(of(totalOf(today(), { each: "month" }))[0]).toMatch(/^A total is given another total/);
  expect(of(today({ within: seconds(5) }))[0]).toMatch(/within/);
  expect(of(today(), { stateClass: "total" })[0]).toMatch(/add stamped: true/);
  expect(of(today(), { stateClass: "total", stamped: true })).toEqual([]);
  const nine = Array.from({ length: 9 }, (_, i) => sensor(`total-${i}`, today(), { every: minutes(1) }));
  expect(of(today(), {}, { sensors: nine })).toEqual(["The device has 9 totals of periods; it may have 8."]);
  expect(of(today(), {}, { sensors: nine.slice(1) })).toEqual([]);
  const starting = sensor("rain-cdxl", today(), { every: minutes(1) });
  const clashing = sensor("cdxl", today(), { every: minutes(1) });
  expect(of(today(), {}, { sensors: [starting] })).toEqual([]);
  expect(of(today(), {}, { sensors: [clashing] })).toEqual([
    'The total of the sensor "cdxl" and the starts of actuators are kept under one number, which is made of their names; give the sensor another name.',
  ]);
  expect(counterlessFaults(7, {}).map(({ sentence }) => sentence)[0]).toMatch(
    /^totalOf is given 7, which is no quantity/,
  );
  expect(counterlessFaults(meter.total, undefined)[0]?.sentence).toMatch(/say `each`/);
});

const told = (quantity: SensorDeclaration["quantity"], options: Partial<SensorOptions> = {}) =>
  sensorEntity(sensor("energy", quantity, { unit: "kWh", every: minutes(1), ...options }), {}).config;

test("a total of a day grows, and begins anew; that of the day before has no statistics", () => {
  expect(told(today())).toMatchObject({ dev_cla: "energy", stat_cla: "total_increasing" });
  expect(told(today())).not.toHaveProperty("lrst_val_tpl");
  expect(told(today().last)).not.toHaveProperty("stat_cla");
  const pump = integral(stateOf(powerSwitch("pump", relay("pump"))), { per: hours(1), decimals: 2 });
  const ran = totalOf(pump, { each: "day" });
  expect(told(ran, { unit: "h", deviceClass: "duration" })).toMatchObject({ stat_cla: "total_increasing" });
});

test("a stamped total says when its period began", () => {
  expect(told(today(), { stamped: true })).toMatchObject({
    stat_cla: "total",
    val_tpl: "{{value_json.value}}",
    lrst_val_tpl:
      "{%if value_json.time%}{%set t=value_json.time|as_datetime|as_local%}{{t.replace(hour=0,minute=0,second=0)}}{%endif%}",
  });
});

test("a total of what may fall has statistics where it is stamped only", () => {
  const charge = totalOf(integral(ina219("load").power, { per: hours(1), dividedBy: 1000 }), { each: "day" });
  expect(told(charge)).not.toHaveProperty("stat_cla");
  expect(told(charge, { stamped: true })).toMatchObject({ stat_cla: "total" });
});
