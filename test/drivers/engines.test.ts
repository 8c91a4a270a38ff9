// The arithmetic of the drivers is the same on every engine: as written in Node, and as built for the boards.
import { expect, test } from "vitest";
import { indexOfHeat } from "../../src/device/run/heat-index.ts";
import { gramsOfWater, pointOfDew } from "../../src/device/run/humid-air.ts";
import { atSeaLevel } from "../../src/device/run/sea-level.ts";
import type * as Bme280 from "../../src/drivers/bme280-compensation.ts";
import type * as Ntc from "../../src/drivers/ntc.ts";
import { absentEngines, builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { calibrationRegisters, USUAL_CALIBRATION } from "../../tools/sim/parts/bme280-formulas.ts";
import { modbusCrc } from "../../tools/sim/parts/modbus-server.ts";
import { oneWireCrc } from "../../tools/sim/parts/one-wire-bus.ts";
import { crc8 } from "../../tools/sim/parts/sensirion.ts";

const DRIVERS = "../../../src/drivers";
/** Of the driver, as its author wrote it. */
const source = (name: string) => import(`../../src/drivers/${name}.ts`);

const literal = (bytes: string) =>
  `"${[...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("")}"`;

/** Runs `text`, which emits numbers, on all built engines, and compares with `expected`. */
async function expectEverywhere(text: string, expected: (number | string | undefined)[]): Promise<void> {
  const answers = await builtEverywhere(text);
  const lines = expected.map((value) => Buffer.from(`${value}`, "latin1").toString("hex"));
  for (const [engine, emitted] of Object.entries(answers))
    expect({ engine, emitted }).toEqual({ engine, emitted: lines });
}

const title = (what: string) =>
  absentEngines.length === 0 ? what : `${what} (not here: ${absentEngines.join(", ")})`;

test(title("humid air: dew point and grams of water"), async () => {
  const climates = [
    [-4500, 100],
    [-4000, 10000],
    [-1, 5000],
    [0, 1],
    [2500, 5000],
    [6000, 10000],
    [8500, 9999],
    [8501, 5000],
    [2000, 0],
  ] as const;
  const expected = climates.flatMap(([celsius, percent]) => [
    pointOfDew(celsius, percent),
    gramsOfWater(celsius, percent),
  ]);
  const text = `import { gramsOfWater, pointOfDew } from "../../../src/device/run/humid-air.ts";
const celsius = ${JSON.stringify(climates.map(([one]) => one))};
const percent = ${JSON.stringify(climates.map(([, one]) => one))};
function said(value: number | undefined): string { return value === undefined ? "undefined" : "" + value; }
for (let i = 0; i < ${climates.length}; i += 1) {
  const t = given(celsius[i]!);
  const h = given(percent[i]!);
  emit(said(pointOfDew(t, h)));
  emit(said(gramsOfWater(t, h)));
}`;
  await expectEverywhere(text, expected);
});

test(title("heat index and pressure at sea level"), async () => {
  const climates = [
    [-4500, 10000],
    [440, 5000],
    [2605, 9850],
    [2700, 0],
    [2900, 9500],
    [3500, 1000],
    [6000, 10000],
  ] as const;
  const places = [
    [131071, -5000, 5500],
    [110000, 8500, -500],
    [95012, 2000, 520],
  ] as const;
  const expected = [
    ...climates.map(([celsius, percent]) => indexOfHeat(celsius, percent)),
    ...places.map(([pressure, celsius, metres]) => atSeaLevel(pressure, celsius, metres)),
  ];
  const text = `import { indexOfHeat } from "../../../src/device/run/heat-index.ts";
import { atSeaLevel } from "../../../src/device/run/sea-level.ts";
function said(value: number | undefined): string { return value === undefined ? "undefined" : "" + value; }
const celsius = ${JSON.stringify(climates.map(([one]) => one))};
const percent = ${JSON.stringify(climates.map(([, one]) => one))};
for (let i = 0; i < ${climates.length}; i += 1) emit(said(indexOfHeat(given(celsius[i]!), given(percent[i]!))));
const pressure = ${JSON.stringify(places.map(([one]) => one))};
const warmth = ${JSON.stringify(places.map(([, one]) => one))};
const metres = ${JSON.stringify(places.map(([, , one]) => one))};
for (let i = 0; i < ${places.length}; i += 1)
  emit(said(atSeaLevel(given(pressure[i]!), given(warmth[i]!), given(metres[i]!))));`;
  await expectEverywhere(text, expected);
});

test(title("BME280: from the coldest to the warmest, and nonsense"), async () => {
  const { low, high } = calibrationRegisters(USUAL_CALIBRATION);
  const calibrations = [Buffer.concat([low, high]).toString("latin1"), "\xff".repeat(33), "\x80".repeat(33)];
  const temperatures = [0, 300000, 402000, 519888, 640001, 0xfffff];
  const { airPressure, fineTemperature, relativeHumidity }: typeof Bme280 =
    await source("bme280-compensation");
  const expected = calibrations.flatMap((calibration) =>
    temperatures.flatMap((counts) => {
      const fine = Math.min(435200, Math.max(-204800, fineTemperature(calibration, counts)));
      return [
        fineTemperature(calibration, counts),
        (fine * 5 + 128) >> 8,
        airPressure(calibration, 415148, fine),
        relativeHumidity(calibration, 30000, fine),
      ];
    }),
  );
  await expectEverywhere(
    `import { airPressure, fineTemperature, relativeHumidity } from "${DRIVERS}/bme280-compensation.ts";
     const calibrations = [${calibrations.map(literal).join(", ")}];
     const temperatures = [${temperatures.join(", ")}];
     for (const calibration of calibrations) {
       for (const counts of temperatures) {
         const all = fineTemperature(calibration, given(counts));
         const fine = Math.min(435200, Math.max(-204800, all));
         emit("" + all);
         emit("" + ((fine * 5 + 128) >> 8));
         emit("" + airPressure(calibration, given(415148), fine));
         emit("" + relativeHumidity(calibration, given(30000), fine));
       }
     }`,
    expected,
  );
});

const SCRATCHPADS: readonly (readonly [string, number | string])[] = [
  ["\xd0\x07", 1250000],
  ["\x91\x01", 250625],
  ["\x00\x00", 0],
  ["\xf8\xff", -5000],
  ["\x90\xfc", -550000],
  ["\x50\x05", "lost power"],
];

test(title("DS18B20: its table, and the checksum"), async () => {
  const pads = SCRATCHPADS.map(([counts]) => {
    const pad = `${counts}\x4b\x46\x7f\xff\x0c\x10`;
    return pad + String.fromCharCode(oneWireCrc(pad));
  });
  await expectEverywhere(
    `import { ds18b20 } from "${DRIVERS}/ds18b20.ts";
     let pad = "";
     const part = ds18b20("water");
     const ports = {
       oneWire: {
         setUp: function (): void {},
         reset: function (): boolean { return true; },
         write: function (): void {},
         read: function (): string { return pad; },
       },
     };
     part.begin(part, ports as never, { water: "D5" });
     for (const one of [${[...pads, "\x01" + (pads[0] as string).substring(1)].map(literal).join(", ")}]) {
       pad = given(one);
       const fault = part.collect(part);
       const value = part.temperature.value;
       emit(value === undefined ? fault : "" + value);
     }`,
    [...SCRATCHPADS.map(([, expected]) => expected), "bad checksum"],
  );
});

const FRAME = "BM\0\x1c\0\x03\0\x04\0\x07\0\x04\0\x05\x03\xe8";
const [SOUND, WRONG] = [0, 1].map((wrong) => {
  const frame = FRAME + "\xff".repeat(14);
  const sum = [...frame].reduce((before, byte) => before + byte.charCodeAt(0), wrong);
  return frame + String.fromCharCode(sum >> 8, sum & 255);
}) as [string, string];

test(title("PMS5003: a frame in noise, cut, wrong, and none"), async () => {
  const heard: [string, number | string][] = [
    [SOUND, 1000],
    [`\xfeB\0M${SOUND}BM\0`, 1000],
    [WRONG, "bad checksum"],
    [WRONG + SOUND, 1000],
    [SOUND.substring(0, 31), "cut frame"],
    [`\xfe${FRAME.substring(0, 3)}`, "noise"],
    ["", "no answer"],
  ];
  await expectEverywhere(
    `import { pms5003 } from "${DRIVERS}/pms5003.ts";
     let answer = "";
     const part = pms5003("dust");
     const ports = {
       uart: {
         setUp: function (): number { return 0; },
         write: function (): void {},
         take: function (): string { return answer; },
       },
     };
     part.begin(part, ports as never, { "dust.tx": "D1", "dust.rx": "D2" });
     for (const one of [${heard.map(([bytes]) => literal(bytes)).join(", ")}]) {
       answer = given(one);
       const fault = part.collect(part);
       const value = part.pm10.value;
       emit(value === undefined ? fault : "" + value);
     }`,
    heard.map(([, expected]) => expected),
  );
});

test(title("MH-Z19: answers beside their ppm, a wrong checksum and too much"), async () => {
  const heard: [string, number | string][] = [
    ["\xff\x86\x02\x20\0\0\0\0\x58", 544],
    ["\xff\x86\x01\xc1\x3c\x04\x3c\xc1\x7b", 449],
    ["\xff\x86\x01\xc1\x3c\x04\x3c\xc1\x7c", "bad checksum"],
    ["\xff\x86\x27\x11\0\0\0\0\x42", "out of range"],
  ];
  await expectEverywhere(
    `import { mhZ19 } from "${DRIVERS}/mh-z19.ts";
     let answer = "";
     const part = mhZ19("air", 0);
     const ports = {
       milliseconds: function (): number { return 0; },
       uart: {
         setUp: function (): number { return 0; },
         write: function (): void {},
         take: function (): string { return answer; },
       },
     };
     part.begin(part, ports as never, { "air.tx": "D1", "air.rx": "D2" });
     for (const one of [${heard.map(([bytes]) => literal(bytes)).join(", ")}]) {
       answer = given(one);
       const fault = part.collect(part);
       const value = part.co2.value;
       emit(value === undefined ? fault : "" + value);
     }`,
    heard.map(([, expected]) => expected),
  );
});

test(title("Modbus RTU: registers of each kind, floats, the checksum and refusals"), async () => {
  const words = "\x80\0\xff\xff\xff\xff\x43\x66\x33\x34\xc6\x9a\x52\x2b\x4e\xff\xff\xff";
  const answer = (bytes: string) => {
    const crc = modbusCrc(Buffer.from(bytes, "latin1"));
    return bytes + String.fromCharCode(crc & 255, crc >> 8);
  };
  const sound = answer(`\x01\x04\x12${words}`);
  const heard: [string, (number | string)[]][] = [
    [sound, [-32768, -1, 2302000, -1975308, 2147483520]],
    [`\x01\x04\0\0\0\x09${sound}`, [-32768, -1, 2302000, -1975308, 2147483520]],
    [`${sound.slice(0, -1)}\0`, ["bad checksum"]],
    [answer("\x01\x84\x02"), ["illegal data address"]],
    [answer("\x01\x84\x0b"), ["exception 11"]],
    [answer("\x02\x04\x02\0\0"), ["wrong address"]],
    [answer("\x01\x04\x02\0\0"), ["wrong count"]],
  ];
  await expectEverywhere(
    `import { modbusRegister, modbusRtu } from "${DRIVERS}/modbus-rtu.ts";
     let answer = "";
     let asked = "";
     const part = modbusRtu("meter", { baud: 2400 });
     modbusRegister(part, 0, "int16", 0);
     modbusRegister(part, 1, "int32", 0);
     modbusRegister(part, 3, "float32", 4);
     modbusRegister(part, 5, "float32", 2);
     modbusRegister(part, 7, "float32", 0);
     const ports = {
       uart: {
         setUp: function (): number { return 0; },
         write: function (uart: number, bytes: string): void { asked = bytes; },
         take: function (): string { return answer; },
       },
     };
     part.begin(part, ports as never, { "meter.tx": "D1", "meter.rx": "D2" });
     emit("" + part.request(part));
     emit(asked);
     for (const one of [${heard.map(([bytes]) => literal(bytes)).join(", ")}]) {
       answer = given(one);
       const fault = part.collect(part);
       if (fault !== "") emit(fault);
       else {
         for (const register of part.registers) {
           const value = register.value;
           emit(value === undefined ? "none" : "" + value);
         }
       }
     }`,
    [429, answer("\x01\x04\0\0\0\x09"), ...heard.flatMap(([, expected]) => expected)],
  );
});

test(title("HC-SR04: echoes up to both ends, across the wrap of the time, and faults"), async () => {
  const heard: [first: number, second: number, level: number, count: number, number | string][] = [
    [100, 5900, 0, 2, 1000],
    [2147483600, 64, 0, 2, 19],
    [0, 25000, 0, 2, 4310],
    [0, 25001, 0, 2, "no echo"],
    [0, 5800, 0, 1, "no echo"],
    [0, 99, 0, 2, "noise"],
    [0, 5800, 1, 2, "edge lost"],
    [0, 5800, 0, 3, "noise"],
    [0, 0, 0, 0, "no answer"],
  ];
  await expectEverywhere(
    `import { hcSr04 } from "${DRIVERS}/hc-sr04.ts";
     import { clearEdges, edgeSeen } from "../../../src/reading/edges.ts";
     const part = hcSr04("tank");
     const ports = {
       makeOutput: function (): void {},
       makeInput: function (): void {},
       edges: {
         end: function (): void {},
       },
     };
     part.begin(part, ports as never, { "tank.trigger": "D1", "tank.echo": "D2" });
     for (const one of [${heard.map(([first, second, level, count]) => `{ first: ${first}, second: ${second}, level: ${level}, count: ${count} }`).join(", ")}]) {
       clearEdges(part.edges);
       if (one.count > 0) edgeSeen(part.edges, 1, given(one.first), false);
       if (one.count > 1) edgeSeen(part.edges, one.level, given(one.second), false);
       if (one.count > 2) edgeSeen(part.edges, 1, given(one.second), false);
       const fault = part.collect(part);
       const value = part.distance.value;
       emit(value === undefined ? fault : "" + value);
     }`,
    heard.map(([, , , , expected]) => expected),
  );
});

test(title("DHT22: frames to both ends, across the wrap of the time, and faults"), async () => {
  const example = "0000001010001100000000010101111111101110";
  const frost = "0000001010001100100000000110010101110011";
  const heard: [bits: string, lost: number, first: number, string][] = [
    [example, -1, 100, "351 652"],
    [frost, -1, 100, "-101 652"],
    [frost, -1, 2147482000, "-101 652"],
    ["0000001111101000100000011001000011111100", -1, 100, "-400 1000"],
    ["0000000000000001000000110010000000100100", -1, 100, "800 1"],
    [example.replace("1", "0"), -1, 100, "bad checksum"],
    [example, 12, 100, "cut frame"],
    ["", -1, 100, "cut frame"],
    ["0000000000000000000000000000000000000000", -1, 100, "out of range"],
  ];
  await expectEverywhere(
    `import { dht22 } from "${DRIVERS}/dht22.ts";
     import { clearFrame, lineFell, readFrame } from "../../../src/reading/dht-frame.ts";
     const part = dht22("air");
     const ports = { dht: { take: readFrame } };
     part.begin(part, ports as never, { air: "D1" });
     for (const one of [${heard.map(([bits, lost, first]) => `{ bits: "${bits}", lost: ${lost}, first: ${first} }`).join(", ")}]) {
       clearFrame(part.frame);
       let at = given(one.first);
       lineFell(part.frame, at);
       at = (at + 160) & 0x7fffffff;
       lineFell(part.frame, at);
       for (let i = 0; i < one.bits.length; i++) {
         at = (at + (one.bits.substring(i, i + 1) === "1" ? 120 : 76)) & 0x7fffffff;
         if (i !== one.lost) lineFell(part.frame, at);
       }
       const fault = part.collect(part);
       const value = part.temperature.value;
       const humidity = part.humidity.value;
       emit(value === undefined || humidity === undefined ? fault : "" + value + " " + humidity);
     }`,
    heard.map(([, , , expected]) => expected),
  );
});

test(title("MAX31855: its tables, faults, and a line that nobody drives"), async () => {
  const frames: [frame: string, number | string][] = [
    ["\x64\0\x7f\0", "160000 1270000"],
    ["\x3e\x8c\x64\x90", "100075 1005625"],
    ["\xff\xfc\xff\xf0", "-25 -625"],
    ["\xf0\x60\xc9\0", "-25000 -550000"],
    ["\x01\x91\x19\x01", "open circuit"],
    ["\x01\x91\x19\x02", "short to ground"],
    ["\x01\x91\x19\x04", "short to supply"],
    ["\x01\x92\x19\0", "noise"],
    ["\x70\x84\x19\0", "out of range"],
    ["\0\0\0\0", "no answer"],
    ["\xff\xff\xff\xff", "no answer"],
  ];
  await expectEverywhere(
    `import { max31855 } from "${DRIVERS}/max31855.ts";
     let frame = "";
     const part = max31855("oven");
     const ports = {
       spi: {
         setUp: function (): void {},
         exchange: function (): string { return frame; },
       },
     };
     part.begin(part, ports as never, { "oven.sck": "D1", "oven.miso": "D2", "oven.cs": "D3" });
     for (const one of [${frames.map(([frame]) => literal(frame)).join(", ")}]) {
       frame = given(one);
       const fault = part.collect(part);
       const value = part.temperature.value;
       const chip = part.internal.value;
       emit(value === undefined || chip === undefined ? fault : "" + value + " " + chip);
     }`,
    frames.map(([, expected]) => expected),
  );
});

test(title("BH1750, BME280, DS18B20: what another program left is set back at start"), async () => {
  await expectEverywhere(
    `import { bh1750 } from "${DRIVERS}/bh1750.ts";
     import { bme280 } from "${DRIVERS}/bme280.ts";
     import { ds18b20 } from "${DRIVERS}/ds18b20.ts";
     const ports = {
       i2c: {
         setUp: function (): void {},
         write: function (address: number, bytes: string): boolean { emit(bytes); return true; },
       },
       oneWire: {
         setUp: function (): void {},
         reset: function (): boolean { return true; },
         write: function (pin: string, bytes: string): void { emit(bytes); },
       },
     };
     const light = bh1750("light");
     const air = bme280("air");
     const water = ds18b20("water");
     light.begin(light, ports as never, { light: { sda: "D1", scl: "D2" } });
     air.begin(air, ports as never, { air: { sda: "D1", scl: "D2" } });
     water.begin(water, ports as never, { water: "D5" });`,
    ["\x42", "\x65", "\xf4\0\xf5\0", "\xcc\x4e\x4b\x46\x7f"],
  );
});

test(title("SHT3x: the checksum, the ends of the scale and below zero"), async () => {
  await expectEverywhere(
    `import { sht3x } from "${DRIVERS}/sht3x.ts";
     let answer = "";
     const part = sht3x("air");
     const ports = {
       i2c: {
         setUp: function (): void {},
         write: function (): boolean { return true; },
         read: function (): string { return answer; },
       },
     };
     part.begin(part, ports as never, { air: { sda: "D1", scl: "D2" } });
     for (const one of ["\\xbe\\xef\\x92\\xbe\\xef\\x92", "\\x00\\x00\\x81\\xff\\xff\\xac", "\\xbe\\xef\\x93\\xbe\\xef\\x92"]) {
       answer = given(one);
       const fault = part.collect(part);
       const celsius = part.temperature.value;
       const humidity = part.humidity.value;
       emit(celsius === undefined ? fault : "" + celsius);
       emit(humidity === undefined ? fault : "" + humidity);
     }`,
    [8552, 7458, "out of range", "out of range", "bad checksum", "bad checksum"],
  );
});

test(title("AHT20: 20 bits to both ends, and its faults"), async () => {
  const sound = (bytes: string) => bytes + String.fromCharCode(crc8(bytes));
  const heard: [string, string][] = [
    ["\x1c\x3b\x5e\x86\x88\xb2\xd2", "3167 2319"],
    [sound("\x18\xff\xff\xf0\xcc\xcd"), "-4000 10000"],
    [sound("\x18\0\0\x0a\xcc\xcc"), "8500 0"],
    [sound("\x18\xff\xff\xff\xff\xff"), "out of range"],
    [sound("\x18\0\0\0\0\0"), "out of range"],
    [sound("\x98\0\0\0\0\0"), "not ready"],
    [sound("\x10\0\0\0\0\0"), "not calibrated"],
    ["\x1c\x3b\x5e\x86\x88\xb2\xd3", "bad checksum"],
  ];
  await expectEverywhere(
    `import { aht20 } from "${DRIVERS}/aht20.ts";
     let answer = "";
     const part = aht20("air");
     const ports = {
       i2c: {
         setUp: function (): void {},
         write: function (): boolean { return true; },
         read: function (): string { return answer; },
       },
     };
     part.begin(part, ports as never, { air: { sda: "D1", scl: "D2" } });
     for (const one of [${heard.map(([bytes]) => literal(bytes)).join(", ")}]) {
       answer = given(one);
       const fault = part.collect(part);
       const { temperature, humidity } = part;
       emit(fault === "" ? (temperature.value as number) + " " + (humidity.value as number) : fault);
     }`,
    heard.map(([, expected]) => expected),
  );
});

test(title("INA219: current and power to both ends, and its faults"), async () => {
  const heard: [bus: string, shunt: string, string][] = [
    ["\xcb\x22", "\x7c\xff", "26000 3199900 8319740"],
    ["\xcb\x22", "\x83\x01", "26000 -3199900 -8319740"],
    ["\x5d\x9a", "\xff\xff", "11980 -100 -120"],
    ["\xcb\x22", "\x83\0", "out of range"],
    ["\xcb\x20", "\0\0", "not ready"],
  ];
  await expectEverywhere(
    `import { ina219 } from "${DRIVERS}/ina219.ts";
     let bus = "";
     let shunt = "";
     let register = "";
     const part = ina219("load", { milliohms: 1 });
     const ports = {
       i2c: {
         setUp: function (): void {},
         write: function (address: number, bytes: string): boolean { register = bytes; return true; },
         read: function (): string { return register === "\\x02" ? bus : shunt; },
       },
     };
     part.begin(part, ports as never, { load: { sda: "D1", scl: "D2" } });
     for (const one of [${heard.map(([bus, shunt]) => `{ bus: ${literal(bus)}, shunt: ${literal(shunt)} }`).join(", ")}]) {
       bus = given(one.bus);
       shunt = given(one.shunt);
       const fault = part.collect(part);
       const { voltage, current, power } = part;
       emit(fault === "" ? (voltage.value as number) + " " + (current.value as number) + " " + (power.value as number) : fault);
     }`,
    heard.map(([, , expected]) => expected),
  );
});

test(title("NTC: a logarithm in whole numbers, at each twentieth count"), async () => {
  const { ntc }: typeof Ntc = await source("ntc");
  const OPTIONS = [{}, { above: true, beta: 5000, nominal: 1_000_000, resistor: 1000 }];
  const counts = Array.from({ length: 205 }, (_, i) => i * 20);
  const expected = OPTIONS.flatMap((options) => {
    const part = ntc("floor", options);
    return counts.map((count) => {
      part.bus = { setUp() {}, read: () => count };
      const fault = part.collect(part);
      return fault === "" ? part.temperature.value : fault;
    });
  });
  await expectEverywhere(
    `import { ntc } from "${DRIVERS}/ntc.ts";
     let count = 0;
     const ports = { analog: { setUp: function (): void {}, read: function (): number { return count; } } };
     const parts = [ntc("floor", ${JSON.stringify(OPTIONS[0])}), ntc("floor", ${JSON.stringify(OPTIONS[1])})];
     for (const part of parts) {
       part.begin(part, ports as never, { floor: "A0" });
       for (let i = 0; i < 205; i++) {
         count = given(i) * 20;
         const fault = part.collect(part);
         emit(fault === "" ? "" + (part.temperature.value as number) : fault);
       }
     }`,
    expected,
  );
});

test(title("ADS1115, BH1750 and products: below zero and at full scale"), async () => {
  await expectEverywhere(
    `import { multiplyDivide } from "../../../src/bytes/multiply-divide.ts";
     import { ads1115, ads1115Input } from "${DRIVERS}/ads1115.ts";
     import { bh1750 } from "${DRIVERS}/bh1750.ts";
     let answer = "";
     let looks = 0;
     const adc = ads1115("adc");
     const input = ads1115Input(adc, 3, 4096);
     const light = bh1750("light");
     const ports = {
       i2c: {
         setUp: function (): void {},
         write: function (): boolean { return true; },
         read: function (): string {
           looks += 1;
           return looks % 2 === 1 ? "\\x80\\x00" : answer;
         },
       },
     };
     adc.begin(adc, ports as never, { adc: { sda: "D1", scl: "D2" } });
     for (const one of ["\\x7f\\xff", "\\x00\\x00", "\\xff\\xff", "\\x80\\x00"]) {
       answer = given(one);
       emit(adc.collect(adc) + (input.value as number));
     }
     light.begin(light, ports as never, { light: { sda: "D1", scl: "D2" } });
     answer = given("\\xff\\xff");
     looks = 1;
     emit(light.collect(light) + (light.illuminance.value as number));
     emit("" + multiplyDivide(given(-7), given(5), 4));
     emit("" + multiplyDivide(given(-8), given(-5), 4));
     emit("" + multiplyDivide(given(332800), given(-32768), 16384));`,
    [409588, 0, -12, -409600, 546125, -9, 10, -665600],
  );
});

test(title("WS2812: the order of its bytes and the square law"), async () => {
  const colours = [0x000000, 0x010f10, 0x8040ff, 0xff8001, 0xffffff];
  const level = (value: number) => String.fromCharCode(Math.ceil((value * value) / 255));
  await expectEverywhere(
    `import { ws2812 } from "${DRIVERS}/ws2812.ts";
     const part = ws2812("strip", 300);
     const ports = {
       pixels: {
         setUp: function (): void {},
         send: function (pin: string, bytes: string, times: number): boolean {
           emit(bytes);
           return times === 300;
         },
       },
       log: function (): void {},
     };
     part.setUp(part, ports as never, { strip: "D4" }, given(${colours[0]}));
     for (const one of [${colours.slice(1).join(", ")}]) part.drive(part, given(one));`,
    colours.map((colour) => level((colour >> 8) & 255) + level(colour >> 16) + level(colour & 255)),
  );
});

test(title("RGBW: what each LED has of a colour, and with a common anode"), async () => {
  const colours = [0xff8040, 0x010101, 0x102040, 0xffffff, 0];
  const light = (level: number) => Math.ceil((level * level * 1023) / 65025);
  const duties = (colour: number, activeLow: boolean) => {
    const levels = [colour >> 16, (colour >> 8) & 255, colour & 255];
    const white = light(Math.min(...levels));
    const all = [...levels.map((level) => light(level) - white), white];
    return all.map((duty) => (activeLow ? 1023 - duty : duty)).join(" ");
  };
  await expectEverywhere(
    `import { rgbwLight } from "${DRIVERS}/rgbw-light.ts";
     let duties = "";
     const ports = {
       pwm: {
         start: function (pin: string, hertz: number, duty: number): void { duties = duties + " " + duty; },
         setDuty: function (pin: string, duty: number): void { duties = duties + " " + duty; },
       },
     };
     const wires = { "at.red": "D1", "at.green": "D2", "at.blue": "D3", "at.white": "D4" };
     for (const activeLow of [false, true]) {
       const part = rgbwLight("at", activeLow);
       part.setUp(part, ports as never, wires, given(${colours[0]}));
       for (const one of [${colours.slice(1).join(", ")}]) part.drive(part, given(one));
       emit(duties.substring(1));
       duties = "";
     }`,
    [false, true].map((activeLow) => colours.map((colour) => duties(colour, activeLow)).join(" ")),
  );
});

test(title("the pulse meter, the battery, the servo and the light"), async () => {
  await expectEverywhere(
    `import { battery } from "${DRIVERS}/battery.ts";
     import { pulseMeter } from "${DRIVERS}/pulse-meter.ts";
     import { pwmLight } from "${DRIVERS}/pwm-light.ts";
     import { servo } from "${DRIVERS}/servo.ts";
     let now = given(2147480000);
     let pulses = 0;
     let counts = given(3000);
     let written = 0;
     const ports = {
       milliseconds: function (): number { return now; },
       pulses: {
         count: function (): void {},
         counted: function (): number { return pulses; },
       },
       analog: {
         setUp: function (): void {},
         read: function (): number { return counts; },
       },
       pwm: {
         start: function (pin: string, hertz: number, duty: number): void { written = duty; },
         setDuty: function (pin: string, duty: number): void { written = duty; },
       },
     };
     const wires = { at: "D5" };
     const meter = pulseMeter("at", 1000);
     meter.begin(meter, ports as never, wires);
     pulses = 5;
     now = given(2147483000);
     emit(meter.collect(meter) + (meter.total.value as number));
     pulses = 25;
     now = given(19352);
     emit(meter.collect(meter) + (meter.total.value as number));
     emit(meter.collect(meter) + (meter.rate.value as number));
     const cell = battery("at", { upper: 100, lower: 27, empty: 9000, full: 12600 });
     cell.begin(cell, ports as never, wires);
     emit(cell.collect(cell) + (cell.voltage.value as number));
     emit(cell.collect(cell) + (cell.percent.value as number));
     counts = given(0);
     emit(cell.collect(cell) + (cell.voltage.value as number));
     emit(cell.collect(cell) + (cell.percent.value as number));
     const arm = servo("at");
     arm.setUp(arm, ports as never, wires, given(0));
     emit("" + written);
     arm.drive(arm, given(180));
     emit("" + written);
     const lamp = pwmLight("at", true);
     lamp.setUp(lamp, ports as never, wires, given(128));
     emit("" + written);`,
    [5, 25, 3600, 1137, 66, 0, 0, 26, 128, 765],
  );
});

test(title("HLW8012: every reading, and counts that are long"), async () => {
  await expectEverywhere(
    `import { hlw8012 } from "${DRIVERS}/hlw8012.ts";
     let now = given(2000000000);
     let pulses = 0;
     const ports = {
       milliseconds: function (): number { return now; },
       makeOutput: function (): void {},
       setLevel: function (): void {},
       pulses: {
         count: function (): void {},
         counted: function (): number { return pulses; },
       },
     };
     const wires = { "at.cf": "D5", "at.cf1": "D6", "at.sel": "D7" };
     const meter = hlw8012("at", { microohms: given(1000), divider: given(2351) });
     meter.begin(meter, ports as never, wires);
     const times = [1000, 86400000, 1000, 10000];
     const counts = [500, 34560000, 0, 5630];
     for (let i = 0; i < 4; i++) {
       emit("" + meter.request(meter));
       now = now + times[i];
       pulses = pulses + counts[i];
       emit(meter.collect(meter) + (meter.energy.value as number));
     }
     emit("" + meter.request(meter));
     emit("" + (meter.power.value as number));
     emit("" + (meter.voltage.value as number));
     emit("" + (meter.current.value as number));`,
    [1000, 1, 0, 99300, 1000, 99300, 0, 99316, 1000, 58234, 2300, 5793],
  );
});
