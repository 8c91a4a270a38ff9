// SHT3x: the bytes beside their physical meaning, and everything that a bus can do wrong.
import { describe, expect, test } from "vitest";
import { type Sht3x, sht3x } from "../../src/drivers/sht3x.ts";
import type { I2c, I2cPins } from "../../src/ports/i2c.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { crc8 } from "../../tools/sim/parts/sht3x.ts";

const WIRES = { air: { sda: "D21", scl: "D22" } };

/** A bus that answers reads with `answer`, and remembers what was done to it. */
function bus(answer: string | undefined, acknowledges = true) {
  const done: string[] = [];
  const hex = (bytes: string) => Buffer.from(bytes, "latin1").toString("hex");
  const port: I2c = {
    setUpBus: ({ sda, scl }: I2cPins) => done.push(`set up ${sda} ${scl}`),
    writeBus(address, bytes) {
      done.push(`write ${address.toString(16)} ${hex(bytes)}`);
      return acknowledges;
    },
    readBus(address, count) {
      done.push(`read ${address.toString(16)} ${count}`);
      return answer;
    },
  };
  return { done, ports: port as unknown as Ports };
}

const word = (counts: number) => {
  const bytes = String.fromCharCode(counts >> 8, counts & 255);
  return bytes + String.fromCharCode(crc8(bytes));
};

function measure(answer: string | undefined): {
  part: Sht3x;
  fault: string;
  reading: (number | undefined)[];
} {
  const part = sht3x("air");
  part.begin(part, bus(answer).ports, WIRES);
  part.request(part);
  const fault = part.collect(part);
  return { part, fault, reading: [part.temperature.value, part.humidity.value] };
}

test("making one touches no hardware; a measurement is a command, a wait, and a read of six bytes", () => {
  const part = sht3x("air");
  const { done, ports } = bus(word(0) + word(0));
  part.begin(part, ports, WIRES);
  const wait = part.request(part);
  // 15.5 ms is the longest that the datasheet allows (table 4).
  expect(wait).toBeGreaterThanOrEqual(15.5);
  expect(wait).toBeLessThan(50);
  expect(part.collect(part)).toBe("");
  expect(done).toEqual(["set up D21 D22", "write 44 2400", "read 44 6"]);
});

test("with the ADDR pin high its address is 0x45", () => {
  const part = sht3x("air", 0x45);
  const { done, ports } = bus(word(0) + word(0));
  part.begin(part, ports, WIRES);
  part.request(part);
  part.collect(part);
  expect(done.slice(1)).toEqual(["write 45 2400", "read 45 6"]);
});

describe("counts are hundredths of °C and of %", () => {
  test.each([
    // counts, -45 + 175 * counts / 65535, 100 * counts / 65535
    [0, -4500, 0],
    [1, -4500, 0],
    [2, -4499, 0],
    [4, -4499, 1],
    [16852, 0, 2571],
    [16851, 0, 2571],
    [16849, -1, 2571],
    [13107, -1000, 2000],
    [24903, 2150, 3800],
    [31457, 3900, 4800],
    [32768, 4250, 5000],
    [65534, 13000, 10000],
    [65535, 13000, 10000],
  ])("%i counts", (counts, temperature, humidity) => {
    expect(temperature).toBe(Math.round(-4500 + (17500 * counts) / 65535) + 0);
    const { fault, reading } = measure(word(counts) + word(counts));
    expect([fault, ...reading]).toEqual(["", temperature, humidity]);
  });

  test("every count is within half a hundredth of the datasheet's formula", () => {
    for (let counts = 0; counts < 65536; counts += 7) {
      const { reading } = measure(word(counts) + word(65535 - counts));
      const [temperature, humidity] = reading as [number, number];
      expect(Math.abs(temperature - (-4500 + (17500 * counts) / 65535))).toBeLessThanOrEqual(0.5001);
      expect(Math.abs(humidity - (10000 * (65535 - counts)) / 65535)).toBeLessThanOrEqual(0.5001);
    }
  });
});

describe("the checksum", () => {
  test("of be ef is 92, as in the datasheet (table 20): 85.52 °C and 74.58 %", () => {
    const { fault, reading } = measure("\xbe\xef\x92\xbe\xef\x92");
    expect([fault, ...reading]).toEqual(["", 8552, 7458]);
  });

  test("shows every single wrong bit, in either word", () => {
    const right = "\xbe\xef\x92\x12\x34\x37";
    expect(measure(right).fault).toBe("");
    for (let bit = 0; bit < 48; bit += 1) {
      const at = bit >> 3;
      const wrong = String.fromCharCode(right.charCodeAt(at) ^ (1 << (bit & 7)));
      const { fault, reading } = measure(right.substring(0, at) + wrong + right.substring(at + 1));
      expect([fault, ...reading]).toEqual(["bad checksum", undefined, undefined]);
    }
  });

  test.each([
    ["stuck high", "\xff"],
    ["stuck low", "\0"],
  ])("is wrong on a bus that is %s", (_name, level) => {
    const { fault, reading } = measure(level.repeat(6));
    expect([fault, ...reading]).toEqual(["bad checksum", undefined, undefined]);
  });
});

describe("no answer", () => {
  test("to the command: there is nothing to wait for", () => {
    const part = sht3x("air");
    part.begin(part, bus(undefined, false).ports, WIRES);
    expect(part.request(part)).toBe(NO_ANSWER);
  });

  test("to the read, as when the measurement is not ready: there is no reading, and the old one is gone", () => {
    const part = sht3x("air");
    part.begin(part, bus(word(24903) + word(31457)).ports, WIRES);
    part.collect(part);
    expect(part.temperature.value).toBe(2150);
    part.begin(part, bus(undefined).ports, WIRES);
    expect(part.collect(part)).toBe("no answer");
    expect([part.temperature.value, part.humidity.value]).toEqual([undefined, undefined]);
  });
});
