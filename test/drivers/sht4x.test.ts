// SHT4x: the bytes beside their physical meaning, everything that a bus can do wrong, and its model beside the datasheet.
import { describe, expect, test } from "vitest";
import { sht4x } from "../../src/drivers/sht4x.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createSht4x } from "../../tools/sim/parts/i2c/sht4x.ts";
import { checkedWord } from "../../tools/sim/parts/sensirion.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createBreadboard } from "./breadboard.ts";
import { recorded } from "./recorded.ts";

/** A part whose bus answers each read with `bus.answer`, whatever was asked. */
function onBench(answer: string | undefined, address?: number) {
  const board = createBreadboard();
  const bus = { answer, write: () => true, read: () => bus.answer };
  board.plug(bus);
  const done = recorded(board);
  const part = sht4x("air", address);
  expect(done).toEqual([]);
  board.begin(part);
  const measured = () => [board.measure(part), part.temperature.value, part.humidity.value];
  return { bus, done, measured, part };
}

describe("the driver", () => {
  test.each([
    [undefined, "44"],
    [0x45, "45"],
    [0x46, "46"],
  ])("at address %s a measurement is a command, a wait, six bytes", (address, shown) => {
    const { done, measured } = onBench(checkedWord(30000) + checkedWord(0), address);
    expect(measured()[0]).toBe("");
    // 8.3 ms is the longest that the datasheet allows (table 4).
    expect(done).toEqual(["set up SDA SCL", `write ${shown} fd`, "wait 10", `read ${shown} 6`]);
  });

  test.each([0, 1870, 63666, 65535])("%i counts of temperature are out of range", (counts) => {
    const { measured } = onBench(checkedWord(counts) + checkedWord(30000));
    expect(measured()).toEqual(["out of range", undefined, undefined]);
  });

  test("every count matches the datasheet's formula closely, and humidity stays physical", () => {
    const { bus, measured } = onBench(undefined);
    for (let counts = 1872; counts < 63664; counts += 7) {
      bus.answer = checkedWord(counts) + checkedWord(65535 - counts);
      const [, temperature, humidity] = measured() as [string, number, number];
      expect(Math.abs(temperature - (-4500 + (17500 * counts) / 65535))).toBeLessThanOrEqual(0.5001);
      const exact = -600 + (12500 * (65535 - counts)) / 65535;
      expect(Math.abs(humidity - Math.min(10000, Math.max(0, exact)))).toBeLessThanOrEqual(0.5001);
    }
  });

  test("the checksum of either word shows every single wrong bit", () => {
    const right = checkedWord(0xbeef) + checkedWord(0x1234);
    const { bus, measured } = onBench(right);
    expect(measured()[0]).toBe("");
    for (let bit = 0; bit < 48; bit += 1) {
      const at = bit >> 3;
      const wrong = String.fromCharCode(right.charCodeAt(at) ^ (1 << (bit & 7)));
      bus.answer = right.substring(0, at) + wrong + right.substring(at + 1);
      expect(measured()).toEqual(["bad checksum", undefined, undefined]);
    }
  });

  test("an absent or endless part has no reading, then a right one", () => {
    const board = createBreadboard();
    const air = { celsius: 21.5, humidity: 48 };
    const model = createSht4x({ now: board.clock.now, air: () => air });
    const part = sht4x("air");
    board.plug(model);
    board.begin(part);
    const reading = () => [part.temperature.value, part.humidity.value];
    expect([board.measure(part), ...reading()]).toEqual(["", 2150, 4800]);
    model.fault = "stuck";
    air.celsius = 30;
    expect([board.measure(part), ...reading()]).toEqual(["no answer", undefined, undefined]);
    model.fault = "absent";
    expect(part.request(part)).toBe(NO_ANSWER);
    model.fault = "none";
    board.clock.advance(10);
    expect([board.measure(part), ...reading()]).toEqual(["", 3000, 4800]);
  });
});

describe("the model", () => {
  function modelIn(air = { celsius: 21.5, humidity: 48 }) {
    const clock = createVirtualClock();
    return { clock, model: createSht4x({ now: clock.now, air: () => air }) };
  }

  test.each([
    ["high", "\xfd", 8.3],
    ["medium", "\xf6", 4.5],
    ["low", "\xe0", 1.6],
  ])("acknowledges nothing until a measurement of %s repeatability is ready", (_name, command, ms) => {
    const { clock, model } = modelIn();
    expect(model.write(0x44, command)).toBe(true);
    clock.advance(ms - 0.1);
    expect(model.read(0x44, 6)).toBeUndefined();
    clock.advance(0.1);
    // 21.5 °C is 24903 counts, and 48 % is (48 + 6) / 125 of the scale (4.6).
    expect(model.read(0x44, 6)).toBe(checkedWord(24903) + checkedWord(28311));
    expect(model.misuses()).toEqual([]);
  });

  test("the model sends its serial number and pauses after a soft reset", () => {
    const { clock, model } = modelIn();
    model.write(0x44, "\x89");
    expect(model.read(0x44, 6)).toBe(checkedWord(0x1a2b) + checkedWord(0x3c4d));
    model.write(0x44, "\x94");
    expect(model.read(0x44, 6)).toBeUndefined();
    clock.advance(1);
    expect(model.write(0x44, "\xfd")).toBe(true);
    expect(model.misuses()).toEqual(["SHT4x: a read with no command before it that has an answer"]);
  });

  test.each<[string, readonly string[]]>([
    ["the command 0x00 is none that it knows", ["\x00"]],
    ["a write of 2 bytes: a command has one", ["\xfd\x00"]],
    ["a command while it is busy with another one", ["\xfd", "\xfd"]],
  ])("notes %s", (misuse, writes) => {
    const { model } = modelIn();
    for (const bytes of writes) model.write(0x44, bytes);
    expect(model.misuses()).toEqual([`SHT4x: ${misuse}`]);
  });
});
