// SHT4x: the bytes beside their physical meaning, and everything that a bus can do wrong.
import { describe, expect, test } from "vitest";
import { sht4x } from "../../src/drivers/sht4x.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createSht4x } from "../../tools/sim/parts/i2c/sht4x.ts";
import { checkedWord } from "../../tools/sim/parts/sensirion.ts";
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
