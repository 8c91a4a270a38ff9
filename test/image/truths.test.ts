// A comparison with nothing is as short as it can be on Espruino, and answers the same as its author wrote it.
import { expect, test } from "vitest";
import { espruinoScript, everywhere } from "../../tools/laboratory/programs/engines.ts";

const GIVEN = `
const texts: { [key: string]: string } = { empty: "", zero: "0", word: "word" };
function textOf(key: string): string { return texts[key] as string; }
const maybe: { [key: string]: string | undefined } = { empty: "" };
const counts: { [key: string]: number | undefined } = { none: 0 };
const records: { [key: string]: { at: number } | undefined } = { some: { at: 0 } };
`;

test("a text is tested for emptiness, a record for presence", async () => {
  const script = await espruinoScript(
    `${GIVEN} const text = texts[given("word")] ?? "none"; if (text === "") emit("empty"); if (records[given("some")] !== undefined) emit("there");`,
  );
  expect(script).not.toMatch(/null|void 0/);
  expect(script).not.toMatch(/""==/);
});

test("what may be 0 or an empty text is still compared", async () => {
  const script = await espruinoScript(
    `${GIVEN} if (counts[given("none")] !== undefined) emit("count"); if (maybe[given("empty")] !== undefined) emit("text");`,
  );
  expect(script.match(/null!=\w/g)).toHaveLength(2);
});

test("every comparison answers the same on every engine", async () => {
  const answers = await everywhere(`${GIVEN}
    for (const key of ["empty", "zero", "word"]) {
      const isEmpty = textOf(key) === "";
      const isThere = records[key] !== undefined;
      emit(key + (isEmpty ? " empty" : " full") + (isThere ? " there" : " gone"));
      emit(textOf(key) !== "" && records["some"] !== undefined ? "both" : "not both");
      emit(maybe[key] === undefined ? "no text" : "text");
    }
    emit(texts["missing"] === "" ? "empty" : "missing");
    emit(counts["none"] === undefined ? "no count" : "count");
    emit(records["other"] === undefined || textOf("empty") === "" ? "either" : "neither");
  `);
  for (const [engine, lines] of Object.entries(answers)) expect(lines, engine).toEqual(answers.source);
});
