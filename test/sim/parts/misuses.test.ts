// Misuses that simulated parts note of a driver that does what a datasheet does not
// allow; they go on all the same.
import { expect, test } from "vitest";
import { createDs18b20 } from "../../../tools/sim/parts/ds18b20.ts";
import { createAds1115 } from "../../../tools/sim/parts/i2c/ads1115.ts";
import { createBh1750 } from "../../../tools/sim/parts/i2c/bh1750.ts";
import { createBme280 } from "../../../tools/sim/parts/i2c/bme280.ts";
import { createSht3x } from "../../../tools/sim/parts/i2c/sht3x.ts";
import { createMisuses } from "../../../tools/sim/parts/misuses.ts";
import { createOneWireBus } from "../../../tools/sim/parts/one-wire-bus.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

/** What is done to a part: bytes are written, a number is so many bytes read. */
type Acts = readonly (string | number)[];

const now = () => 0;
const air = () => ({ celsius: 20, humidity: 50 });
const PARTS = {
  ADS1115: () => ({ address: 0x48, part: createAds1115({ now, millivolts: () => 0 }) }),
  BH1750: () => ({ address: 0x23, part: createBh1750({ now, lux: () => 100 }) }),
  BME280: () => ({ address: 0x76, part: createBme280({ now, air }) }),
  SHT3x: () => ({ address: 0x44, part: createSht3x({ now, air }) }),
};

function misusesOf(chip: keyof typeof PARTS, acts: Acts): string[] {
  const { address, part } = PARTS[chip]();
  for (const act of acts) {
    if (typeof act === "number") part.read(address, act);
    else part.write(address, act);
  }
  return part.misuses();
}

test.each<[keyof typeof PARTS, Acts, string]>([
  ["ADS1115", ["\x05", 2], "there is no register 0x05"],
  ["ADS1115", ["\x01\x85"], "a write of 2 bytes: it takes a register, alone or with two bytes"],
  ["ADS1115", ["\x01\x85\x83\x00"], "a write of 4 bytes: it takes a register, alone or with two bytes"],
  ["ADS1115", ["\x00\x12\x34"], "the conversion register can only be read"],
  ["ADS1115", ["\x00", 5], "a read of 5 bytes: a register has two"],
  ["ADS1115", ["\x01\xc5\x83", "\x01\xd5\x83"], "a start while a conversion is under way"],
  ["BH1750", ["\x01\x20"], "2 instructions in one write: each needs one of its own"],
  ["BH1750", ["\x07"], "a reset while it is powered down, where it takes none"],
  ["BH1750", ["\x30"], "there is no instruction 0x30"],
  ["BH1750", [3], "a read of 3 bytes: a measurement has two"],
  ["BH1750", ["\x20", 2], "a read while a measurement is under way, which gives the one before"],
  ["BME280", ["\xf7\x00"], "the register 0xf7 cannot be written"],
  ["BME280", ["\xe0\x00"], "0x00 in the register of the reset, which takes 0xb6 only"],
  ["BME280", ["\xf2\x01\xf4"], "a write of 3 bytes: behind each register comes its value"],
  ["BME280", ["\xf7", 9], "a read of 9 bytes from 0xf7 on, past the registers that there are"],
  ["BME280", ["\x10", 1], "a read of 1 byte from 0x10 on, past the registers that there are"],
  ["SHT3x", ["\x24"], "a write of 1 byte: a command has two"],
  ["SHT3x", ["\x2c\x06\x00\x00\x00"], "a write of 5 bytes: a command has two"],
  ["SHT3x", ["\xab\xcd"], "the command 0xabcd is none that it knows"],
  ["SHT3x", ["\x24\x00", "\x24\x00"], "a command while it is busy with another one"],
  ["SHT3x", [6], "a read with no command before it that has an answer"],
  ["SHT3x", ["\x2c\x06", 8], "a read of 8 bytes: the answer has 6"],
])("%s: %j is recorded as %j", (chip, acts, misuse) => {
  expect(misusesOf(chip, acts)).toEqual([`${chip}: ${misuse}`]);
});

test.each<[keyof typeof PARTS, Acts]>([
  ["ADS1115", ["\x01\xc5\x83", 1, 2, "\x00", 2]],
  ["BH1750", ["\x01", "\x07", "\x44", "\x6a", 2]],
  ["BME280", ["\xd0", 1, "\x88", 26, "\xe1", 7, "\xf2\x01\xf4\x25", "\xf3", 12, "\xe0\xb6"]],
  // To ask too early is what the datasheet offers: nothing acknowledges.
  ["SHT3x", ["\x24\x00", 6, 6]],
])("%s: %j is no misuse", (chip, acts) => {
  expect(misusesOf(chip, acts)).toEqual([]);
});

test("an address search causes no misuse", () => {
  for (const chip of Object.keys(PARTS)) expect(misusesOf(chip as keyof typeof PARTS, [""])).toEqual([]);
});

test.each<[Acts, string]>([
  [["\xcc\x99"], "DS18B20: there is no command 0x99"],
  [["\xcc\xbe", 10], "DS18B20: a read of 10 bytes: the scratchpad has 9"],
  [["\xcc\xbe\x00"], "DS18B20: a byte too many behind the command 0xbe"],
  [["\xcc\x4e\x4b\x46", "\xcc\xbe"], "DS18B20: the scratchpad was written by 2 bytes: it takes three"],
  [["\xcc\x4e\x4b\x46\x7f", 1], "DS18B20: a read behind the command 0x4e, which has no answer"],
  [["\xcc", 1], "one-wire: a read without a command"],
  [["\x99"], "one-wire: there is no ROM command 0x99"],
])("one-wire: %j, each write after a reset, is recorded as %j", (acts, misuse) => {
  const bus = createOneWireBus([createDs18b20({ now, celsius: () => 20 })]);
  for (const act of acts) {
    if (typeof act === "number") bus.read(act);
    else {
      bus.reset();
      bus.write(act);
    }
  }
  expect(bus.misuses()).toEqual([misuse]);
});

test("one-wire: a write before the first reset is recorded", () => {
  const bus = createOneWireBus([createDs18b20({ now, celsius: () => 20 })]);
  bus.write("\xcc\x44");
  expect(bus.misuses()).toEqual(["one-wire: a write before the first reset"]);
});

test("one-wire: reading code, conversion and scratchpad is no misuse", () => {
  const clock = createVirtualClock();
  const bus = createOneWireBus([createDs18b20({ now: clock.now, celsius: () => 20 })]);
  for (const [command, count] of [
    ["\x33", 8],
    ["\xcc\x44", 1],
    ["\xcc\xbe", 9],
    ["\xcc\xb4", 1],
  ] as const) {
    bus.reset();
    bus.write(command);
    bus.read(count);
  }
  expect(bus.misuses()).toEqual([]);
});

test("a repeated misuse is recorded once, even over a month", () => {
  const { note, taken } = createMisuses("part");
  for (let i = 0; i < 1000; i += 1) note(`${i % 2}`);
  expect(taken()).toEqual(["part: 0", "part: 1"]);
  expect(taken()).toEqual([]);
  for (let i = 0; i < 1000; i += 1) note(`${i}`);
  expect(taken()).toHaveLength(20);
});
