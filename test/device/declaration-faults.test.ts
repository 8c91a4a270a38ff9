// A wrong declaration is refused on the computer: one sentence for each fault, with what is allowed.
import { expect, test } from "vitest";
import climate from "../../firmware/climate/device.ts";
import { actuator } from "../../src/device/actuators/switch.ts";
import { declarationFaults } from "../../src/device/declaration-faults.ts";
import { type DeviceDeclaration, device } from "../../src/device/device.ts";
import { deadBand } from "../../src/device/filters/dead-band.ts";
import { median } from "../../src/device/filters/median.ts";
import { type SensorOptions, sensor } from "../../src/device/sensor.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";

const air = sht3x("air");

function faults(declaration: Partial<DeviceDeclaration>): string[] {
  return declarationFaults(device({ name: "room", ...declaration }));
}

function sensorFaults(options: Partial<SensorOptions>, name = "temperature"): string[] {
  return faults({
    sensors: [sensor(name, air.temperature, { unit: "°C", decimals: 1, every: 1000, ...options })],
  });
}

test("the climate device has none", () => {
  expect(declarationFaults(climate)).toEqual([]);
});

test.each(["", "Room", "a/b", "a+", "#", "a b", "küche", "a\0"])(
  "the name %j: refused for device, sensor and actuator",
  (name) => {
    const allowed = `name "${name}" is not one; it is made of lower-case letters, digits and "-".`;
    expect(faults({ name })).toEqual([`The device ${allowed}`]);
    expect(sensorFaults({}, name)).toEqual([`The sensor ${allowed}`]);
    expect(faults({ actuators: [actuator(name, relay("r"))] })).toEqual([`The actuator ${allowed}`]);
  },
);

test.each(["status", "problem"])("the name %s is the device's own", (name) => {
  expect(sensorFaults({}, name)).toEqual([
    `The name "${name}" is the device's own topic; give the part another one.`,
  ]);
});

test("two parts of one name are refused, whatever they are", () => {
  const options = { unit: "", decimals: 0, every: 1000 };
  const sensors = [sensor("a", air.temperature, options), sensor("b", air.humidity, options)];
  expect(faults({ sensors, actuators: [actuator("a", relay("r"))] })).toEqual([
    'Two parts of the device are called "a"; each needs a name of its own.',
  ]);
});

test.each([-1, 1, 999, 9_999, 10_500, 64_800_001, Number.NaN, Number.POSITIVE_INFINITY])(
  "a keep-alive of %d ms",
  (keepAlive) => {
    expect(faults({ status: { keepAlive } })).toEqual([
      `The keep-alive of ${keepAlive} ms is not possible; it is 0 (never), or whole seconds from 10 s to 18 h.`,
    ]);
  },
);

test.each([0, 10_000, 60_000, 64_800_000])("a keep-alive of %d ms is possible", (keepAlive) => {
  expect(faults({ status: { keepAlive } })).toEqual([]);
});

test.each([
  [{ every: 99 }, 'The sensor "temperature" is sampled every 99 ms; that is from 100 ms to a day.'],
  [
    { every: 86_400_001 },
    'The sensor "temperature" is sampled every 86400001 ms; that is from 100 ms to a day.',
  ],
  [{ every: 1000.5 }, 'The sensor "temperature" is sampled every 1000.5 ms; that is from 100 ms to a day.'],
  [{ decimals: 3 }, 'The sensor "temperature" has 3 decimals; its part gives 0 to 2.'],
  [{ decimals: -1 }, 'The sensor "temperature" has -1 decimals; its part gives 0 to 2.'],
  [{ filters: [median(4)] }, 'The sensor "temperature" has a median of 4; it is an odd number from 3 to 15.'],
  [
    { filters: [median(17)] },
    'The sensor "temperature" has a median of 17; it is an odd number from 3 to 15.',
  ],
  [
    { filters: [deadBand(-1)] },
    'The sensor "temperature" has a filter of the amount -1; an amount is 0 or more.',
  ],
  [
    { filters: [deadBand(Number.NaN)] },
    'The sensor "temperature" has a filter of the amount NaN; an amount is 0 or more.',
  ],
])("sensor options %j", (options, sentence) => {
  expect(sensorFaults(options)).toEqual([sentence]);
});

test("a filter that two sensors share would mix their readings", () => {
  const shared = deadBand(1);
  const options = { unit: "", decimals: 0, every: 1000, filters: [shared] };
  expect(
    faults({ sensors: [sensor("a", air.temperature, options), sensor("b", air.humidity, options)] }),
  ).toEqual(['The sensor "b" has a filter that "a" has too; make one for each.']);
});

test("all faults are said at once", () => {
  expect(
    faults({ name: "A", status: { keepAlive: 1 }, actuators: [actuator("B", relay("r"))] }),
  ).toHaveLength(3);
});
