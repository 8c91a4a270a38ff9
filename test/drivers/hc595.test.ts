// A 74HC595 and chains of it: which output a bit comes to, what their start shows, and every fault that they can have.
import { expect, test } from "vitest";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import { hc595, hc595Output } from "../../src/drivers/hc595.ts";
import { createHc595 } from "../../tools/sim/parts/hc595.ts";
import { createBreadboard } from "./breadboard.ts";

const CS = "relays.cs";

/** The levels of outputs, of which these are high. */
function high(numbers: readonly number[], chips = 1): number[] {
  return Array.from({ length: chips * 8 }, (_, i) => (numbers.includes(i) ? 1 : 0));
}

/** Each with its value at start. */
function onBench(starts: readonly [output: number, value: number, activeLow?: boolean][], chips = 1) {
  const board = createBreadboard();
  const model = createHc595({ lines: board.lines, cs: CS, chips });
  board.watch(model);
  const sent: string[] = [];
  const { spi } = board.ports;
  board.ports.spi = {
    setUp(...pins) {
      sent.push(`set up ${pins.join(" ")}`);
      spi.setUp(...pins);
    },
    exchange(cs, bytes) {
      sent.push(Buffer.from(bytes, "latin1").toString("hex"));
      return spi.exchange(cs, bytes);
    },
  };
  const part = hc595("relays", chips);
  const outputs = starts.map(([output, , activeLow]) => hc595Output(part, output, activeLow));
  for (const [i, output] of outputs.entries()) board.setUp(output, starts[i]?.[1] ?? 0);
  return {
    ...board,
    model,
    sent,
    drive: (i: number, value: number) => outputs[i]?.drive(outputs[i], value),
  };
}

const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7].map((output) => [output, 0] as [number, number]);

test.each([
  // QA to QH: the lowest bit stays in the first stage, as it comes last.
  [0, "01"],
  [1, "02"],
  [6, "40"],
  [7, "80"],
])("output %i is the bit %s", (output, byte) => {
  const { drive, sent, model } = onBench(EIGHT);
  drive(output, 1);
  expect(sent.at(-1)).toBe(byte);
  expect(model.outputs()).toEqual(high([output]));
  drive(output, 0);
  expect(model.outputs()).toEqual(high([]));
});

test.each([
  [0, "000001"],
  [8, "000100"],
  [23, "800000"],
])("output %i of three chips is in %s", (output, bytes) => {
  const { drive, sent, model } = onBench([[output, 0]], 3);
  drive(0, 1);
  expect(sent.at(-1)).toBe(bytes);
  expect(model.outputs()).toEqual(high([output], 3));
});

test("all outputs get their first levels by one write", () => {
  const { sent, model } = onBench([
    [0, 1],
    [3, 0],
    [7, 1],
  ]);
  expect(sent).toEqual(["set up relays.cs relays.sck  relays.mosi", "81"]);
  expect(model.outputs()).toEqual(high([0, 7]));
  expect(model.writes()).toBe(1);
});

test("an output changes alone", () => {
  const { drive, model } = onBench([
    [0, 1],
    [3, 0],
    [7, 1],
  ]);
  drive(1, 1);
  expect(model.outputs()).toEqual(high([0, 3, 7]));
  drive(0, 0);
  drive(2, 1);
  expect(model.outputs()).toEqual(high([3, 7]));
});

test("an output that is on at low rests high", () => {
  const { drive, model } = onBench([
    [2, 0, true],
    [4, 1, true],
  ]);
  expect(model.outputs()).toEqual(high([2]));
  drive(0, 1);
  drive(1, 0);
  expect(model.outputs()).toEqual(high([4]));
});

test("each part has levels of its own", () => {
  const [first, second] = [onBench([[0, 1]]), onBench([[0, 0]])];
  expect(first.model.outputs()).toEqual(high([0]));
  expect(second.model.outputs()).toEqual(high([]));
});

test("eight chips take one frame of eight bytes", () => {
  const { drive, sent, model } = onBench([[63, 1]], 8);
  expect(sent.at(-1)).toBe("8000000000000000");
  drive(0, 0);
  expect(model.outputs()).toEqual(high([], 8));
});

test.each([
  ["unlatched", high([0])],
  ["absent", high([])],
  ["shifted", high([2, 7])],
] as const)("after %s the next command puts all outputs right", (fault, shown) => {
  const { drive, model } = onBench([
    [0, 1],
    [3, 0],
  ]);
  model.fault = fault;
  drive(1, 1);
  expect(model.outputs()).toEqual(shown);
  model.fault = "none";
  drive(0, 0);
  expect(model.outputs()).toEqual(high([3]));
});

test("outputs are any level until the device has started", () => {
  const { lines } = createBreadboard();
  expect(createHc595({ lines, cs: CS, chips: 1 }).outputs()).toEqual(high([0, 1, 2, 3, 4, 5, 6, 7]));
});

test.each([
  [0, 0, "0 for its chips; it is a whole number from 1 to 8."],
  [9, 0, "9 for its chips; it is a whole number from 1 to 8."],
  [1, 8, "8 for its output; it is a whole number from 0 to 7."],
  [2, 16, "16 for its output; it is a whole number from 0 to 15."],
  [1, -1, "-1 for its output; it is a whole number from 0 to 7."],
  [1, 0.5, "0.5 for its output; it is a whole number from 0 to 7."],
])("%i chips with the output %d are refused", (chips, output, sentence) => {
  expect(sentencesOf(partFaults([hc595Output(hc595("relays", chips), output)]))[0]).toBe(
    `The part "relays" has ${sentence}`,
  );
});

test("outputs that are made are all driven, each once, of one part", () => {
  const part = hc595("relays");
  const outputs = [hc595Output(part, 0), hc595Output(part, 1)];
  expect(partFaults(outputs)).toEqual([]);
  expect(sentencesOf(partFaults([...outputs, hc595Output(hc595("relays"), 2)]))).toEqual([
    'Two parts with outputs have the role "relays"; make it once, and all outputs of it.',
  ]);
  const again = hc595Output(part, 1);
  expect(sentencesOf(partFaults([...outputs, again]))).toEqual([
    'Two actuators drive the output 1 of "relays"; give each an output of its own.',
  ]);
  expect(sentencesOf(partFaults(outputs))).toEqual([
    'The part "relays" has 3 outputs, of which actuators drive 2; make only those that they drive.',
  ]);
});
