// Each pass over locals, records and branches, alone and together with the others: programs do the same, and stay
// well-formed.
import { expect, test } from "vitest";
import { requireWellFormed } from "../../../tools/compiler/form/check.ts";
import { branches } from "../../../tools/compiler/passes/branches.ts";
import { choices } from "../../../tools/compiler/passes/choices.ts";
import { copies } from "../../../tools/compiler/passes/copies.ts";
import { deadStores } from "../../../tools/compiler/passes/dead-stores.ts";
import { flatRecords } from "../../../tools/compiler/passes/flat-records.ts";
import { fold } from "../../../tools/compiler/passes/fold.ts";
import { localValues } from "../../../tools/compiler/passes/local-values.ts";
import { named, Rounds } from "../../../tools/compiler/rounds.ts";
import { formOf, formOfDevice } from "../form-of.ts";
import { changedBy, emitted, TEXTS } from "./same.ts";

const PASSES = { flatRecords, localValues, copies, deadStores, branches, choices };

test.each(TEXTS)("%s", (_, text) => {
  const before = formOf(text);
  const lines = emitted(before);
  for (const [pass, run] of Object.entries(PASSES))
    expect({ pass, lines: emitted(changedBy(before, [run])) }).toEqual({ pass, lines });
  expect(emitted(changedBy(before, [fold, ...Object.values(PASSES)]))).toEqual(lines);
});

test("a whole device is well-formed behind each pass", async () => {
  const before = await formOfDevice("climate", "esp32-nodemcu");
  const found = new Set<string>();
  new Rounds(({ name }, program) => {
    found.add(name);
    requireWellFormed(program);
  }).untilSteady(before, named({ fold, ...PASSES }));
  expect([...found]).toEqual(expect.arrayContaining(["localValues", "copies", "branches", "choices"]));
});
