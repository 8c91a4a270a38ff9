// A set-up that opens for want of a network: refused where something of the device must not rest.
import { expect, test } from "vitest";
import climate from "../../firmware/climate/device.ts";
import { hours, minutes } from "../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { lock } from "../../src/device/declare/actuators/lock.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { type DeviceDeclaration, device, type SetUpOptions } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";

const faults = (setUp: SetUpOptions, declaration: Partial<DeviceDeclaration> = {}) =>
  sentencesOf(declarationFaults({ ...device({ name: "room", ...declaration }), setUp }));

const HEATER = powerSwitch("heater", relay("heater"));

test("a device that only switches may open it after ten minutes to a week", () => {
  for (const withoutNetwork of [minutes(10), hours(24 * 7)])
    expect(faults({ withoutNetwork }, { actuators: [HEATER] })).toEqual([]);
  for (const withoutNetwork of [minutes(9), hours(24 * 8)])
    expect(faults({ withoutNetwork })).toEqual([
      `The set-up opens after ${withoutNetwork} ms without a network; that is ten minutes to a week, as setUp: { withoutNetwork: hours(2) }.`,
    ]);
});

test.each<[string, Partial<DeviceDeclaration>]>([
  [
    "rules",
    { sensors: climate.sensors ?? [], actuators: climate.actuators ?? [], rules: climate.rules ?? [] },
  ],
  ['the lock "door"', { actuators: [lock("door", relay("door"))] }],
  [
    'a safe state of "heater"',
    {
      actuators: [
        powerSwitch("heater", relay("heater"), { whenOffline: { state: "off", after: minutes(5) } }),
      ],
    },
  ],
])("a device with %s opens it by its author's word alone", (named, declaration) => {
  const sentence = `The set-up opens for want of a network, and the device has ${named}: nothing is driven while it is open; leave \`setUp.withoutNetwork\` out, or write evenUndriven: true beside it.`;
  expect(faults({ withoutNetwork: hours(2) }, declaration)).toEqual([sentence]);
  expect(faults({ withoutNetwork: hours(2), evenUndriven: true }, declaration)).toEqual([]);
  expect(faults({}, declaration)).toEqual([]);
});

test("a word for what is undriven needs a time without a network", () => {
  expect(faults({ evenUndriven: true })).toEqual([
    "The set-up has evenUndriven, and opens at a start alone; leave it out, or add `withoutNetwork`.",
  ]);
});

test("a device that sleeps opens none for want of a network", () => {
  expect(faults({ withoutNetwork: hours(2) }, { sleep: { every: minutes(15) } })).toEqual([
    "The device sleeps, and looks for its network only at its wakes, so that no set-up opens for want of it; leave `setUp.withoutNetwork` out.",
  ]);
});
