// Readings of NodeMCU's module `dht`, as the numbers that a driver takes.
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { DhtLine } from "../../src/ports/edges.ts";
import { newDhtFrame } from "../../src/reading/dht-frame.ts";

/** Types of these modules are a chip's. */
async function askOf(chip: string): Promise<DhtLine["ask"]> {
  const pins = join(import.meta.dirname, "..", "..", "src", "platform", "nodemcu", chip, "pins.ts");
  return ((await import(pins)) as { DHT: DhtLine }).DHT.ask;
}

const [askEsp8266, askEsp32] = [await askOf("esp8266"), await askOf("esp32")];
const [OK, ERROR_CHECKSUM, ERROR_TIMEOUT] = [0, -1, -2];
let said: number[] = [];

beforeEach(() => {
  const read = () => said;
  Object.assign(globalThis, { dht: { OK, ERROR_CHECKSUM, ERROR_TIMEOUT, read, read2x: read } });
});

/** What is in the frame when the module has said this, which has held another reading. */
function asked(ask: DhtLine["ask"], ...answer: number[]) {
  const frame = newDhtFrame(4);
  said = [OK, 50, 50];
  ask(frame);
  said = answer;
  ask(frame);
  return frame.fault === "" ? [frame.temperature, frame.humidity] : frame.fault;
}

const CHIPS = [
  ["esp8266", askEsp8266],
  ["esp32", askEsp32],
] as const;

test.each(CHIPS)("values of the %s are tenths, above and below zero", (_, ask) => {
  expect(asked(ask, OK, 35.1, 65.2)).toEqual([351, 652]);
  expect(asked(ask, OK, -10.1, 65.2)).toEqual([-101, 652]);
  expect(asked(ask, OK, -0.5, 99.9)).toEqual([-5, 999]);
  // In two's complement, read as a sign and a number: -0.1 and -40 °C.
  expect(asked(ask, OK, -3276.7, 65.2)).toEqual([-32767, 652]);
  expect(asked(ask, OK, Math.fround(-3236.8), 65.2)).toEqual([-32368, 652]);
  // Of single precision.
  expect(asked(ask, OK, Math.fround(-39.9), Math.fround(0.1))).toEqual([-399, 1]);
});

test.each(CHIPS)("a fault of the %s is reported with a sentence", (_, ask) => {
  expect(asked(ask, ERROR_CHECKSUM, 35.1, 65.2)).toBe("bad checksum");
  expect(asked(ask, ERROR_TIMEOUT, -999, -999)).toBe("no answer");
  expect(asked(ask, ERROR_TIMEOUT)).toBe("no answer");
});

test("high bytes given alone by the ESP8266 are corrected", () => {
  expect(asked(askEsp8266, OK, 1, 2)).toEqual([256, 512]);
  expect(asked(askEsp8266, OK, 129, 3)).toEqual([-256, 768]);
  expect(asked(askEsp8266, OK, 0, 1)).toEqual([0, 256]);
  expect(asked(askEsp8266, OK, 128, 1)).toEqual([0, 256]);
  // -25.6 °C in two's complement, as the driver takes it.
  expect(asked(askEsp8266, OK, 255, 2)).toEqual([-256, 512]);
  // A part that says so itself.
  expect(asked(askEsp8266, OK, 3.1, 3)).toEqual([31, 30]);
  expect(asked(askEsp8266, OK, 21, 3)).toEqual([210, 30]);
  expect(asked(askEsp8266, OK, 1, 40)).toEqual([10, 400]);
  expect(asked(askEsp8266, OK, -2, 3)).toEqual([-20, 30]);
  expect(asked(askEsp32, OK, 1, 2)).toEqual([10, 20]);
});
