// The passes that put functions in place of their calls find more behind one another, and come to an end together.
import { expect, test } from "vitest";
import { constantArguments } from "../../../tools/compiler/passes/constant-arguments.ts";
import { inlineCalls } from "../../../tools/compiler/passes/inline-calls.ts";
import { inlineSmall } from "../../../tools/compiler/passes/inline-small.ts";
import { inlineTagged } from "../../../tools/compiler/passes/inline-tagged.ts";
import { localValues } from "../../../tools/compiler/passes/local-values.ts";
import { shortLists } from "../../../tools/compiler/passes/short-lists.ts";
import { formOfDevice } from "../form-of.ts";
import { changedBy, expectSame, TEXTS } from "./same.ts";

const PASSES = [inlineTagged, inlineCalls, inlineSmall, constantArguments, shortLists, localValues];

/** Each pass is held against all of them by itself. */
const SOME = TEXTS.filter((_, index) => index % 3 === 0);

test.each(SOME)("%s", (_, text) => {
  expectSame(text, ...PASSES);
});

test("a whole device stays well-formed, with fewer functions", async () => {
  const before = await formOfDevice("climate", "esp32-nodemcu");
  const after = changedBy(before, PASSES);
  expect(after.functions.size).toBeLessThan(before.functions.size * 0.8);
});
