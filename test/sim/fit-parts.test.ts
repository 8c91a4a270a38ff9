import { beforeAll, expect, test } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { a02yyuw } from "../../src/drivers/a02yyuw.ts";
import { acs712 } from "../../src/drivers/acs712.ts";
import { ads1115, ads1115Input } from "../../src/drivers/ads1115.ts";
import { aht20 } from "../../src/drivers/aht20.ts";
import { type AnalogPart, newAnalogPart } from "../../src/drivers/analog-part.ts";
import { battery } from "../../src/drivers/battery.ts";
import { batteryCurve, LITHIUM_ION } from "../../src/drivers/battery-curve.ts";
import { bh1750 } from "../../src/drivers/bh1750.ts";
import { bme280 } from "../../src/drivers/bme280.ts";
import { button } from "../../src/drivers/button.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { dsmr, dsmrValue } from "../../src/drivers/dsmr.ts";
import { ina219 } from "../../src/drivers/ina219.ts";
import { leakProbe } from "../../src/drivers/leak-probe.ts";
import { lightLevel } from "../../src/drivers/light-level.ts";
import { mhZ19 } from "../../src/drivers/mh-z19.ts";
import { modbusRegister, modbusRtu } from "../../src/drivers/modbus-rtu.ts";
import { ntc } from "../../src/drivers/ntc.ts";
import { pir } from "../../src/drivers/pir.ts";
import { pms5003 } from "../../src/drivers/pms5003.ts";
import { pulseMeter } from "../../src/drivers/pulse-meter.ts";
import { reed } from "../../src/drivers/reed.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { smokeContact } from "../../src/drivers/smoke-contact.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, minutes, seconds, sensor } from "../../src/index.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { I2c, I2cPins } from "../../src/ports/i2c.ts";
import { NO_ANSWER, newPart, type Part, type Quantity } from "../../src/reading/part.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { fitParts } from "../../tools/sim/fit/fit-parts.ts";
import { silentParts, unansweredParts } from "../../tools/sim/fit/unanswered-parts.ts";
import type { Surroundings } from "../../tools/sim/parts/around.ts";
import { i2cModels, loadI2cModels } from "../../tools/sim/parts/i2c-models.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

beforeAll(loadI2cModels);

/** What a device with these quantities has published after two minutes, and its parts. */
function measured(quantities: Record<string, Quantity>, surroundings?: Surroundings) {
  const declaration: DeviceDeclaration = device({
    name: "bench",
    sensors: Object.entries(quantities).map(([name, quantity]) =>
      sensor(name, quantity, { every: seconds(10), decimals: quantity.decimals }),
    ),
  });
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const parts = fitParts(declaration, clock, surroundings);
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    circuit: parts.circuit,
    i2c: parts.i2c,
    storage: new Map([[SETTINGS, settingsRecord({ host: "broker" })]]),
  });
  startNodeDevice(world, declaration, simulatedWires(declaration));
  clock.advance(minutes(2));
  const newest = () =>
    Object.fromEntries(broker.received.map(({ topic, payload }) => [topic.split("/").at(-1), payload]));
  return { parts, clock, newest };
}

test("parts with one address are on separate buses", () => {
  const roles = ["inside", "outside"];
  const quantities = roles.map((role) => [role, sht3x(role).temperature] as const);
  const { newest } = measured(Object.fromEntries(quantities), {
    inside: { air: () => ({ celsius: 21, humidity: 50 }) },
    outside: { air: () => ({ celsius: -4, humidity: 50 }) },
  });
  expect(newest()).toMatchObject({ inside: "21.00", outside: "-4.00" });
});

test("thermometers without declared codes get different codes", () => {
  const lines = ["flow", "back"];
  const { parts } = measured(Object.fromEntries(lines.map((line) => [line, ds18b20(line).temperature])));
  const codes = lines.flatMap((line) => parts.circuit.oneWire(line).search?.() ?? []);
  expect([codes.length, new Set(codes).size]).toEqual([2, 2]);
});

test("every measuring driver answers without described surroundings", () => {
  const air = sht3x("air");
  const weather = bme280("weather");
  const { newest } = measured({
    temperature: air.temperature,
    humidity: air.humidity,
    pressure: weather.pressure,
    voltage: ads1115Input(ads1115("converter"), 0, 4096),
    light: bh1750("light").illuminance,
    heat: ds18b20("heat").temperature,
    door: reed("door").state,
    leak: leakProbe("leak").state,
    "leak-module": leakProbe("leak-module", true).state,
    smoke: smokeContact("smoke").state,
    "smoke-opening": smokeContact("smoke-opening", true).state,
    button: button("button").state,
    motion: pir("motion").state,
    soil: soilMoisture("soil").percent,
    dusk: lightLevel("dusk").percent,
    battery: battery("battery", { upper: 330, lower: 100, empty: 3300, full: 4800 }).percent,
    cell: batteryCurve("cell", LITHIUM_ION, { upper: 100, lower: 220 }).percent,
    energy: pulseMeter("energy", 1000).total,
    attic: aht20("attic").temperature,
    current: ina219("load", { milliohms: 10 }).current,
    charge: acs712("charge", 66, { upper: 10, lower: 20 }).current,
    floor: ntc("floor", { above: true, beta: 3435 }).temperature,
    co2: mhZ19("co2", 0).co2,
    distance: a02yyuw("tank").distance,
    power: dsmrValue(dsmr("p1"), "1-0:1.7.0", 3),
    meter: modbusRegister(modbusRtu("meter"), 0, "uint16", 1),
  });
  const values = newest();
  expect(values.problem).toBe("none");
  expect(values).toMatchObject({
    door: "0",
    leak: "0",
    "leak-module": "0",
    smoke: "0",
    "smoke-opening": "0",
    button: "0",
    motion: "0",
    light: "200.0",
    energy: "0.009",
    co2: "400",
    distance: "100.0",
    power: "0.300",
    meter: "1.0",
  });
  expect(Number(values.temperature)).toBeCloseTo(20, 1);
  expect(Number(values.humidity)).toBeCloseTo(50, 0);
  expect(Number(values.pressure)).toBeCloseTo(1013.2, 0);
  expect(Number(values.voltage)).toBeCloseTo(1650, -1);
  expect(Number(values.heat)).toBe(20);
  expect(Number(values.soil)).toBeCloseTo(50, 0);
  expect(Number(values.dusk)).toBeCloseTo(50, 0);
  expect(Number(values.battery)).toBeCloseTo(90, -0.5);
  expect(Number(values.cell)).toBeCloseTo(90, -0.5);
  expect(Number(values.attic)).toBeCloseTo(20, 1);
  expect(Number(values.current)).toBeCloseTo(1, 3);
  expect(Number(values.charge)).toBeCloseTo(1, 1);
  expect(Number(values.floor)).toBeCloseTo(20, 0);
});

test("a part's surroundings are found by its role", () => {
  const { newest } = measured(
    {
      inside: ds18b20("inside").temperature,
      outside: ds18b20("outside").temperature,
      wet: soilMoisture("bed").percent,
    },
    { outside: { air: () => ({ celsius: -7.5, humidity: 80 }) }, bed: { share: () => 0.25 } },
  );
  expect(newest()).toMatchObject({ inside: "20.0000", outside: "-7.5000" });
  expect(Number(newest().wet)).toBeCloseTo(25, 0);
});

test("people move contacts and motion detectors", () => {
  const { parts, clock, newest } = measured({ door: reed("door").state, motion: pir("motion").state });
  parts.contacts.get("door")?.open();
  parts.motionDetectors.get("motion")?.motion();
  clock.advance(seconds(1));
  expect(newest()).toMatchObject({ door: "1", motion: "1" });
});

/** A thermometer at 0x48 that this package has no driver for: one byte, whole °C. */
function ownThermometer(): Quantity {
  let bus: I2c;
  const part: Part = newPart(
    "own",
    "i2c",
    (_, ports, wires) => {
      bus = ports.i2c;
      bus.setUp(wires.own as I2cPins);
    },
    () => (bus.read(0x48, 1) === undefined ? NO_ANSWER : 0),
    () => {
      quantity.value = bus.read(0x48, 1)?.charCodeAt(0);
      return "";
    },
  );
  const quantity: Quantity = { part, decimals: 0, value: undefined };
  return quantity;
}

test("an I2C part with a custom driver follows its described surroundings", () => {
  const i2c = {
    write: () => false,
    read: (address: number) => (address === 0x48 ? "\x16" : undefined),
  };
  expect(measured({ own: ownThermometer() }, { own: { i2c } }).newest()).toMatchObject({ own: "22" });
});

test("an unknown I2C chip is absent, and never taken for SHT3x", () => {
  expect(measured({ own: ownThermometer() }).newest()).toMatchObject({ problem: "own: no answer" });
});

test("parts without a simulation are named beside the existing models", () => {
  const declaration = device({
    name: "bench",
    sensors: [
      sensor("own", ownThermometer(), { every: seconds(10) }),
      sensor("air", sht3x("air").temperature, { every: seconds(10) }),
    ],
  });
  expect(unansweredParts(declaration)).toEqual([
    `Nothing answers for "own": no model on I2C is known for its driver. Known are: ${i2cModels()
      .map(({ chip }) => chip)
      .join(", ")}. A trial takes what you say that it is, as around: { "own": { i2c } }.`,
  ]);
  const i2c = { write: () => true, read: () => "" };
  expect(unansweredParts(declaration, { own: { i2c } })).toEqual([]);
});

test.each([
  ["echo", { trigger: "output", echo: "edges" }, "by edges", "circuit.drive"],
  ["adc", { sck: "sck", cs: "cs" }, "on the SPI", "circuit.attachSpi"],
] as const)("%s of a driver without a model is named", (role, pins, where, answer) => {
  const part = newPart<Part>(
    role,
    "pins",
    () => {},
    () => NO_ANSWER,
    () => "",
  );
  part.pins = pins;
  const quantity: Quantity = { part, decimals: 0, value: undefined };
  const sensors = [sensor("own", quantity, { every: seconds(10) })];
  expect(silentParts(device({ name: "bench", sensors }))).toEqual([
    `Nothing answers for "${role}" ${where}: no model is known for its driver. Let "${role}": { simulate } answer by ${answer}: around it in a trial, or in around.ts beside device.ts.`,
  ]);
});

test("a DHT of a driver without a model is named", () => {
  const part = newPart<Part>(
    "own",
    "dht",
    () => {},
    () => NO_ANSWER,
    () => "",
  );
  const sensors = [sensor("own", { part, decimals: 0, value: undefined }, { every: seconds(10) })];
  expect(silentParts(device({ name: "bench", sensors }))).toEqual([
    'Nothing answers for "own" on its data line: no model is known for its driver. Let "own": { simulate } answer by circuit.attachDht: around it in a trial, or in around.ts beside device.ts.',
  ]);
});

test("a part on a UART without a model is named", () => {
  const gas = newPart<Part>(
    "gas",
    "uart",
    () => {},
    () => NO_ANSWER,
    () => "",
  );
  const co2: Quantity = { part: gas, decimals: 0, value: undefined };
  const every = seconds(10);
  const sensors = [sensor("co2", co2, { every }), sensor("pm25", pms5003("dust").pm25, { every })];
  expect(silentParts(device({ name: "bench", sensors }))).toEqual([
    'Nothing answers for "gas" on its UART: no model is known for its driver. Let "gas": { simulate } answer by circuit.whenSent and circuit.send: around it in a trial, or in around.ts beside device.ts.',
  ]);
});

test("a custom analog part is no battery, despite its fields' names", () => {
  const part = newAnalogPart<AnalogPart & { upper: number }>("own", () => "");
  part.upper = 7;
  const quantity: Quantity = { part, decimals: 0, value: undefined };
  const declaration = device({ name: "bench", sensors: [sensor("own", quantity, { every: seconds(10) })] });
  expect(fitParts(declaration, createVirtualClock()).circuit.analog("own")).toBe(2048);
});
