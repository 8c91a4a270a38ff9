// Each pass that decides, alone and together with the others: programs do the same, and stay well-formed.
import { describe, expect, test } from "vitest";
import { requireWellFormed } from "../../../tools/compiler/form/check.ts";
import { callDirectly } from "../../../tools/compiler/passes/call-directly.ts";
import { constantFields } from "../../../tools/compiler/passes/constant-fields.ts";
import { constants } from "../../../tools/compiler/passes/constants.ts";
import { fold } from "../../../tools/compiler/passes/fold.ts";
import { knownValues } from "../../../tools/compiler/passes/known-values.ts";
import { shake } from "../../../tools/compiler/passes/shake.ts";
import { unreadFields } from "../../../tools/compiler/passes/unread-fields.ts";
import { unusedParameters } from "../../../tools/compiler/passes/unused-parameters.ts";
import { unusedResults } from "../../../tools/compiler/passes/unused-results.ts";
import { named, Rounds } from "../../../tools/compiler/rounds.ts";
import { formOf, formOfDevice } from "../form-of.ts";
import { changedBy, emitted, TEXTS } from "./same.ts";

const PASSES = {
  shake,
  constants,
  fold,
  callDirectly,
  constantFields,
  unreadFields,
  unusedParameters,
  unusedResults,
  knownValues,
};

test.each(TEXTS)("%s", (_, text) => {
  const before = formOf(text);
  const lines = emitted(before);
  for (const [pass, run] of Object.entries(PASSES))
    expect({ pass, lines: emitted(changedBy(before, [run])) }).toEqual({ pass, lines });
  expect(emitted(changedBy(before, Object.values(PASSES)))).toEqual(lines);
});

describe("a whole device", () => {
  test("is well-formed behind each pass, and has much less to do", async () => {
    const before = await formOfDevice("climate", "esp32-nodemcu");
    const after = new Rounds((_, program) => requireWellFormed(program)).untilSteady(before, named(PASSES));
    expect(after.functions.size).toBeLessThan(before.functions.size * 0.8);
  });
});
