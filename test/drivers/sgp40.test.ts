// SGP40: the datasheet's words on the bus, what it is told of the air, and everything that a bus can do wrong.
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import * as driver from "../../src/drivers/sgp40.ts";
import { sht4x } from "../../src/drivers/sht4x.ts";
import { device, seconds, sensor } from "../../src/index.ts";
import { NO_ANSWER, newPart } from "../../src/reading/part.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { createSgp40 } from "../../tools/sim/parts/i2c/sgp40.ts";
import { checkedWord } from "../../tools/sim/parts/sensirion.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

const { sgp40 } = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "sgp40.ts"));

/** Quantities of a part beside it, with so many decimals. */
function airOf(temperature: number | undefined, humidity: number | undefined, decimals = 2) {
  const part = newPart(
    "air",
    "none",
    () => {},
    () => 0,
    () => "",
  );
  return {
    temperature: { part, decimals, value: temperature },
    humidity: { part, decimals, value: humidity },
  };
}

function onBench(air?: ReturnType<typeof airOf>) {
  const board = createBreadboard();
  const room = { voc: 1 };
  const model = createSgp40({ now: board.clock.now, voc: () => room.voc });
  const part = sgp40("gas", air);
  board.plug(model);
  board.begin(part);
  const measured = () => [board.measure(part), part.raw.value];
  return { ...board, room, model, part, measured };
}

describe("the driver", () => {
  test("a measurement is the datasheet's eight bytes, a wait, three bytes", () => {
    const { part, ...board } = onBench();
    const done = recorded(board);
    board.begin(part);
    board.measure(part);
    // Table 9, without compensation; 30 ms is the longest (table 8).
    expect(done).toEqual(["set up SDA SCL", "write 59 260f8000a2666693", "wait 33", "read 59 3"]);
  });

  test.each([
    // Table 10: default, minimum, maximum; past both ends; and other decimals than two.
    [2500, 5000, 2, "8000a2666693"],
    [-4500, 0, 2, "000081000081"],
    [13000, 10000, 2, "ffffacffffac"],
    [-5500, -1, 2, "000081000081"],
    [15000, 10001, 2, "ffffacffffac"],
    [25, 50, 0, "8000a2666693"],
    [250, 500, 1, "8000a2666693"],
    [250000, 500000, 4, "8000a2666693"],
  ])("the air %i and %i with %i decimals is sent as %s", (temperature, humidity, decimals, told) => {
    const { part, ...board } = onBench(airOf(temperature, humidity, decimals));
    const done = recorded(board);
    board.measure(part);
    expect(done[0]).toBe(`write 59 260f${told}`);
  });

  test("the air's values are sent within half a step, in 32 bits", () => {
    const air = airOf(0, 0);
    const { part, model, measured } = onBench(air);
    for (let celsius = -4500; celsius <= 13000; celsius += 13) {
      air.temperature.value = celsius;
      air.humidity.value = (celsius + 4500) % 10001;
      measured();
      const sent = model.compensation();
      expect(Math.abs((sent?.celsius as number) * 100 - celsius)).toBeLessThanOrEqual(0.14);
      expect(Math.abs((sent?.humidity as number) * 100 - air.humidity.value)).toBeLessThanOrEqual(0.08);
    }
    expect(part.raw.value).toBe(30000);
    expect(model.misuses()).toEqual([]);
  });

  test("the first value is no reading, and gas lowers the ticks", () => {
    const { room, measured } = onBench();
    expect(measured()).toEqual(["", undefined]);
    expect(measured()).toEqual(["", 30000]);
    room.voc = 2;
    expect(measured()).toEqual(["", 29130]);
  });

  test.each([0, 1, 0x8000, 0xbeef, 65535])("%i ticks are read as such", (ticks) => {
    const { part, model, measured } = onBench();
    measured();
    model.read = () => checkedWord(ticks);
    expect([part.collect(part), part.raw.value]).toEqual(["", ticks]);
  });

  test.each([
    ["temperature", airOf(undefined, 5000)],
    ["humidity", airOf(2000, undefined)],
  ])("without the %s of the part beside there is no reading", (_what, air) => {
    const { measured } = onBench(air);
    expect(measured()).toEqual(["", undefined]);
    expect(measured()).toEqual(["no humidity", undefined]);
    Object.assign(air.temperature, { value: 2000 });
    Object.assign(air.humidity, { value: 4000 });
    expect(measured()).toEqual(["", 30000]);
  });

  test.each([
    ["bad-crc", "bad checksum", 30000],
    // It may have been without power: its next value is its first again.
    ["stuck", "no answer", undefined],
    ["absent", "no answer", undefined],
  ] as const)("a part that is %s is reported as %j without reading", (fault, told, next) => {
    const { clock, part, model, measured } = onBench();
    measured();
    measured();
    model.fault = fault;
    part.request(part);
    clock.advance(33);
    expect([part.collect(part), part.raw.value]).toEqual([told, undefined]);
    model.fault = "none";
    expect(measured()).toEqual(["", next]);
    expect(measured()).toEqual(["", 30000]);
  });

  test("a part that is absent is not waited for", () => {
    const { part, model } = onBench();
    model.fault = "absent";
    expect(part.request(part)).toBe(NO_ANSWER);
  });

  test("the checksum shows every single wrong bit", () => {
    const { part, model, measured } = onBench();
    measured();
    const right = checkedWord(0xbeef);
    for (let bit = 0; bit < 24; bit += 1) {
      const at = bit >> 3;
      const wrong = String.fromCharCode(right.charCodeAt(at) ^ (1 << (bit & 7)));
      model.read = () => right.substring(0, at) + wrong + right.substring(at + 1);
      expect([part.collect(part), part.raw.value]).toEqual(["bad checksum", undefined]);
    }
  });

  test("every engine tells it the same of the air, and reads the same", async () => {
    const airs = [-5500, -4500, -1, 0, 2137, 2500, 12999, 13000];
    const program = `import { sgp40 } from "../../../src/drivers/sgp40.ts";
      let told = "";
      const ports = {
        i2c: {
          setUp: function (): void {},
          write: function (address: number, bytes: string): boolean { told = bytes; return address === 0x59; },
          read: function (): string { return "\\xbe\\xef\\x92"; },
        },
      };
      const beside = { temperature: { decimals: 2, value: 0 }, humidity: { decimals: 1, value: 0 } };
      const part = sgp40("gas", beside as never);
      part.begin(part, ports as never, { gas: { sda: "D1", scl: "D2" } });
      for (const celsius of [${airs.join(", ")}]) {
        beside.temperature.value = given(celsius);
        beside.humidity.value = Math.floor((given(celsius) + 5500) / 20);
        emit(part.request(part) + part.collect(part) + (part.raw.value === undefined ? "-" : "" + part.raw.value));
        emit(told);
      }`;
    const told = (celsius: number) => {
      const share = (value: number) => checkedWord(Math.round(65535 * Math.min(1, Math.max(0, value))));
      return `\x26\x0f${share(Math.floor((celsius + 5500) / 20) / 1000)}${share((celsius + 4500) / 17500)}`;
    };
    const expected = airs.flatMap((celsius, at) => [at === 0 ? "33-" : "3348879", told(celsius)]);
    const answers = await builtEverywhere(program);
    for (const [engine, emitted] of Object.entries(answers))
      expect({ engine, emitted }).toEqual({
        engine,
        emitted: expected.map((text) => Buffer.from(text, "latin1").toString("hex")),
      });
  });
});

describe("in a device", () => {
  function hall(isAirMeasured: boolean) {
    const air = sht4x("air");
    const gas = sensor("gas", driver.sgp40("voc", air).raw, { every: seconds(1), unit: "ticks" });
    const temperature = sensor("temperature", air.temperature, { every: seconds(1), decimals: 1 });
    return device({ name: "hall", sensors: isAirMeasured ? [gas, temperature] : [gas] });
  }

  test("the sensor receives the air of another part", async () => {
    let voc = 1;
    const trial = await startTrial(hall(true), {
      around: { voc: { voc: () => voc } },
    });
    onTestFinished(trial.end);
    await trial.heard("gas", "30000");
    voc = 4;
    await trial.heard("gas", "28260");
    expect(trial.told("problem").filter((problem) => problem.includes("voc"))).toEqual([]);
  });

  test("air that no sensor of the device measures is a problem", async () => {
    const trial = await startTrial(hall(false));
    onTestFinished(trial.end);
    await trial.heard("problem", "voc: no humidity");
    expect(trial.told("gas")).toEqual([]);
  });
});
