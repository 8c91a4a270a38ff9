// A PCA9685: what is written for each output, the datasheet's prescaler, and every fault that the chip can have.
import { expect, test } from "vitest";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import {
  type Pca9685,
  type Pca9685Options,
  type Pca9685Output,
  pca9685,
  pca9685Fan,
  pca9685Light,
  pca9685Servo,
  pca9685Switch,
} from "../../src/drivers/pca9685.ts";
import { createPca9685 } from "../../tools/sim/parts/i2c/pca9685.ts";
import { createBreadboard } from "./breadboard.ts";

type Start = [make: (board: Pca9685) => Pca9685Output, value: number];

/** Each output with its value at start; a board that answers at `at`. */
function onBench(starts: readonly Start[], options: Pca9685Options = {}, at = options.address) {
  const bench = createBreadboard();
  const model = createPca9685(at === undefined ? {} : { address: at });
  bench.plug(model);
  const sent: string[] = [];
  /** What the outputs were behind each write. */
  const shown: (readonly number[])[] = [];
  let failsAt = -1;
  const { i2c } = bench.ports;
  const write = i2c.write.bind(i2c);
  bench.ports.i2c.write = (to, bytes) => {
    sent.push(Buffer.from(bytes, "latin1").toString("hex"));
    const isTaken = sent.length !== failsAt && write(to, bytes);
    shown.push(model.outputs());
    return isTaken;
  };
  const board = pca9685("driver", options);
  const outputs = starts.map(([make]) => make(board));
  for (const [i, output] of outputs.entries()) bench.setUp(output, starts[i]?.[1] ?? 0);
  return {
    model,
    sent,
    shown,
    misuses: bench.misuses,
    look: () => bench.measure(board),
    startAnew(make: Start[0], value: number) {
      const anew = pca9685("driver", options);
      bench.setUp(make(anew), value);
      return { look: () => bench.measure(anew) };
    },
    /** Of the writes to come, counted from 0, this one does not arrive. */
    fail(write: number) {
      failsAt = sent.length + 1 + write;
    },
    drive: (i: number, value: number) => outputs[i]?.drive(outputs[i], value),
  };
}

const servo =
  (output: number, ...ends: number[]) =>
  (board: Pca9685) =>
    pca9685Servo(board, output, ...ends);
const light =
  (output: number, activeLow = false) =>
  (board: Pca9685) =>
    pca9685Light(board, output, activeLow);
const fan = (output: number) => (board: Pca9685) => pca9685Fan(board, output);
const valve =
  (output: number, activeLow = false) =>
  (board: Pca9685) =>
    pca9685Switch(board, output, activeLow);

/** Sixteen outputs, of which these are high for so many steps. */
function high(steps: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 16 }, (_, i) => steps[i] ?? 0);
}

test.each([
  // 7.3.5: round(25 MHz / (4096 * 200)) - 1 = 0x1e; and the ends of its range.
  [200, "fe1e", 197],
  [50, "fe79", 50],
  [60, "fe65", 60],
  [1000, "fe05", 1017],
  [1526, "fe03", 1526],
  [24, "fefd", 24],
  [25, "fef3", 25],
])("%i Hz are the prescaler %s", (hertz, written, real) => {
  const { sent, model } = onBench([[light(0), 0]], { hertz });
  expect(sent[2]).toBe(written);
  expect(Math.round(model.hertz())).toBe(real);
});

test("the first values come together, after the prescaler was set asleep", () => {
  const { sent, model, misuses } = onBench([
    [light(0), 255],
    [valve(9), 1],
    [fan(15), 50],
  ]);
  const off = "00000010";
  const values = [`0600100000${off.repeat(7)}`, `26${off}00100000${off.repeat(5)}00000008`];
  expect(sent).toEqual(["0030", "0104", "fe05", ...values, "0020", ...values]);
  expect(model.outputs()).toEqual(high({ 0: 4096, 9: 4096, 15: 2048 }));
  expect(misuses()).toEqual([]);
});

test.each<[string, Start[0], number, string, number]>([
  // At 50 Hz a step is 122 / 25 us = 4.88 us.
  ["a servo", servo(2), 0, "0e00006600", 102],
  ["a servo", servo(2), 90, "0e00003301", 307],
  ["a servo", servo(2), 180, "0e00000002", 512],
  ["a servo the other way", servo(2, 2000, 1000), 0, "0e00009a01", 410],
  ["a light", light(15), 0, "4200000010", 0],
  ["a light", light(15), 1, "4200000100", 1],
  ["a light", light(15), 128, "4200000904", 1033],
  ["a light", light(15), 255, "4200100000", 4096],
  ["a light that is on at low", light(15, true), 0, "4200100000", 4096],
  ["a light that is on at low", light(15, true), 255, "4200000010", 0],
  ["a fan", fan(0), 1, "0600002900", 41],
  ["a fan", fan(0), 99, "060000d70f", 4055],
  ["a fan", fan(0), 100, "0600100000", 4096],
  ["a switch", valve(7), 1, "2200100000", 4096],
  ["a switch that is on at low", valve(7, true), 1, "2200000010", 0],
])("%s takes %s %i in one write", (_what, make, value, written, steps) => {
  const { drive, sent, model } = onBench([[make, value === 0 ? 1 : 0]], { hertz: 50 });
  const before = sent.length;
  drive(0, value);
  expect(sent.slice(before)).toEqual([written]);
  const output = (Number.parseInt(written.slice(0, 2), 16) - 6) / 4;
  expect(model.outputs()).toEqual(high({ [output]: steps }));
});

test("after a power cut all outputs come back with the next look", () => {
  const { drive, look, model } = onBench(
    [
      [servo(0), 90],
      [light(1), 0],
    ],
    { hertz: 50 },
  );
  drive(1, 255);
  model.losePower();
  expect(model.outputs()).toEqual(high({}));
  drive(1, 128);
  expect(model.outputs()).toEqual(high({}));
  expect(look()).toBe("");
  expect(model.outputs()).toEqual(high({ 0: 307, 1: 1033 }));
  expect(Math.round(model.hertz())).toBe(50);
});

test.each([
  ["absent", "no answer"],
  ["unpowered", "no answer"],
  ["foreign", "not a PCA9685"],
] as const)("an %s board is the fault %s until it is back", (fault, words) => {
  const { drive, look, model } = onBench([[light(3), 0]]);
  expect(look()).toBe("");
  model.fault = fault;
  drive(0, 255);
  expect(look()).toBe(words);
  model.fault = "none";
  if (fault !== "unpowered") model.losePower();
  expect(look()).toBe("");
  expect(model.outputs()).toEqual(high({ 3: 4096 }));
});

test("a board at another address does not answer", () => {
  const { look, model } = onBench([[light(3), 255]], { address: 0x41 }, 0x42);
  expect(look()).toBe("no answer");
  expect(model.outputs()).toEqual(high({}));
});

test("a board that is set up answers no call to all", () => {
  const { model } = onBench([[light(3), 255]], { address: 0x7f });
  expect(model.read(0x70, 1)).toBeUndefined();
  model.losePower();
  expect(model.read(0x70, 1)).toBe("\x11");
});

test("a look at a board as it was left writes no output", () => {
  const { look, model } = onBench([[light(3), 255]]);
  const before = model.writes();
  expect([look(), look()]).toEqual(["", ""]);
  expect(model.writes()).toBe(before);
});

test("no output shows what it was before the device started anew", () => {
  const { model, shown, startAnew } = onBench([[light(12), 255]]);
  const before = shown.length;
  startAnew(light(4), 255);
  expect(shown.slice(before).map((steps) => steps[12])).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(model.outputs()).toEqual(high({ 4: 4096 }));
});

test("a lost value is written again, and no other output pauses", () => {
  const { drive, fail, look, shown } = onBench([
    [valve(3), 1],
    [valve(12), 1],
  ]);
  const before = shown.length;
  fail(0);
  drive(0, 0);
  expect(look()).toBe("");
  expect([shown.at(-1)?.[3], new Set(shown.slice(before).map((steps) => steps[12]))]).toEqual([
    0,
    new Set([4096]),
  ]);
});

test.each([0, 1, 2, 3, 4, 5, 6, 7])("a start whose write %i is lost is made good", (write) => {
  const { fail, model, startAnew } = onBench([[light(12), 255]]);
  model.losePower();
  fail(write);
  const { look } = startAnew(light(4), 255);
  expect(look()).toBe("");
  expect(model.outputs()).toEqual(high({ 4: 4096 }));
  expect(Math.round(model.hertz())).toBe(1017);
});

test("outputs that another program inverted are as usual after the start", () => {
  const { model, startAnew } = onBench([]);
  model.write(0x40, "\x01\x10");
  const { look } = startAnew(light(3), 255);
  expect([look(), model.outputs()]).toEqual(["", high({ 3: 4096 })]);
});

test("an external clock of another program is a fault until the power is cut", () => {
  const { model, startAnew } = onBench([]);
  model.write(0x40, "\x00\x50");
  const { look } = startAnew(light(3), 255);
  expect([look(), look()]).toEqual(["external clock", "external clock"]);
  model.losePower();
  expect([look(), model.outputs()]).toEqual(["", high({ 3: 4096 })]);
});

test("a lost value is a problem until it is written again", () => {
  const { drive, fail, look, model } = onBench([[valve(3), 1]]);
  fail(0);
  drive(0, 0);
  fail(1);
  expect([look(), model.outputs()]).toEqual(["no answer", high({ 3: 4096 })]);
  expect([look(), model.outputs()]).toEqual(["", high({})]);
});

test.each<[Pca9685Options, string]>([
  [
    { address: 0x3f },
    "0x3f for its address; it is a whole number from 0x40 to 0x7f, but not 0x70; for the address 0x63 write 0x63, as 63 is 0x3f.",
  ],
  [{ address: 0x70 }, "0x70 for its address; it is a whole number from 0x40 to 0x7f, but not 0x70."],
  [{ address: 0x80 }, "0x80 for its address; it is a whole number from 0x40 to 0x7f, but not 0x70."],
  [{ hertz: 23 }, "23 for its hertz; it is a whole number from 24 to 1526."],
  [{ hertz: 1527 }, "1527 for its hertz; it is a whole number from 24 to 1526."],
])("a board of %o is refused", (options, sentence) => {
  const board = pca9685("driver", options);
  expect(sentencesOf(partFaults([board, pca9685Light(board, 0)]))).toEqual([
    `The part "driver" has ${sentence}`,
  ]);
});

test.each<[Start[0], string]>([
  [light(16), "16 for its output; it is a whole number from 0 to 15."],
  [fan(-1), "-1 for its output; it is a whole number from 0 to 15."],
  [valve(0.5), "0.5 for its output; it is a whole number from 0 to 15."],
  [servo(0), "1000 for its hertz for a servo; it is a whole number from 40 to 60."],
])("an output that the board has not is refused", (make, sentence) => {
  expect(sentencesOf(partFaults([make(pca9685("driver"))]))).toEqual([`The part "driver" has ${sentence}`]);
});

test("two actuators at one output are refused", () => {
  const board = pca9685("driver");
  expect(sentencesOf(partFaults([pca9685Light(board, 4), pca9685Fan(board, 4)]))).toEqual([
    'Two actuators drive the output 4 of "driver"; give each an output of its own.',
  ]);
});
