// What a program becomes for Espruino, in words: a comparison is as short as it can be, and functions are as few.
import { expect, test } from "vitest";
import { espruinoScript } from "../../../tools/laboratory/programs/engines.ts";

const GIVEN = `
const texts: { [key: string]: string } = { empty: "", zero: "0", word: "word" };
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

test("functions tagged as cold are one function, however many there are", async () => {
  const functions = async (tag: string) => {
    const made = ["a", "b", "c", "d"].map(
      (name) => `/** ${tag} */ function ${name}(n: number): void { emit("${name}" + n); emit("" + n); }`,
    );
    const script = await espruinoScript(`${made.join("\n")}
      const jobs: (() => void)[] = [];
      function main(): void { a(given(1)); a(2); b(given(1)); b(2); c(given(1)); c(2); d(given(1)); d(2); }
      jobs.push(main); jobs.push(main);
      for (const job of jobs) job();`);
    return script.match(/\bfunction\b/g)?.length ?? 0;
  };
  expect((await functions("not said")) - (await functions("@cold"))).toBe(3);
});
