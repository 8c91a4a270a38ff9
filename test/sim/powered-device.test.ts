import { expect, test } from "vitest";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { relay } from "../../src/drivers/relay.ts";
import { device, light, powerSwitch } from "../../src/index.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;
const CHIP = "0a1b2c";
const ROOT = `home/bench-${CHIP}`;
const DECLARATION = device({
  name: "bench",
  actuators: [
    powerSwitch("heater", relay("heater", true), { atStart: "last" }),
    light("lamp", pwmLight("led"), { atStart: "last" }),
  ],
  diagnostics: ["reset-reason"],
});

/** The device, switched on and told to switch its heater and its lamp on. */
function powered() {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const storage = new Map([[SETTINGS, settingsRecord({ host: "broker" })]]);
  const world = createVirtualWorld({ clock, peer: broker.peer, chipId: CHIP, storage });
  const device = powerDevice(world, DECLARATION);
  world.clock.advance(10 * SECOND);
  for (const name of ["heater", "lamp"]) broker.deliver(`${ROOT}/${name}/set`, "on");
  // The state is written to the storage now and then.
  world.clock.advance(600 * SECOND);
  const said = (name: string) =>
    broker.received.filter(({ topic }) => topic === `${ROOT}/${name}`).map(({ payload }) => payload);
  return {
    broker,
    world,
    device,
    said,
    outputs: () => [world.pins.get("heater"), world.circuit.output("led")],
  };
}

test("an unpowered device's outputs rest, even a low-active relay", () => {
  const { device, outputs } = powered();
  expect(outputs()).toEqual([0, 1]);
  device.cutPower();
  expect(device.isPowered()).toBe(false);
  expect(outputs()).toEqual([1, 0]);
});

test("a repowered device returns with its stored records", () => {
  const { device, world, said, outputs } = powered();
  device.cutPower();
  world.clock.advance(60 * SECOND);
  device.givePower();
  world.clock.advance(60 * SECOND);
  expect(said("status")).toEqual(["online", "online"]);
  expect(said("reset-reason").at(-1)).toBe("power");
  expect(outputs()).toEqual([0, 1]);
});

test("a requested restart follows the last messages, unless power is lost", () => {
  const { device, world, said } = powered();
  world.chip.restart();
  world.clock.advance(60 * SECOND);
  expect(said("status")).toEqual(["online", "online"]);
  expect(said("reset-reason").at(-1)).toBe("software");
  world.chip.restart();
  device.cutPower();
  world.clock.advance(60 * SECOND);
  expect(device.isPowered()).toBe(false);
});

test("a normal stop is published, and repeated power events change nothing", () => {
  const { device, world, said, broker } = powered();
  device.givePower();
  world.clock.advance(60 * SECOND);
  expect(said("status")).toEqual(["online"]);
  let isDone = 0;
  const done = () => {
    isDone += 1;
  };
  device.stop(done);
  device.stop(done);
  world.clock.advance(SECOND);
  expect(isDone).toBe(2);
  expect(said("status")).toEqual(["online", "offline"]);
  expect(broker.disconnects).toBe(1);
});
