// The passes of the build keep the types that a program has: Lua is told by them what is a list, and counts those from 1.
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

interface Seen {
  errors: string[];
  lost: string[];
}

/** What TypeScript says of a program: in all, and of that what costs an expression its type. */
function seen(linked: LinkedProgram): Seen {
  const found = linked.program.getSemanticDiagnostics(linked.file);
  const words = (list: readonly ts.Diagnostic[]) =>
    list.map(({ code, start = 0, length = 0, messageText }) => {
      const text = linked.file.text.slice(start, start + length);
      return `${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}: ${text}`;
    });
  return { errors: words(found), lost: words(found.filter(({ code }) => !OTHER_KIND.has(code))) };
}

/** Builds, and looks at the linked program before its last pass, which gives short names, and behind it. */
async function looked(firmware: string, board: string): Promise<{ before: Seen; after: Seen }> {
  const edited = LinkedProgram.prototype.edited;
  let before: LinkedProgram | undefined;
  let last: LinkedProgram | undefined;
  let text = "";
  const spy = vi.spyOn(LinkedProgram.prototype, "edited").mockImplementation(function (
    this: LinkedProgram,
    edits,
  ) {
    text = this.source.text;
    before = new LinkedProgram(this.source, this.globals, this.tagged);
    last = edited.call(this, edits);
    return last;
  });
  try {
    await buildImage({ firmware, board });
  } finally {
    spy.mockRestore();
  }
  if (before === undefined || last === undefined) throw new Error("no pass has changed anything");
  expect(text).toContain("interface Runtime");
  const after = new LinkedProgram(last.source, last.globals, last.tagged);
  return { before: seen(before), after: seen(after) };
}

test.each([
  ["climate", "esp32-espruino"],
  ["door-lock", "esp8266-nodemcu"],
])("all of %s on %s has its type when the passes are done", async (firmware, board) => {
  const { before, after } = await looked(firmware, board);
  expect(after.errors.length).toBeLessThanOrEqual(before.errors.length);
  expect(after.lost).toEqual([]);
});
