// A program that has been read into the form does what its author's text does.
import { describe, expect, test } from "vitest";
import { requireWellFormed } from "../../tools/compiler/form/check.ts";
import { interpret } from "../../tools/compiler/interpret/interpreter.ts";
import { runSource } from "../build/engines.ts";
import { PROGRAMS } from "../build/programs.ts";
import { randomProgram } from "../build/random-program.ts";
import { formOf, formOfDevice } from "./form-of.ts";

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

/** What the program emits, in hexadecimal as the engines of the build's tests give it. */
function interpreted(text: string): string[] {
  const lines: string[] = [];
  const program = formOf(text);
  requireWellFormed(program);
  interpret(program, {
    emit: (line) => {
      lines.push(Buffer.from(String(line), "latin1").toString("hex"));
      return undefined;
    },
    given: (value) => value,
  });
  return lines;
}

function expectSame(text: string): void {
  const lines = runSource(text);
  expect(lines.length).toBeGreaterThan(0);
  expect(interpreted(text)).toEqual(lines);
}

test.each(PROGRAMS)("%s", (_, text) => expectSame(text));

test.each(SEEDS)("the program of seed %i does the same", (seed) => expectSame(randomProgram(seed)));

test("a program that does not end is told, with its line", () => {
  expect(() => interpreted("let n = 1;\nwhile (n > 0) n = n + 1;")).toThrow(
    /The program does not end \(test\/build\/fixtures\/case\.ts:2\)/,
  );
});

describe("a whole device", () => {
  test.each(["esp32-espruino", "esp32-nodemcu", "esp8266-nodemcu"])(
    "with its platform is read into a well-formed program: climate for %s",
    async (board) => {
      const program = await formOfDevice("climate", board);
      requireWellFormed(program);
      expect([...program.functions.keys()].map(({ name }) => name)).toEqual(
        expect.arrayContaining(["boot", "createRing", "decode", "publish"]),
      );
    },
  );

  test("has one field for what several interfaces say of the same records", async () => {
    const program = await formOfDevice("climate", "esp32-nodemcu");
    const used = new Set(
      [...program.functions.values()]
        .flatMap(({ body }) => body)
        .flatMap((one) => (one.kind === "assign" ? [one.target] : [])),
    );
    const fields = [...used].flatMap((one) => (one.kind === "field" ? [one.field] : []));
    const named = (name: string) => new Set(fields.filter((one) => one.name === name)).size;
    expect([named("put"), named("sent"), named("instant")]).toEqual([1, 1, 1]);
  });
});
