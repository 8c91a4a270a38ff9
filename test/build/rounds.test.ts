// The passes of the build come to an end, and say where when they do not.
import { expect, test } from "vitest";
import { LinkedProgram } from "../../tools/build/linked-program.ts";
import { mapFile } from "../../tools/build/mapped-text.ts";
import { untilSteady } from "../../tools/build/optimise/rounds.ts";
import { NOTHING_TAGGED } from "../../tools/build/tagged-functions.ts";

function programOf(text: string): LinkedProgram {
  return new LinkedProgram(mapFile(text, "room/device.ts"), [], NOTHING_TAGGED);
}

const COUNT = /\d+/;

function countOf({ source }: LinkedProgram): number {
  return Number(COUNT.exec(source.text)?.[0]);
}

/** Writes a number that is one more, up to a limit. */
function countUpTo(limit: number) {
  return function countUp(linked: LinkedProgram) {
    const match = COUNT.exec(linked.source.text);
    if (match === null || Number(match[0]) >= limit) return [];
    const end = match.index + match[0].length;
    return [{ start: match.index, end, text: String(Number(match[0]) + 1) }];
  };
}

test("passes run until none finds anything more", () => {
  expect(countOf(untilSteady(programOf("const a = 0;\n"), [countUpTo(7)]))).toBe(7);
});

test("passes that never come to an end are stopped, with the line and what to do", () => {
  const program = programOf("const first = true;\nconst a = 0;\n");
  expect(() => untilSteady(program, [countUpTo(Number.POSITIVE_INFINITY)], 20)).toThrow(
    "room/device.ts:2: the build still finds something to shorten here after 20 rounds (countUp), and has stopped: write this function in another way, and report this as a fault of ringmote.",
  );
});
