// The passes of the build keep the types that a program has: Lua is told by them what is a list, and counts those from 1.
// After each pass the whole program is looked at: a name that means something else there costs an expression its type.
import ts from "typescript";
import { expect, test, vi } from "vitest";
import { buildImage } from "../../tools/build/build.ts";
import { LinkedProgram } from "../../tools/build/linked-program.ts";

/**
 * What TypeScript says where a value is of a narrower kind than the place that it stands in: a pass calls the one function
 * that a field ever holds, which knows its own kind of record, or puts a variable in place of a field. The types of
 * both are there all the same; nothing is `any` because of it.
 */
const OTHER_KIND = new Set([
  2322,
  2739,
  2740,
  2741, // A record of a wider type is given to a variable.
  2345, // ... or to a parameter.
  2352, // ... or is said to be of the narrower one.
  2353, // A literal has a field of the narrower kind.
  18048, // A variable stands for a field that a record may be without, and this one has.
]);
/** What it says of a branch that a constant has decided, until the pass that follows takes it out: `0 === 1`, `if (false)`. */
const DECIDED = new Set([
  2367, // Constants that are never the same are compared.
  2554, // A call there has an argument whose parameter is gone.
  2722, // A method is called that the decided condition asked for.
  18050, // A field of what is known not to be there is read.
]);
const OF_NEVER = /does not exist on type 'never'/;

/** What costs an expression its type, in words. */
function lost({ program, file }: LinkedProgram, isDone: boolean): string[] {
  const found = program.getSemanticDiagnostics(file).map(({ code, start = 0, length = 0, messageText }) => {
    const text = file.text.slice(start, start + length);
    return { code, words: `${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}: ${text}` };
  });
  return found
    .filter(({ code }) => !OTHER_KIND.has(code))
    .filter(({ code, words }) => isDone || !(DECIDED.has(code) || OF_NEVER.test(words)))
    .map(({ words }) => words);
}

test.each([
  ["climate", "esp32-espruino"],
  ["door-lock", "esp8266-nodemcu"],
])("no pass over %s on %s takes a type away", async (firmware, board) => {
  let passes = 0;
  let last: LinkedProgram | undefined;
  const { edited } = LinkedProgram.prototype;
  const spy = vi.spyOn(LinkedProgram.prototype, "edited").mockImplementation(function (
    this: LinkedProgram,
    edits,
  ) {
    const next = edited.call(this, edits);
    // A program of its own: the one that goes on takes its tree along.
    last = new LinkedProgram(next.source, next.globals, next.tagged);
    passes += 1;
    expect(lost(last, false), `pass ${passes}`).toEqual([]);
    return next;
  });
  try {
    await buildImage({ firmware, board });
  } finally {
    spy.mockRestore();
  }
  expect(passes).toBeGreaterThan(20);
  expect(last === undefined ? ["no pass"] : lost(last, true)).toEqual([]);
});
