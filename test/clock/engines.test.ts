// The clock's arithmetic is the same on every engine: as written in Node, and as built for the boards.
import { expect, test } from "vitest";
import { momentText } from "../../src/clock/moment-text.ts";
import { momentAfter, sntpRequest, verdictOf } from "../../src/clock/sntp.ts";
import { absentEngines, builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { answerAt } from "../../tools/sim/worlds/time-server.ts";

/** Runs `text`, which emits lines, on all built engines, and compares with `expected`. */
async function expectEverywhere(text: string, expected: readonly (number | string)[]): Promise<void> {
  const answers = await builtEverywhere(text);
  const lines = expected.map((value) => Buffer.from(`${value}`, "latin1").toString("hex"));
  for (const [engine, emitted] of Object.entries(answers))
    expect({ engine, emitted }).toEqual({ engine, emitted: lines });
}

const literal = (bytes: string) =>
  `"${[...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("")}"`;

const title = (what: string) =>
  absentEngines.length === 0 ? what : `${what} (not here: ${absentEngines.join(", ")})`;

const COOKIE = "\x01\xff\0\x80abc\x7f";
const FIRST_DAY = 20_454;

test(title("SNTP: question, verdicts, and moments on both sides of 2036 and 2038"), async () => {
  const question = sntpRequest(COOKIE);
  const moments = [
    Date.UTC(2026, 10, 29, 16, 14, 5, 250),
    Date.UTC(2028, 1, 29, 23, 59, 59, 999),
    Date.UTC(2036, 1, 7, 6, 28, 15, 999),
    Date.UTC(2036, 1, 7, 6, 28, 16),
    Date.UTC(2038, 0, 19, 3, 14, 7, 999),
    Date.UTC(2038, 0, 19, 3, 14, 8),
    Date.UTC(2103, 11, 31, 23, 59, 59, 999),
    Date.UTC(2025, 0, 1),
  ];
  const [now] = moments as [number];
  const answers = [
    ...moments.map((at) => answerAt(at, question)),
    answerAt(now, question, { stratum: 0, code: "RATE" }),
    answerAt(now, question, { stratum: 0, code: "DENY" }),
    answerAt(now, question, { leap: 3, transmit: "\xff".repeat(8) }),
    answerAt(now, question, { mode: 3 }),
    answerAt(now, question).slice(0, 47),
  ];
  const expected = answers.flatMap((answer) => [
    verdictOf(answer, COOKIE, FIRST_DAY),
    ...(answer.length < 48 ? [] : [momentText(momentAfter(answer, 500))]),
  ]);
  const text = `import { momentText } from "../../../src/clock/moment-text.ts";
import { momentAfter, sntpRequest, verdictOf } from "../../../src/clock/sntp.ts";
const cookie = ${literal(COOKIE)};
emit(sntpRequest(cookie));
const answers = [${answers.map(literal).join(", ")}];
for (const answer of answers) {
  emit("" + verdictOf(answer, cookie, given(${FIRST_DAY})));
  if (answer.length >= 48) emit(momentText(momentAfter(answer, given(500))));
}`;
  await expectEverywhere(text, [question, ...expected]);
});
