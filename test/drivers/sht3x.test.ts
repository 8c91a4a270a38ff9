// SHT3x: the bytes beside their physical meaning, and everything that a bus can do wrong.
import { describe, expect, test } from "vitest";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { crc8 } from "../../tools/sim/parts/sensirion.ts";
import { createBreadboard } from "./breadboard.ts";
import { recorded } from "./recorded.ts";

const word = (counts: number) => {
  const bytes = String.fromCharCode(counts >> 8, counts & 255);
  return bytes + String.fromCharCode(crc8(bytes));
};

/** A part whose bus answers each read with `bus.answer`, whatever was asked. */
function onBench(answer: string | undefined, address?: number) {
  const board = createBreadboard();
  const bus = { answer, write: () => true, read: () => bus.answer };
  board.plug(bus);
  const done = recorded(board);
  const part = sht3x("air", address);
  expect(done).toEqual([]);
  board.begin(part);
  const measured = () => [board.measure(part), part.temperature.value, part.humidity.value];
  return { bus, done, measured, part };
}

test("making a part touches no hardware; a measurement commands, waits and reads", () => {
  const { done, measured } = onBench(word(30000) + word(0));
  expect(measured()[0]).toBe("");
  // 15.5 ms is the longest that the datasheet allows (table 4).
  expect(done).toEqual([
    "set up SDA SCL",
    "write 44 3093",
    "write 44 3066",
    "write 44 2400",
    "wait 20",
    "read 44 6",
    "write 44 3066",
  ]);
});

test("with the ADDR pin high its address is 0x45", () => {
  const { done, measured } = onBench(word(0) + word(0), 0x45);
  measured();
  expect(done.slice(3, 6)).toEqual(["write 45 2400", "wait 20", "read 45 6"]);
});

describe("counts are hundredths of °C and of %", () => {
  test.each([
    // counts, -45 + 175 * counts / 65535, 100 * counts / 65535
    [1872, -4000, 286],
    [1873, -4000, 286],
    [1876, -3999, 286],
    [16852, 0, 2571],
    [16851, 0, 2571],
    [16849, -1, 2571],
    [13107, -1000, 2000],
    [24903, 2150, 3800],
    [31457, 3900, 4800],
    [32768, 4250, 5000],
    [63663, 12500, 9714],
  ])("%i counts", (counts, temperature, humidity) => {
    expect(temperature).toBe(Math.round(-4500 + (17500 * counts) / 65535) + 0);
    expect(onBench(word(counts) + word(counts)).measured()).toEqual(["", temperature, humidity]);
  });

  test.each([0, 1, 1870, 63666, 65534, 65535])("%i counts of temperature are out of range", (counts) => {
    expect(onBench(word(counts) + word(30000)).measured()).toEqual(["out of range", undefined, undefined]);
  });

  test.each([
    [0, 0],
    [65535, 10000],
  ])("%i counts of humidity are %i hundredths", (counts, humidity) => {
    expect(onBench(word(24903) + word(counts)).measured()).toEqual(["", 2150, humidity]);
  });

  test("every count is within half a hundredth of the datasheet's formula", () => {
    const { bus, measured } = onBench(undefined);
    for (let counts = 1872; counts < 63664; counts += 7) {
      bus.answer = word(counts) + word(65535 - counts);
      const [, temperature, humidity] = measured() as [string, number, number];
      expect(Math.abs(temperature - (-4500 + (17500 * counts) / 65535))).toBeLessThanOrEqual(0.5001);
      expect(Math.abs(humidity - (10000 * (65535 - counts)) / 65535)).toBeLessThanOrEqual(0.5001);
    }
  });
});

describe("the checksum", () => {
  test("the checksum of be ef is 92, as in the datasheet's example", () => {
    expect(onBench("\xbe\xef\x92\xbe\xef\x92").measured()).toEqual(["", 8552, 7458]);
  });

  test("the checksum shows every single wrong bit, in either word", () => {
    const right = "\xbe\xef\x92\x12\x34\x37";
    const { bus, measured } = onBench(right);
    expect(measured()[0]).toBe("");
    for (let bit = 0; bit < 48; bit += 1) {
      const at = bit >> 3;
      const wrong = String.fromCharCode(right.charCodeAt(at) ^ (1 << (bit & 7)));
      bus.answer = right.substring(0, at) + wrong + right.substring(at + 1);
      expect(measured()).toEqual(["bad checksum", undefined, undefined]);
    }
  });

  test.each([
    ["stuck high", "\xff"],
    ["stuck low", "\0"],
  ])("the checksum is wrong on a bus that is %s", (_name, level) => {
    expect(onBench(level.repeat(6)).measured()).toEqual(["bad checksum", undefined, undefined]);
  });
});

describe("no answer", () => {
  /** The part as its datasheet has it. */
  function onBenchOfModel() {
    const board = createBreadboard();
    const air = { celsius: 21.5, humidity: 48 };
    const model = createSht3x({ now: board.clock.now, air: () => air });
    const part = sht3x("air");
    board.plug(model);
    board.begin(part);
    const reading = () => [part.temperature.value, part.humidity.value];
    return { ...board, air, model, part, reading };
  }

  test("to the command: there is nothing to wait for", () => {
    const { model, part } = onBenchOfModel();
    model.fault = "absent";
    expect(part.request(part)).toBe(NO_ANSWER);
  });

  test("no answer to a read gives no reading and drops the last", () => {
    const { measure, model, part, reading } = onBenchOfModel();
    expect(measure(part)).toBe("");
    expect(reading()).toEqual([2150, 4800]);
    part.request(part);
    model.fault = "absent";
    expect(part.collect(part)).toBe("no answer");
    expect(reading()).toEqual([undefined, undefined]);
  });

  test("an endless measurement gives no reading, and the next one does", () => {
    const { measure, model, part, reading, air } = onBenchOfModel();
    expect(measure(part)).toBe("");
    model.fault = "stuck";
    air.celsius = 30;
    expect(measure(part)).toBe("no answer");
    expect(reading()).toEqual([undefined, undefined]);
    model.fault = "none";
    expect(measure(part)).toBe("");
    expect(reading()).toEqual([3000, 4800]);
  });
});

describe("what another program left in it", () => {
  const PERIODIC = "\x21\x30";
  const HEATER_ON = "\x30\x6d";

  /** The part as the program before has left it, and the device that starts then. */
  function leftBy(...commands: string[]) {
    const board = createBreadboard();
    const model = createSht3x({ now: board.clock.now, air: () => ({ celsius: 21.5, humidity: 48 }) });
    for (const command of commands) model.write(0x44, command);
    const part = sht3x("air");
    board.plug(model);
    board.begin(part);
    return { ...board, model, part };
  }

  test("a periodic mode is ended before the first measurement", () => {
    const { clock, measure, model, part } = leftBy(PERIODIC);
    expect(model.isPeriodic()).toBe(false);
    clock.advance(1);
    expect(measure(part)).toBe("");
    expect(part.temperature.value).toBe(2150);
  });

  test("a heater is off before the first measurement", () => {
    const { measure, part } = leftBy(HEATER_ON);
    expect(measure(part)).toBe("");
    expect(part.temperature.value).toBe(2150);
  });

  test("a heater in a periodic mode is off after the first measurement", () => {
    const { clock, measure, model, part } = leftBy(HEATER_ON, PERIODIC);
    clock.advance(1);
    expect(measure(part)).toBe("");
    expect(model.isHeating()).toBe(false);
    expect(measure(part)).toBe("");
    expect(part.temperature.value).toBe(2150);
  });

  test("a periodic mode that began later is ended after a measurement without an answer", () => {
    const { clock, measure, model, part } = leftBy();
    model.write(0x44, HEATER_ON);
    model.write(0x44, PERIODIC);
    expect(measure(part)).toBe("no answer");
    clock.advance(1);
    expect(measure(part)).toBe("");
    expect([measure(part), part.temperature.value]).toEqual(["", 2150]);
  });

  test("a command sent too early is repeated by the next measurement", () => {
    const { clock, measure, part } = leftBy(PERIODIC);
    expect(measure(part)).toBe("no answer");
    clock.advance(1);
    expect(measure(part)).toBe("");
  });
});
