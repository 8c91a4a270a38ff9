// The long arithmetic of drivers and derived quantities (products beyond 32 bits, logarithms, floats) is the
// same on every engine: as written in Node, and as built for the boards.
import { expect, test } from "vitest";
import { indexOfHeat } from "../../src/device/run/heat-index.ts";
import { gramsOfWater, pointOfDew } from "../../src/device/run/humid-air.ts";
import { atSeaLevel } from "../../src/device/run/sea-level.ts";
import type * as Bme280 from "../../src/drivers/bme280-compensation.ts";
import type * as Ntc from "../../src/drivers/ntc.ts";
import { absentEngines, builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { calibrationRegisters, USUAL_CALIBRATION } from "../../tools/sim/parts/bme280-formulas.ts";
import { modbusCrc } from "../../tools/sim/parts/modbus-server.ts";

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
const celsius = ${JSON.stringify(climates.map(([celsius]) => celsius))};
const percent = ${JSON.stringify(climates.map(([, percent]) => percent))};
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
const celsius = ${JSON.stringify(climates.map(([celsius]) => celsius))};
const percent = ${JSON.stringify(climates.map(([, percent]) => percent))};
for (let i = 0; i < ${climates.length}; i += 1) emit(said(indexOfHeat(given(celsius[i]!), given(percent[i]!))));
const pressure = ${JSON.stringify(places.map(([pressure]) => pressure))};
const warmth = ${JSON.stringify(places.map(([, warmth]) => warmth))};
const metres = ${JSON.stringify(places.map(([, , metres]) => metres))};
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
