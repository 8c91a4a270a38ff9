// Each number that a part cannot take is one sentence, before anything is built.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import { ads1115 } from "../../src/drivers/ads1115.ts";
import { battery } from "../../src/drivers/battery.ts";
import { bh1750 } from "../../src/drivers/bh1750.ts";
import { bme280 } from "../../src/drivers/bme280.ts";
import { buzzer } from "../../src/drivers/buzzer.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { lightLevel } from "../../src/drivers/light-level.ts";
import { pir } from "../../src/drivers/pir.ts";
import { pulseCounter } from "../../src/drivers/pulse-counter.ts";
import { pulseMeter } from "../../src/drivers/pulse-meter.ts";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rgbLight } from "../../src/drivers/rgb-light.ts";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { servo } from "../../src/drivers/servo.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, minutes, powerSwitch, sensor } from "../../src/index.ts";

test.each([
  [pulseMeter("at", 0), "0 for its pulses a unit; it is a whole number from 1 to 100000."],
  [pulseMeter("at", 1000, -1), "-1 for its debounce in ms; it is a whole number from 0 to 1000."],
  [pulseMeter("at", 1000, 1001), "1001 for its debounce in ms; it is a whole number from 0 to 1000."],
  [pulseMeter("at", 0.5), "0.5 for its pulses a unit; it is a whole number from 1 to 100000."],
  [pir("at", -1), "-1 for its milliseconds to warm up; it is a whole number from 0 to 600000."],
  [
    soilMoisture("at", 1200, 1200),
    "0 for its millivolts between 0 % and 100 %; it is a whole number from 100 to 5000.",
  ],
  [battery("at", { lower: 0 }), "0 for its kΩ below the input; it is a whole number from 1 to 10000."],
  [
    battery("at", { empty: 4200, full: 3000 }),
    "3000 for its millivolts when full; it is a whole number from 4201 to 60000.",
  ],
  [servo("at", 0), "0 for its microseconds at 0 degrees; it is a whole number from 500 to 2500."],
  [buzzer("at", 30000), "30000 for its hertz; it is a whole number from 40 to 20000."],
  [pwmLight("at", false, 10), "10 for its hertz; it is a whole number from 40 to 40000."],
  [bme280("at", 0x44), "0x44 for its address; it is a whole number from 0x76 to 0x77."],
  [
    bme280("at", 76),
    "0x4c for its address; it is a whole number from 0x76 to 0x77; for the address 0x76 write 0x76, as 76 is 0x4c.",
  ],
  [
    battery("at", { empty: 3.3, full: 4.2 }),
    "3.3 for its millivolts when empty; it is a whole number from 0 to 60000.",
  ],
  [ads1115("at", 0x76), "0x76 for its address; it is a whole number from 0x48 to 0x4b."],
  [bh1750("at", 0x24 as 0x23), "0x24 for its address; it is one of 0x23, 0x5c."],
  [sht3x("at", 0x76), "0x76 for its address; it is a whole number from 0x44 to 0x45."],
])("%#: %s", (part, sentence) => {
  expect(sentencesOf(partFaults([part]))).toEqual([`The part "at" has ${sentence}`]);
});

test("two knobs on one role are refused", () => {
  const knob = rotaryEncoder("knob");
  expect(sentencesOf(partFaults([knob, knob]))).toEqual([]);
  expect(sentencesOf(partFaults([knob, rotaryEncoder("knob")]))).toEqual([
    'Two knobs have the role "knob"; make it once, as const knob = rotaryEncoder("knob").',
  ]);
});

test("two counters on one role are refused", () => {
  const bucket = pulseCounter("bucket", { perPulse: 0.2794 });
  expect(sentencesOf(partFaults([bucket, bucket]))).toEqual([]);
  expect(sentencesOf(partFaults([bucket, pulseMeter("bucket", 1000)]))).toEqual([
    'Two parts that count pulses have the role "bucket"; give each a role and a pin of its own.',
  ]);
});

test("usual parts have no fault", () => {
  const parts = [
    pulseMeter("at", 1000),
    pulseMeter("at", 1000, 0),
    pir("at"),
    soilMoisture("at"),
    lightLevel("at"),
    battery("at"),
    servo("at"),
    buzzer("at"),
    pwmLight("at"),
    bme280("at", 0x77),
    bh1750("at", 0x5c),
    ads1115("at"),
    sht3x("at"),
    ds18b20("at"),
    reed("at"),
  ];
  expect(parts.flatMap((part) => sentencesOf(partFaults([part])))).toEqual([]);
});

test("a declaration's parts are looked at, each once", () => {
  const meter = pulseMeter("meter", 0);
  const options = { unit: "W", decimals: 0, every: minutes(1) };
  const sensors = [
    sensor("power", meter.rate, options),
    sensor("energy", meter.total, { ...options, unit: "Wh" }),
  ];
  expect(sentencesOf(declarationFaults({ name: "meter", sensors }))).toContain(
    'The part "meter" has 0 for its pulses a unit; it is a whole number from 1 to 100000.',
  );
  expect(
    sentencesOf(declarationFaults({ name: "meter", sensors })).filter((sentence) =>
      sentence.includes("pulses"),
    ),
  ).toHaveLength(1);
});

test("a sensor or actuator with a wrong part gets one sentence", () => {
  const slip = device({
    name: "shed",
    sensors: [sensor("air", sht3x("air") as never, { every: minutes(1) })],
    actuators: [powerSwitch("fan", "D5" as never)],
  });
  expect(sentencesOf(declarationFaults(slip))).toEqual([
    'The sensor "air" has no quantity of a part; name one, as in sensor("air", air.temperature, ...).',
    'The actuator "fan" has no part to drive; make one, as in powerSwitch("fan", relay("fan")).',
  ]);
});

test("a wire or a pin that a driver misspells is named", () => {
  const misspelt = { ...relay("fan"), wire: "pinz" as never };
  const pins = { ...rgbLight("strip"), pins: { red: "pwm", clock: "clk" as never } } as const;
  const [wire, kind] = sentencesOf(partFaults([misspelt, pins]));
  expect(wire).toMatch(/^The driver of "fan" gives it the wire "pinz"; it is one of output, .*, none\.$/);
  expect(kind).toMatch(
    /^The driver of "strip" gives its pin "clock" the kind "clk"; it is one of .*, pixels\.$/,
  );
});

test("two parts that are wired differently cannot share a role", () => {
  expect(sentencesOf(partFaults([rgbLight("fan"), pwmLight("fan")]))).toEqual([
    'Two parts have the role "fan", one wired as "pins", one as "pwm"; give each a role of its own.',
  ]);
  expect(partFaults([sht3x("air"), bme280("air")])).toEqual([]);
});
