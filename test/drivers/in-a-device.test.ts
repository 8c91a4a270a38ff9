// Every kind of part in one running device: what happens to the parts is published, and what breaks is named.
import { expect, test } from "vitest";
import { ads1115, ads1115Input } from "../../src/drivers/ads1115.ts";
import { battery } from "../../src/drivers/battery.ts";
import { bh1750 } from "../../src/drivers/bh1750.ts";
import { bme280 } from "../../src/drivers/bme280.ts";
import { button } from "../../src/drivers/button.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { pir } from "../../src/drivers/pir.ts";
import { pulseMeter } from "../../src/drivers/pulse-meter.ts";
import { reed } from "../../src/drivers/reed.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { onChange } from "../../src/filters.ts";
import { device, seconds, sensor } from "../../src/index.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createContact } from "../../tools/sim/parts/contact.ts";
import { createDs18b20 } from "../../tools/sim/parts/ds18b20.ts";
import { createAds1115 } from "../../tools/sim/parts/i2c/ads1115.ts";
import { createBh1750 } from "../../tools/sim/parts/i2c/bh1750.ts";
import { createBme280 } from "../../tools/sim/parts/i2c/bme280.ts";
import { createI2cBus } from "../../tools/sim/parts/i2c-bus.ts";
import { createOneWireBus } from "../../tools/sim/parts/one-wire-bus.ts";
import { createPir } from "../../tools/sim/parts/pir.ts";
import { createPulseOutput } from "../../tools/sim/parts/pulse-output.ts";
import { createBattery, createSoilProbe } from "../../tools/sim/parts/voltages.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { watchParts } from "./watched-parts.ts";

const ROOT = "home/parts-00112233aabb/";

function declaration() {
  const air = bme280("air");
  const adc = ads1115("adc");
  const meter = pulseMeter("meter", 1000);
  const bell = button("bell");
  const every = () => ({ every: seconds(10), filters: [onChange()] });
  return device({
    name: "parts",
    sensors: [
      sensor("temperature", air.temperature, { ...every(), decimals: 1 }),
      sensor("humidity", air.humidity, { ...every(), decimals: 0 }),
      sensor("pressure", air.pressure, { ...every(), decimals: 1 }),
      sensor("first", ads1115Input(adc, 0, 4096), { ...every(), decimals: 0 }),
      sensor("third", ads1115Input(adc, 2, 1024), { ...every(), decimals: 1 }),
      sensor("light", bh1750("light").illuminance, { ...every(), decimals: 0 }),
      sensor("water", ds18b20("water").temperature, { ...every(), decimals: 2 }),
      sensor("soil", soilMoisture("soil").percent, { ...every(), decimals: 0 }),
      sensor("cell", battery("cell").voltage, { ...every(), decimals: 2 }),
      sensor("energy", meter.total, { ...every(), decimals: 3 }),
      sensor("power", meter.rate, { ...every(), every: seconds(1), decimals: 0 }),
      sensor("door", reed("door").state, { ...every(), states: ["closed", "open"] }),
      sensor("hall", pir("hall", seconds(10)).state, { ...every(), states: ["off", "on"] }),
      sensor("bell", bell.state, { ...every(), states: ["released", "pressed"] }),
      sensor("rings", bell.presses, { ...every() }),
    ],
  });
}

function onBench() {
  const clock = createVirtualClock();
  const { now, after } = clock;
  const lines = createLines();
  const air = createBme280({ now, air: () => ({ celsius: -3.5, humidity: 81, hectopascals: 987.6 }) });
  const adc = createAds1115({ now, millivolts: (input) => [1234, 0, 567.8, 0][input] ?? 0 });
  const light = createBh1750({ now, lux: () => 320 });
  const water = createDs18b20({ now, celsius: () => 7.25 });
  const door = createContact({ lines, pin: "door", after, isClosed: true });
  const bell = createContact({ lines, pin: "bell", after });
  const hall = createPir({ lines, pin: "hall", after, warmUpMs: 9000 });
  const at = (pin: string) => ({ lines, pin });
  const line = createOneWireBus([water]);
  lines.attachOneWire("water", line);
  const { watch, misuses } = watchParts();
  for (const part of [air, adc, light, line]) watch(part);
  createSoilProbe(at("soil"), () => 0.4);
  createBattery(at("cell"), () => 2870);
  createPulseOutput({ lines, pin: "meter", now, after, flow: () => 1.8, perUnit: 1000 });
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    storage: new Map([[SETTINGS, settingsRecord({ host: "broker" })]]),
    chipId: "00112233aabb",
    i2c: createI2cBus([air, adc, light]),
    circuit: lines,
  });
  const parts = declaration();
  startNodeDevice(world, parts, simulatedWires(parts), {
    slots: 32,
    bytes: 2000,
    packetBytes: 512,
    linkBytes: 4000,
  });
  let read = 0;
  const said = () => {
    const since = broker.received.slice(read);
    read = broker.received.length;
    return since.map(({ topic, payload }) => `${topic.replace(ROOT, "")}=${payload}`);
  };
  return { clock, said, air, adc, light, water, door, bell, hall, misuses };
}

test("all parts are measured within seconds, side by side on their buses", () => {
  const { clock, said } = onBench();
  clock.advance(5000);
  const first = said();
  for (const line of [
    "temperature=-3.5",
    "humidity=81",
    "pressure=987.6",
    "first=1234",
    "third=567.8",
    "light=320",
    "water=7.25",
    "soil=40",
    "cell=2.87",
    "energy=0.000",
    "door=closed",
    "bell=released",
    "rings=0",
  ])
    expect(first).toContain(line);
  expect(first.some((line) => line.startsWith("power=") || line.startsWith("hall="))).toBe(false);
});

test("a door, motion and ring are sent once, when they happen", () => {
  const { clock, said, door, bell, hall } = onBench();
  clock.advance(25_000);
  said();
  door.open();
  clock.advance(100);
  expect(said()).toEqual(["door=open"]);
  bell.close();
  clock.advance(100);
  expect(said().sort()).toEqual(["bell=pressed", "rings=1"]);
  bell.open();
  clock.advance(100);
  expect(said()).toEqual(["bell=released"]);
  hall.motion();
  clock.advance(100);
  expect(said()).toEqual(["hall=on"]);
});

test("energy and power follow the meter", () => {
  const { clock, said } = onBench();
  clock.advance(120_000);
  const lines = said();
  expect(lines).toContain("energy=0.055");
  const power = lines.filter((line) => line.startsWith("power=")).map((line) => Number(line.substring(6)));
  expect(Math.abs((power.at(-1) as number) - 1800)).toBeLessThan(100);
});

test.each([
  ["air", "absent", "air: no answer"],
  ["air", "stuck", "air: not ready"],
  ["air", "bmp280", "air: not a BME280"],
  ["light", "absent", "light: no answer"],
  ["adc", "stuck", "adc: not ready"],
  ["water", "bad-crc", "water: bad checksum"],
  ["water", "stuck", "water: not ready"],
] as const)("%s being %s is said in words, and gives no number", (what, fault, problem) => {
  const bench = onBench();
  (bench[what] as { fault: string }).fault = fault;
  bench.clock.advance(5000);
  const lines = bench.said();
  expect(lines).toContain(`problem=${problem}`);
  const silent = { air: "temperature=", light: "light=", adc: "first=", water: "water=" }[what];
  expect(lines.some((line) => line.startsWith(silent))).toBe(false);
});

test.each([
  ["air", "temperature=", []],
  ["adc", "first=", ["ADS1115: a start while a conversion is under way"]],
  ["water", "water=", []],
] as const)("%s being stuck after good measurements ends its numbers as well", (what, silent, misuses) => {
  const bench = onBench();
  bench.clock.advance(5000);
  expect(bench.said().some((line) => line.startsWith(silent))).toBe(true);
  bench[what].fault = "stuck";
  bench.clock.advance(30_000);
  const lines = bench.said();
  expect(lines).toContain(`problem=${what}: not ready`);
  expect(lines.some((line) => line.startsWith(silent) && !line.endsWith("=None"))).toBe(false);
  expect(bench.misuses()).toEqual(misuses);
});
