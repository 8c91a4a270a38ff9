// The pins of a device in Node: watched, counted, analog, pulsed, one-wire, over the circuit of its world.

import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../src/bytes/milliseconds.ts";
import { numberInput } from "../../src/device/declare/actuators/number-input.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { type SensorOptions, sensor } from "../../src/device/declare/sensor.ts";
import { stepper } from "../../src/drivers/stepper.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { portsIn, startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld, type VirtualWorldOptions } from "../../tools/sim/worlds/virtual-world.ts";
import { contact, glow, meter, type PinPart, probe, voltage } from "../engines/fixtures/panel/parts.ts";

const HOUR = minutes(60);
const HOURLY: SensorOptions = { unit: "", decimals: 0, every: HOUR };

/**
 * A device with one part of each kind, connected. Each sensor is measured once an hour, and when its pin is
 * watched.
 */
function start(options: VirtualWorldOptions = {}) {
  const circuit = createLines();
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    circuit,
    storage: new Map([[SETTINGS, settingsRecord({ host: "broker", root: "home/panel" })]]),
    ...options,
  });
  const parts: Record<string, PinPart> = {
    door: contact("door"),
    window: contact("window"),
    pulses: meter("pulses"),
    soil: voltage("soil"),
    water: probe("water"),
  };
  const declaration = device({
    name: "panel",
    status: { keepAlive: seconds(0) },
    sensors: Object.entries(parts).map(([name, { reading }]) => sensor(name, reading, HOURLY)),
    actuators: [powerSwitch("lamp", glow("lamp"))],
  });
  const wires = Object.fromEntries([...Object.keys(parts), "lamp"].map((role) => [role, role]));
  const running = startNodeDevice(world, declaration, wires);
  world.clock.advance(5000);
  /** What was said of a topic since the last look. */
  const said = () => broker.received.splice(0).map(({ topic, payload }) => `${topic.slice(11)}=${payload}`);
  return { broker, circuit, world, running, said };
}

describe("a watched pin", () => {
  test("a watched pin's change is measured in a later turn", () => {
    const { circuit, world, said } = start();
    expect(said()).toContain("door=1");
    circuit.drive("door", 0);
    expect(said()).toEqual([]);
    world.clock.advance(10);
    expect(said()).toContain("door=0");
  });

  test("several changes of a pin in one turn are measured once", () => {
    const { circuit, world, said } = start();
    said();
    for (const level of [0, 1, 0, 1, 0]) circuit.drive("door", level);
    world.clock.advance(10);
    expect(said().filter((line) => line.startsWith("door"))).toEqual(["door=0"]);
  });

  test("an endlessly changing pin delays nothing", () => {
    const { circuit, world, said } = start();
    said();
    for (let i = 0; i < 100; i += 1) {
      circuit.drive("door", i % 2);
      world.clock.advance(0.5);
    }
    expect(said().filter((line) => line.startsWith("door")).length).toBeGreaterThan(10);
  });

  test("a watched pin measures the watched parts only", () => {
    const { circuit, world, said } = start();
    said();
    circuit.drive("window", 0);
    world.clock.advance(10);
    expect(said().sort()).toEqual(["door=1", "window=0"]);
  });

  test("a stopped device watches its pins no more", () => {
    const { circuit, world, running, said } = start();
    running.kill();
    said();
    circuit.drive("door", 0);
    world.clock.advance(10);
    expect([said(), world.clock.pending()]).toEqual([[], 0]);
  });

  test("a watched pin may change while the device ends", () => {
    const { circuit, world, running } = start();
    circuit.drive("door", 0);
    running.kill();
    world.clock.advance(10);
    expect(world.clock.pending()).toBe(0);
  });
});

test("pulses count by falling edges and are reported when due", () => {
  const { circuit, world, said } = start();
  for (let i = 0; i < 250; i += 1) {
    // A contact that bounces as it closes: its other falls are no pulses.
    for (const level of [0, 1, 0, 1]) circuit.drive("pulses", level);
    world.clock.advance(20);
  }
  said();
  world.clock.advance(HOUR);
  expect(said()).toContain("pulses=250");
});

test("an analog pin is read at its interval", () => {
  const { circuit, world, said } = start();
  circuit.feed("soil", () => 3071);
  said();
  world.clock.advance(HOUR);
  expect(said()).toContain("soil=3071");
});

test("a one-wire part answers, or the line is empty", () => {
  const { circuit, world, said } = start();
  expect(said()).toContain("problem=water: no answer");
  const told: string[] = [];
  circuit.attachOneWire("water", {
    reset: () => true,
    write: (bytes) => told.push(bytes),
    read: (count) => "\x15\xff".slice(0, count),
  });
  world.clock.advance(HOUR);
  expect(said()).toContain("water=21");
  expect(told).toEqual(["\xcc\x44", "\xcc\xbe"]);
});

test("a pulsed pin keeps its frequency when its duty changes", () => {
  const { broker, circuit, world } = start();
  const seen: number[][] = [];
  circuit.whenPulsed("lamp", (hertz, duty) => seen.push([hertz, duty]));
  for (const payload of ["on", "off"]) {
    broker.deliver("home/panel/lamp/set", payload);
    world.clock.advance(100);
  }
  expect(seen).toEqual([
    [500, 700],
    [500, 0],
  ]);
});

describe("a tick", () => {
  /** A motor on its way, two half steps behind its start. */
  function onItsWay() {
    const circuit = createLines();
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const storage = new Map([[SETTINGS, settingsRecord({ host: "broker", root: "home/blind" })]]);
    const world = createVirtualWorld({ clock, peer: broker.peer, circuit, storage });
    const pins = ["blind.a", "blind.b", "blind.c", "blind.d"];
    const actuators = [numberInput("blind", stepper("blind"), { min: 0, max: 4000 })];
    const running = startNodeDevice(
      world,
      device({ name: "blind", actuators }),
      Object.fromEntries(pins.map((pin) => [pin, pin])),
    );
    clock.advance(5000);
    broker.deliver("home/blind/blind/set", "4000");
    clock.advance(500);
    return { clock, running, levels: () => pins.map((pin) => circuit.output(pin)) };
  }

  test.each(["stop", "kill"] as const)("a tick leaves no coil on after a %s midway", (end) => {
    const { clock, running, levels } = onItsWay();
    expect(levels()).toContain(1);
    running[end](() => {});
    clock.advance(6000);
    expect(levels()).toEqual([0, 0, 0, 0]);
  });

  test.each([0, 1, 1001, Number.NaN])("a tick every %d ms is refused", (ms) => {
    const ports = portsIn(createVirtualWorld());
    expect(() => ports.tickEvery(ms, () => true)).toThrow(
      `A tick every ${ms} ms was asked for; give tickEvery 2 to 1000 ms.`,
    );
  });
});
