// Sensors whose values are questions, and what is refused of them.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { stateOf } from "../../src/device/declare/state-of.ts";
import { device, numberInput, seconds, selectInput, sensor, valueOnly } from "../../src/index.ts";

const level = numberInput("level", valueOnly(), { min: 0, max: 9 });
const words = { options: ["none", "no", "yes"] };
const answer = selectInput("answer", valueOnly(), words);

function faultsOf(asks: object, { more = {}, input = answer, others = 0 } = {}): string[] {
  const asking = (name: string) =>
    sensor(name, stateOf(level), { every: seconds(1), asks: asks as never, ...more });
  const sensors = ["question", "other"].slice(0, 1 + others).map(asking);
  return declarationFaults(device({ name: "asking", sensors, actuators: [level, input], clock: {} })).map(
    ({ sentence }) => sentence,
  );
}

test("a question needs a select input of its own, and a time for its answer", () => {
  const good = { input: "answer", within: seconds(3) };
  expect(faultsOf(good)).toEqual([]);
  expect(faultsOf({ ...good, input: "level" })).toEqual([
    'The sensor "question" asks, and "level" is to take the answers, which is no select input of the device; declare one, as selectInput("level", valueOnly(), { options: ["none", "no", "yes"] }).',
  ]);
  expect(faultsOf(good, { input: selectInput("answer", valueOnly(), { ...words, atStart: "no" }) })).toEqual([
    'The sensor "question" asks, and "answer" takes the answers, which holds its first word while there is none; leave its atStart out.',
  ]);
  expect(faultsOf(good, { others: 1 })[0]).toBe(
    'The sensor "question" asks, and so does "other", for the same input "answer"; give each an input of its own.',
  );
  for (const within of [0, 99, 0.5, 3_600_001])
    expect(faultsOf({ ...good, within })).toEqual([
      `The sensor "question" asks for an answer within ${within} ms; that is from a tenth of a second to an hour, as within: seconds(3).`,
    ]);
  expect(faultsOf(good, { more: { stamped: true } })).toEqual([
    'The sensor "question" asks and is stamped; a question is its bare value: leave stamped out.',
  ]);
  expect(faultsOf({ input: "answer" })).toHaveLength(1);
});
