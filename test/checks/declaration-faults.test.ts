// A wrong declaration is refused on the computer: one sentence for each fault, with what is allowed.

import { expect, test } from "vitest";
import climate from "../../firmware/climate/device.ts";
import { days, seconds } from "../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { type SensorOptions, sensor } from "../../src/device/declare/sensor.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";

const air = sht3x("air");

function faults(declaration: Partial<DeviceDeclaration>): string[] {
  return sentencesOf(declarationFaults(device({ name: "room", ...declaration })));
}

function sensorFaults(options: Partial<SensorOptions>, name = "temperature"): string[] {
  return faults({
    sensors: [sensor(name, air.temperature, { unit: "°C", decimals: 1, every: seconds(1), ...options })],
  });
}

test("the climate device has no faults", () => {
  expect(sentencesOf(declarationFaults(climate))).toEqual([]);
});

test.each([
  ["", ""],
  ["Room", '; write "room"'],
  ["Garden Weather", '; write "garden-weather"'],
  ["a/b", '; write "a-b"'],
  ["a+", '; write "a"'],
  ["#", ""],
  ["küche", '; write "kuche"'],
  ["a\0", '; write "a"'],
])("the name %j: refused for device, sensor and actuator, with the one that is meant", (name, cure) => {
  const allowed = `name "${name}" is not one; it is made of lower-case letters, digits and "-"${cure}.`;
  expect(faults({ name })).toEqual([`The device ${allowed}`]);
  expect(sensorFaults({}, name)).toEqual([`The sensor ${allowed}`]);
  expect(faults({ actuators: [powerSwitch(name, relay("r"))] })).toEqual([`The actuator ${allowed}`]);
});

test.each(["status", "problem", "log", "settings"])("the name %s is the device's own", (name) => {
  expect(sensorFaults({}, name)).toEqual([
    `The name "${name}" is the device's own topic; give the part another one.`,
  ]);
});

test("two parts of one name are refused, whatever they are", () => {
  const options = { unit: "", decimals: 0, every: seconds(1) };
  const sensors = [sensor("a", air.temperature, options), sensor("b", air.humidity, options)];
  expect(faults({ sensors, actuators: [powerSwitch("a", relay("r"))] })).toEqual([
    'Two parts of the device are called "a"; each needs a name of its own.',
  ]);
});

test.each([-1, 1, 999, 9_999, 10_500, 64_800_001, Number.NaN, Number.POSITIVE_INFINITY])(
  "a keep-alive of %d ms",
  (keepAlive) => {
    expect(faults({ status: { keepAlive: seconds(keepAlive / 1000) } })).toEqual([
      `The keep-alive of ${keepAlive} ms is not possible; it is 0 (never), or whole seconds from 10 s to 18 h.`,
    ]);
  },
);

test.each([0, 10_000, 60_000, 64_800_000])("a keep-alive of %d ms is possible", (keepAlive) => {
  expect(faults({ status: { keepAlive: seconds(keepAlive / 1000) } })).toEqual([]);
});

test.each<[Partial<DeviceDeclaration>, string[]]>([
  [{ setUp: { open: true } }, []],
  [
    { setUp: { button: "key" } },
    [
      'The set-up opens by "key", which is no sensor of a contact; name one, as of a button, or leave `setUp.button` out.',
    ],
  ],
  [{ setUp: "open" as never }, ['The option setUp is "open"; it is true or options, as { open: true }.']],
  [{ mqtt: "either", followServerReference: true }, []],
  [
    { followServerReference: true },
    ["The option followServerReference needs MQTT 5.0; write mqtt: 5, or leave followServerReference out."],
  ],
  [{ mqtt: 5, userProperties: [["firmware", "1.2"]] }, []],
  [
    { userProperties: [["firmware", "1.2"]] },
    ["The option userProperties needs MQTT 5.0; write mqtt: 5, or leave userProperties out."],
  ],
  [
    { mqtt: 5, userProperties: [["place", "Küche"]] },
    [
      'A name or value of userProperties is "Küche"; each is text of 1 to 60 letters, digits and signs of ASCII.',
    ],
  ],
  [
    { mqtt: 5, userProperties: new Array(5).fill(["a", "b"]) },
    ["There are 5 userProperties, which go with each value; there are 4 at most."],
  ],
  [{ mqtt: 5, sessionExpiry: seconds(0), status: { offlineAfter: days(24) } }, []],
  [
    { status: { offlineAfter: seconds(30) } },
    ["The option offlineAfter needs MQTT 5.0; write mqtt: 5, or leave offlineAfter out."],
  ],
  [
    { mqtt: 5, session: "clean", sessionExpiry: seconds(30) },
    ["The option sessionExpiry needs a session that the broker keeps; leave `session` or sessionExpiry out."],
  ],
  [
    { mqtt: 5, sessionExpiry: seconds(1.5) },
    ["The option sessionExpiry of 1500 ms is not possible; it is whole seconds from 0 s to 24 days."],
  ],
])("the time that a device may be away: %o", (declaration, sentences) => {
  expect(faults(declaration)).toEqual(sentences);
});

test("all faults are said at once", () => {
  expect(
    faults({ name: "A", status: { keepAlive: seconds(0.001) }, actuators: [powerSwitch("B", relay("r"))] }),
  ).toHaveLength(3);
});
