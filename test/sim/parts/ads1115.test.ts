// The ADS1115 model against its datasheet: registers, inputs, and how long a conversion takes.
import { expect, test } from "vitest";
import { createAds1115 } from "../../../tools/sim/parts/i2c/ads1115.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

const ADDRESS = 0x48;

function converterOf(...millivolts: number[]) {
  const clock = createVirtualClock();
  const part = createAds1115({ now: clock.now, millivolts: (input) => millivolts[input] ?? 0 });
  const register = (number: number) => {
    part.write(ADDRESS, String.fromCharCode(number));
    return Buffer.from(part.read(ADDRESS, 2) ?? "", "latin1").toString("hex");
  };
  return { clock, part, register };
}

test("its registers after power on are as in the register map", () => {
  const { register } = converterOf();
  expect([0, 1, 2, 3].map(register)).toEqual(["0000", "8583", "8000", "7fff"]);
});

test("a conversion at 128 a second takes 8.6 ms and shows it", () => {
  const { clock, part, register } = converterOf(1024);
  part.write(ADDRESS, "\x01\xc5\x83");
  clock.advance(7);
  expect(register(1)).toBe("4583");
  clock.advance(2);
  expect(register(1)).toBe("c583");
  expect(register(0)).toBe("4000");
});

test("looking at it over the bus takes time as well", () => {
  const { part } = converterOf(1024);
  part.write(ADDRESS, "\x01\xc5\xe3");
  const looks = [];
  for (let i = 0; i < 8; i += 1) looks.push((part.read(ADDRESS, 1) as string).charCodeAt(0) >= 128);
  expect(looks[0]).toBe(false);
  expect(looks.at(-1)).toBe(true);
});

test("inputs are read against ground or each other, below zero too", () => {
  const { clock, part, register } = converterOf(500, 1500, 250, 2000);
  const counts = (config: string) => {
    part.write(ADDRESS, `\x01${config}\x83`);
    clock.advance(10);
    return Buffer.from(register(0), "hex").readInt16BE();
  };
  // A step is 0.125 mV at 4.096 V.
  expect([counts("\xc3"), counts("\xd3"), counts("\xe3"), counts("\xf3")]).toEqual([
    4000, 12000, 2000, 16000,
  ]);
  expect([counts("\x83"), counts("\x93"), counts("\xa3"), counts("\xb3")]).toEqual([
    -8000, -12000, -4000, -14000,
  ]);
});

test("past the full scale it stays there", () => {
  const { clock, part, register } = converterOf(3000);
  part.write(ADDRESS, "\x01\xcb\x83");
  clock.advance(10);
  expect(register(0)).toBe("7fff");
});

test("without end it goes on by itself", () => {
  const { clock, part, register } = converterOf(1024);
  part.write(ADDRESS, "\x01\x44\x83");
  clock.advance(10);
  expect(register(0)).toBe("4000");
  expect(register(1)).toBe("4483");
});
