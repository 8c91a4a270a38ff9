// DSMR: a telegram as the standard's example has it beside its values, each fault of the line, and the model.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import * as driver from "../../src/drivers/dsmr.ts";
import { createSmartMeter, telegramCrc } from "../../tools/sim/parts/smart-meter.ts";
import type { LineFault } from "../../tools/sim/parts/voice.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

const narrowed = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "dsmr.ts"));

const RX = "meter.rx";
/**
 * The example of the standard. The checksum that it prints (EF2F) is of another text: with this one other
 * readers test, too.
 */
const LINES = [
  "/ISk5\\2MT382-1000",
  "",
  "1-3:0.2.8(50)",
  "0-0:1.0.0(101209113020W)",
  "0-0:96.1.1(4B384547303034303436333935353037)",
  "1-0:1.8.1(123456.789*kWh)",
  "1-0:1.8.2(123456.789*kWh)",
  "1-0:2.8.1(123456.789*kWh)",
  "1-0:2.8.2(123456.789*kWh)",
  "0-0:96.14.0(0002)",
  "1-0:1.7.0(01.193*kW)",
  "1-0:2.7.0(00.000*kW)",
  "0-0:96.7.21(00004)",
  "0-0:96.7.9(00002)",
  "1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)(0000000301*s)",
  "1-0:32.32.0(00002)",
  "1-0:52.32.0(00001)",
  "1-0:72.32.0(00000)",
  "1-0:32.36.0(00000)",
  "1-0:52.36.0(00003)",
  "1-0:72.36.0(00000)",
  `0-0:96.13.0(${"303132333435363738393A3B3C3D3E3F".repeat(5)})`,
  "1-0:32.7.0(220.1*V)",
  "1-0:52.7.0(220.2*V)",
  "1-0:72.7.0(220.3*V)",
  "1-0:31.7.0(001*A)",
  "1-0:51.7.0(002*A)",
  "1-0:71.7.0(003*A)",
  "1-0:21.7.0(01.111*kW)",
  "1-0:41.7.0(02.222*kW)",
  "1-0:61.7.0(03.333*kW)",
  "1-0:22.7.0(04.444*kW)",
  "1-0:42.7.0(05.555*kW)",
  "1-0:62.7.0(06.666*kW)",
  "0-1:24.1.0(003)",
  "0-1:96.1.0(3232323241424344313233343536373839)",
  "0-1:24.2.1(101209112500W)(12785.123*m3)",
];

const ended = (lines: readonly string[]) => {
  const checked = [...lines, "!"].join("\r\n");
  return `${checked}${telegramCrc(checked).toString(16).toUpperCase().padStart(4, "0")}\r\n`;
};
const EXAMPLE = `${[...LINES, "!E47C"].join("\r\n")}\r\n`;
const OTHER = ended(LINES.map((line) => line.replace("01.193", "02.345")));

function onBench({ dsmr, dsmrValue } = driver, everyMs?: number) {
  const board = createBreadboard();
  const part = dsmr("meter", everyMs);
  const power = dsmrValue(part, "1-0:1.7.0", 3);
  const energy = dsmrValue(part, "1-0:1.8.1", 2);
  const gas = dsmrValue(part, "0-1:24.2.1", 3);
  const measured = () => [board.measure(part), power.value, energy.value, gas.value];
  const sent = (bytes: string, baud = 115200) =>
    board.clock.after(100, () => board.lines.send(RX, bytes, baud));
  return { ...board, part, measured, sent };
}

const SOUND = ["", 1193, 12345678, 12785123];

describe("the driver", () => {
  test("a measurement listens for a telegram's time and asks nothing", () => {
    const { part, measured, sent, ...board } = onBench(driver, seconds(10));
    const done = recorded(board);
    board.begin(part);
    sent(EXAMPLE);
    expect(measured()).toEqual(SOUND);
    expect(done.slice(0, 3)).toEqual(["set up meter.tx meter.rx 115200", "take 0 ", "wait 10500"]);
  });

  test.each<[string, string]>([
    ["a telegram", EXAMPLE],
    ["the newest of two", OTHER + EXAMPLE],
    ["a whole one beside two that are cut", OTHER.substring(90) + EXAMPLE + OTHER.substring(0, 200)],
    ["one in noise", `\xfe/!\r\n${EXAMPLE}/\xfe!\r\n`],
    ["one behind so much that not all is kept", "x".repeat(2900) + EXAMPLE],
    ["one behind which a checksum is cut", `${EXAMPLE}${OTHER.substring(0, OTHER.length - 4)}`],
  ])("the driver reads %s", (_name, bytes) => {
    for (const made of [driver, narrowed]) {
      const { part, begin, measured, sent } = onBench(made);
      begin(part);
      sent(bytes);
      expect(measured()).toEqual(SOUND);
    }
  });

  test.each<[string, string, string]>([
    ["nothing", "", "no answer"],
    ["noise", "\xfe\x42\n".repeat(20), "noise"],
    ["half a telegram", EXAMPLE.substring(0, 250), "cut frame"],
    ["the other half", EXAMPLE.substring(250), "cut frame"],
    ["a telegram without all of its checksum", EXAMPLE.substring(0, EXAMPLE.length - 3), "cut frame"],
    ["another digit", EXAMPLE.replace("01.193", "91.193"), "bad checksum"],
    ["the halves of two", EXAMPLE.substring(0, 250) + OTHER.substring(260), "bad checksum"],
    ["a checksum that is no number", EXAMPLE.replace(/!..../, "!    "), "bad checksum"],
  ])("%s is a fault, and gives no reading", (_name, bytes, fault) => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    sent(EXAMPLE);
    expect(measured()).toEqual(SOUND);
    sent(bytes);
    expect(measured()).toEqual([fault, undefined, undefined, undefined]);
  });

  test("a code that the meter's telegram lacks is named", () => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    sent(ended(LINES.slice(0, -1)));
    expect(measured()).toEqual(["no 0-1:24.2.1", 1193, 12345678, undefined]);
  });

  test.each<[string, number, number | undefined]>([
    ["(00.5*kW)", 3, 500],
    ["(7)", 2, 700],
    ["(4.999)", 0, 4],
    ["(00000000.000*kWh)", 3, 0],
    ["(01234567.890*kWh)", 2, 123456789],
    ["(00123456.789*kWh)", 3, 123456789],
    ["(0000000000000002)", 0, 2],
    ["(2147483647*kWh)", 0, 2147483647],
    ["(2147483.647*kWh)", 3, 2147483647],
    ["(2147483648*kWh)", 0, undefined],
    ["(2147483.648*kWh)", 3, undefined],
    ["(12345678.901*kWh)", 3, undefined],
    ["(12345678901)", 0, undefined],
    ["(214748365)", 1, undefined],
    ["(-00.5*kW)", 3, undefined],
    ["(00.5-*kW)", 3, undefined],
    ["(1.2.3*kW)", 3, undefined],
    ["(101209112500W)", 0, undefined],
    ["(101209112500W)()", 3, undefined],
    ["(kW)", 3, undefined],
    ["(*kW)", 3, undefined],
    ["(12", 0, undefined],
  ])("%s with %i decimals is %j, and a fault without a value", (text, decimals, value) => {
    for (const made of [driver, narrowed]) {
      const board = createBreadboard();
      const part = made.dsmr("meter");
      const read = made.dsmrValue(part, "1-0:1.7.0", decimals as 0);
      board.begin(part);
      board.clock.after(100, () => board.lines.send(RX, ended(["/a", `1-0:1.7.0${text}`]), 115200));
      const fault = value === undefined ? "cannot take 1-0:1.7.0" : "";
      expect([board.measure(part), read.value]).toEqual([fault, value]);
    }
  });

  test("telegrams from before a measurement are forgotten", () => {
    const { part, begin, clock, measured, sent } = onBench();
    begin(part);
    sent(EXAMPLE);
    clock.advance(200);
    expect(measured()).toEqual(["no answer", undefined, undefined, undefined]);
  });
});

test.each<[LineFault, string]>([
  ["silent", "no answer"],
  ["noise", "noise"],
  ["cut", "cut frame"],
  ["bad-checksum", "bad checksum"],
  ["noisy", ""],
])("the model's fault %s is reported as %j and ends", (fault, words) => {
  const { lines, clock, part, begin, measured } = onBench();
  const options = { lines, tx: "meter.tx", rx: RX, ...clock, everyMs: 1000, kilowatts: () => 3.6 };
  const model = createSmartMeter(options);
  begin(part);
  for (let i = 0; i < 5; i += 1) {
    expect(measured().slice(0, 2)).toEqual(["", 3600]);
    clock.advance(i * 77);
  }
  model.fault = fault;
  clock.advance(2000);
  expect(measured()[0]).toBe(words);
  model.fault = "none";
  clock.advance(2000);
  expect(measured()[0]).toBe("");
});
