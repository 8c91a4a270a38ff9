// Modbus RTU: frames of the specification and of meters' manuals beside their values, each fault, and a server.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as driver from "../../src/drivers/modbus-rtu.ts";
import {
  createModbusServer,
  type ModbusFault,
  modbusCrc,
  registerWords,
} from "../../tools/sim/parts/modbus-server.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

type Registers = readonly (readonly [
  number: number,
  kind: driver.ModbusKind,
  decimals: Parameters<typeof driver.modbusRegister>[3],
])[];

const narrowed = narrow<typeof driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "modbus-rtu.ts"),
);

const [TX, RX] = ["meter.tx", "meter.rx"];

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex").toString("latin1");

/** A frame with its checksum. */
function summed(hex: string): string {
  const frame = Buffer.from(hex.replaceAll(" ", ""), "hex");
  const crc = modbusCrc(frame);
  return frame.toString("latin1") + String.fromCharCode(crc & 255, crc >> 8);
}

/** For registers 0 and 1 of server 1. */
const QUESTION = bytes("01 04 00 00 00 02 71 cb");
/** From the manual of Eastron's SDM320Y: 230.2 V, and 100 ms of a pulse. */
const VOLTAGE = bytes("01 04 04 43 66 33 34 1b 38");
const PULSE = bytes("01 03 04 42 c8 00 00 6f b5");

function onBench(registers: Registers, options?: driver.ModbusOptions, made = driver) {
  const board = createBreadboard();
  const part = made.modbusRtu("meter", options);
  const quantities = registers.map((register) =>
    made.modbusRegister(part, register[0], register[1], register[2]),
  );
  const measured = () => [board.measure(part), ...quantities.map(({ value }) => value)];
  /** What comes while the part is measured. */
  const sent = (answer: string, baud = part.baud) =>
    board.clock.after(100, () => board.lines.send(RX, answer, baud));
  return { ...board, part, measured, sent };
}

describe("the driver", () => {
  test.each<[string, Registers, driver.ModbusOptions | undefined, string, number]>([
    // The question that the manual of the SDM320Y has.
    ["a voltage", [[0, "float32", 1]], undefined, "01 04 00 00 00 02 71 cb", 300 + 17],
    ["a pulse", [[12, "float32", 0]], { functionCode: 3 }, "01 03 00 0c 00 02 04 08", 300 + 17],
    // As reported of a PZEM-004T.
    [
      "ten registers",
      [
        [8, "uint16", 2],
        [0, "uint16", 1],
        [9, "uint16", 0],
      ],
      undefined,
      "01 04 00 00 00 0a 70 0d",
      300 + 34,
    ],
    [
      "from power to energy",
      [
        [0x48, "float32", 2],
        [0x0c, "float32", 1],
      ],
      { baud: 2400, address: 7 },
      "07 04 00 0c 00 3e b1 bf",
      300 + 570,
    ],
  ])("the driver asks for %s by one question", (_name, registers, options, question, wait) => {
    const { part, ...board } = onBench(registers, options);
    const done = recorded(board);
    board.begin(part);
    board.measure(part);
    expect(done).toEqual([
      `set up meter.tx meter.rx ${options?.baud ?? 9600}`,
      "take 0 ",
      `write 0 ${question.replaceAll(" ", "")}`,
      `wait ${wait}`,
      "take 0 ",
    ]);
    expect(modbusCrc(Buffer.from(question.replaceAll(" ", ""), "hex"))).toBe(0);
  });

  test.each<[string, Registers, driver.ModbusOptions | undefined, string, (number | undefined)[]]>([
    ["230.2 V of a meter", [[0, "float32", 1]], undefined, VOLTAGE, [2302]],
    ["100 ms of a meter", [[12, "float32", 0]], { functionCode: 3 }, PULSE, [100]],
    [
      // Modbus specification, 6.3.
      "555, 0 and 100",
      [
        [0x6b, "uint16", 0],
        [0x6c, "uint16", 0],
        [0x6d, "int16", 0],
      ],
      { functionCode: 3, address: 0x11 },
      summed("11 03 06 02 2b 00 00 00 64"),
      [555, 0, 100],
    ],
    [
      "a PZEM-004T",
      [
        [0, "uint16", 1],
        [1, "uint32", 3],
        [3, "uint32", 1],
        [5, "uint32", 0],
        [7, "uint16", 1],
        [8, "uint16", 2],
      ],
      { lowWordFirst: true },
      summed("01 04 12 09 36 00 56 00 01 00 62 00 00 00 07 00 02 01 f4 00 30"),
      [2358, 65622, 98, 131079, 500, 48],
    ],
    [
      "both ends of what fits",
      [
        [0, "uint16", 0],
        [1, "int16", 0],
        [2, "int16", 0],
        [3, "uint32", 0],
        [5, "int32", 0],
        [7, "int32", 0],
      ],
      undefined,
      summed("01 04 12 ff ff 7f ff 80 00 7f ff ff ff ff ff ff ff 80 00 00 01"),
      [65535, 32767, -32768, 2147483647, -1, -2147483647],
    ],
  ])("the driver reads %s", (_name, registers, options, answer, values) => {
    for (const made of [driver, narrowed]) {
      const { part, begin, measured, sent } = onBench(registers, options, made);
      begin(part);
      sent(answer);
      expect(measured()).toEqual(["", ...values]);
    }
  });

  test.each<[string, driver.ModbusKind, 0 | 3, string]>([
    ["2^31 without a sign", "uint32", 0, "80 00 00 00"],
    ["the greatest without a sign", "uint32", 0, "ff ff ff ff"],
    ["-2^31", "int32", 0, "80 00 00 00"],
    ["a float of ten digits", "float32", 3, "4b 80 00 00"],
    ["a float that is no number", "float32", 0, "7f c0 00 00"],
    ["an infinite float", "float32", 0, "ff 80 00 00"],
  ])("the driver names the register of %s, and reads the rest", (_name, kind, decimals, words) => {
    for (const made of [driver, narrowed]) {
      const { part, begin, measured, sent } = onBench(
        [
          [4, kind, decimals],
          [6, "uint16", 0],
        ],
        undefined,
        made,
      );
      begin(part);
      sent(summed(`01 04 06 ${words} 00 01`));
      expect(measured()).toEqual(["cannot take register 4", undefined, 1]);
    }
  });

  test.each<[string, string, string]>([
    ["nothing", "", "no answer"],
    ["noise", "\xfe\x04\x43\x00".repeat(9), "noise"],
    ["its question alone", QUESTION, "no answer"],
    ["a question that is not its own", bytes("01 04 00 00 00 03 b0 0b"), "noise"],
    ["an answer without its last byte", VOLTAGE.substring(0, 8), "cut frame"],
    ["an answer whose checksum is wrong", `${VOLTAGE.substring(0, 8)}\x39`, "bad checksum"],
    ["a checksum with its bytes exchanged", bytes("01 04 04 43 66 33 34 38 1b"), "bad checksum"],
    ["another server's answer", summed("02 04 04 43 66 33 34"), "wrong address"],
    ["an answer of one register", summed("01 04 02 43 66"), "wrong count"],
    ["an answer of three registers", summed("01 04 06 43 66 33 34 00 00"), "wrong count"],
    ["an answer to another function", PULSE, "noise"],
    ["exception 1", summed("01 84 01"), "illegal function"],
    ["exception 2", bytes("01 84 02 c2 c1"), "illegal data address"],
    ["exception 3", summed("01 84 03"), "illegal data value"],
    ["exception 4", summed("01 84 04"), "server device failure"],
    ["exception 6", summed("01 84 06"), "exception 6"],
    ["an exception whose checksum is wrong", bytes("01 84 02 c2 c2"), "noise"],
    ["another server's exception", summed("02 84 02"), "noise"],
  ])("%s is a fault of its own, and gives no reading", (_name, answer, fault) => {
    const { part, begin, measured, sent } = onBench([[0, "float32", 1]]);
    begin(part);
    sent(VOLTAGE);
    expect(measured()).toEqual(["", 2302]);
    sent(answer);
    expect(measured()).toEqual([fault, undefined]);
  });

  test("a single wrong bit in an answer is detected", () => {
    const { part, begin, measured, sent } = onBench([[0, "float32", 1]]);
    begin(part);
    for (let bit = 0; bit < 9 * 8; bit += 1) {
      const at = bit >> 3;
      const wrong = String.fromCharCode(VOLTAGE.charCodeAt(at) ^ (1 << (bit & 7)));
      sent(VOLTAGE.substring(0, at) + wrong + VOLTAGE.substring(at + 1));
      expect(measured()).toEqual([expect.stringMatching(/^(noise|bad checksum)$/), undefined]);
    }
  });

  test("an answer is found behind its question, and in noise", () => {
    const { part, begin, measured, sent } = onBench([[0, "float32", 1]]);
    begin(part);
    sent(`${QUESTION}\0${VOLTAGE}\xff`);
    expect(measured()).toEqual(["", 2302]);
  });

  test.each([
    ["an answer behind three false beginnings", bytes("01 04 04").repeat(3) + VOLTAGE, ["", 2302]],
    ["an answer behind four", bytes("01 04 04").repeat(4) + VOLTAGE, ["bad checksum", undefined]],
    [
      "another server behind four",
      `${bytes("01 04 00").repeat(4)}${summed("02 04 04 43 66 33 34")}`,
      ["noise", undefined],
    ],
    ["a lying server", bytes("01 04 00").repeat(85), ["noise", undefined]],
  ])("%s costs four checksums at most", (_name, answer, measurement) => {
    const { part, begin, measured, sent } = onBench([[0, "float32", 1]]);
    begin(part);
    sent(answer);
    expect(measured()).toEqual(measurement);
  });

  test("an answer from before the question is forgotten", () => {
    const { part, begin, clock, measured, sent } = onBench([[0, "float32", 1]]);
    begin(part);
    sent(VOLTAGE);
    clock.advance(200);
    expect(measured()).toEqual(["no answer", undefined]);
  });

  test("tools know its block: an address, a rate, up to 120 registers", () => {
    const block = (...numbers: number[]) =>
      onBench(numbers.map((number) => [number, "float32", 1] as const)).part.given?.map(
        ({ what, value, least, most }) => `${what} ${value}: ${least} to ${most}`,
      );
    expect(block(0x48, 0x0c)).toEqual([
      "address 1: 1 to 248",
      "bits a second 9600: 1200 to 115200",
      "first register 12: 0 to 65535",
      "last register 73: 12 to 65535",
      "registers in one block 62: 1 to 120",
    ]);
    expect(block(0, 342)).toContain("registers in one block 344: 1 to 120");
  });
});

describe("with a server", () => {
  /** As an SDM120 has them, with a gap. */
  const METER: Registers = [
    [0x0c, "float32", 1],
    [0x48, "float32", 2],
  ];

  function withServer() {
    const bench = onBench(METER, { baud: 2400 });
    const values: Record<number, number> = { 12: -1234.56, 72: 98765.43 };
    const word = (register: number) => {
      if (register > 0x49) return undefined;
      const first = register & ~1;
      return registerWords("float32", values[first] ?? 0, 0, false)[register - first];
    };
    const line = { lines: bench.lines, tx: TX, rx: RX, ...bench.clock };
    const model = createModbusServer({ ...line, baud: 2400, address: 1, functionCode: 4, word });
    bench.watch(model);
    bench.begin(bench.part);
    return { ...bench, values, model };
  }

  test("power and energy come in one answer of 129 bytes", () => {
    const { values, measured } = withServer();
    expect(measured()).toEqual(["", -12346, 9876543]);
    values[12] = 0.04;
    values[72] = 1e9;
    expect(measured()).toEqual(["cannot take register 72", 0, undefined]);
  });

  test.each<[ModbusFault, string]>([
    ["silent", "no answer"],
    ["noise", "noise"],
    ["wrong-rate", "noise"],
    ["cut", "cut frame"],
    ["bad-checksum", "bad checksum"],
    ["refusing", "illegal data address"],
    ["busy", "exception 6"],
    ["wrong-address", "wrong address"],
    ["wrong-count", "wrong count"],
    ["noisy", ""],
    ["echo", ""],
    ["echo-alone", "no answer"],
  ])("the fault %s is reported as %j and ends", (fault, words) => {
    const { measured, model } = withServer();
    model.fault = fault;
    expect(measured()[0]).toBe(words);
    model.fault = "none";
    expect(measured()[0]).toBe("");
  });

  test.each<[driver.ModbusKind, below: number[], above: number[]]>([
    ["uint16", [0], [0xffff]],
    ["int16", [0x8000], [0x7fff]],
    ["uint32", [0, 0], [0xffff, 0xffff]],
    ["int32", [0x8000, 0], [0x7fff, 0xffff]],
    ["float32", [0xff7f, 0xffff], [0x7f7f, 0xffff]],
  ])("%s ends where it can say no more", (kind, below, above) => {
    expect([registerWords(kind, -1e39, 1, false), registerWords(kind, 1e39, 1, false)]).toEqual([
      below,
      above,
    ]);
  });
});
