// Sealed actuators that could not be sealed, or that something would command without a seal, each refused in
// a sentence.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { entitiesOf } from "../../src/discovery/entities.ts";
import { irReceiver } from "../../src/drivers/ir-receiver.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import {
  button,
  device,
  homeAssistant,
  lock,
  numberInput,
  powerSwitch,
  seconds,
  selectInput,
  sensor,
  valueOnly,
} from "../../src/index.ts";

const bolt = lock("bolt", relay("bolt"), { sealed: true });
const faultsOf = (more: Partial<DeviceDeclaration>) =>
  declarationFaults(
    device({ name: "gate", update: { key: "hmac" }, actuators: [bolt], ...more } as DeviceDeclaration),
  ).map(({ sentence }) => sentence);

test("a sealed actuator with a key of HMAC is sound", () => {
  expect(faultsOf({})).toEqual([]);
});

test("a sealed actuator without a key, or with LMS, is refused", () => {
  expect(faultsOf({ update: undefined as never })).toEqual([
    'The lock "bolt" is sealed, and the device has no key that its commands are sealed by; write update: { key: "hmac" } in the device, or leave `sealed` out.',
  ]);
  expect(faultsOf({ update: { key: "lms" } })).toEqual([
    'The lock "bolt" is sealed, and the device\'s key is of LMS, which signs updates only: no device holds a secret of it; write update: { key: "hmac" }, or leave `sealed` out.',
  ]);
});

test("a sealed actuator that takes retained commands is refused", () => {
  expect(
    faultsOf({ actuators: [lock("bolt", relay("bolt"), { sealed: true, retainedCommands: true })] }),
  ).toEqual([
    'The lock "bolt" is sealed, and takes no command that the broker had kept; leave retainedCommands out.',
  ]);
});

test("a sealed input that takes answers to questions is refused", () => {
  const answer = selectInput("answer", valueOnly(), { options: ["none", "yes"], sealed: true });
  const presses = sensor("presses", irReceiver("reader").presses, {
    every: seconds(3600),
    asks: { input: "answer", within: seconds(3) },
  });
  expect(faultsOf({ sensors: [presses], actuators: [answer] })).toEqual([
    'The select "answer" is sealed, and takes the answers to "presses", which nobody seals; leave `sealed` or that sensor\'s asks out.',
  ]);
});

test("a sealed actuator that Home Assistant joins is refused", () => {
  const discovery = homeAssistant({
    climate: { name: "room", current: "temperature", target: "target", heater: "heater" } as never,
  });
  const temperature = sensor("temperature", sht3x("air").temperature, { unit: "°C", every: seconds(30) });
  const target = numberInput("target", valueOnly(), { min: 5, max: 30, unit: "°C", sealed: true });
  expect(
    faultsOf({
      sensors: [temperature],
      actuators: [target, powerSwitch("heater", relay("heater"))],
      discovery,
    }),
  ).toContain(
    'The number "target" is sealed, and Home Assistant would command it as a part of "room", which it cannot seal; leave `sealed` or climate of homeAssistant() out.',
  );
});

test("an actuator that is called as the topic of seals is refused", () => {
  expect(faultsOf({ actuators: [powerSwitch("sealed", relay("lamp"))] })).toEqual([
    'The name "sealed" is the device\'s own topic; give the part another one.',
  ]);
});

test("Home Assistant reads a sealed actuator, and has no sealed button", () => {
  const target = numberInput("target", valueOnly(), { min: 5, max: 30, unit: "°C", sealed: true });
  const announced = entitiesOf(
    device({
      name: "gate",
      update: { key: "hmac" },
      actuators: [bolt, target, button("opener", relay("opener"), { sealed: true })],
      discovery: homeAssistant(),
    }),
  );
  expect(announced.map(({ platform, key }) => `${platform} ${key}`)).toEqual([
    "sensor bolt",
    "sensor target",
    "binary_sensor problem",
  ]);
  expect(announced.every(({ config }) => !("cmd_t" in config))).toBe(true);
  expect(announced[1]?.config).toMatchObject({
    stat_t: "~/target",
    unit_of_meas: "°C",
    ic: "mdi:shield-key",
  });
});

test("sealed settings without a key of HMAC are refused", () => {
  expect(faultsOf({ settings: "sealed", actuators: [] })).toEqual([]);
  for (const update of [undefined as never, { key: "lms" } as const])
    expect(faultsOf({ settings: "sealed", actuators: [], update })).toEqual([
      'The settings are sealed, and the device has no key that messages are sealed by; write update: { key: "hmac" }, or settings: "remote".',
    ]);
});
