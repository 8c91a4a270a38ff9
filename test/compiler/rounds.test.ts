// Passes run until none of them finds anything, and one that comes to no end is named.
import { expect, test } from "vitest";
import type { Program } from "../../tools/compiler/ir/program.ts";
import { visitProgram } from "../../tools/compiler/ir/visit.ts";
import { named, type Pass, Rounds } from "../../tools/compiler/rounds.ts";
import { irOf } from "./ir-of.ts";

const program = irOf("emit('a');\nemit('b');");

/** Takes away the first statement, while there are more than one. */
const shorten: Pass["run"] = (program) =>
  program.start.length > 1 ? { ...program, start: program.start.slice(1) } : program;

test("passes repeat while any of them changes the program", () => {
  const names: string[] = [];
  const rounds = new Rounds((pass) => names.push(pass.name));
  expect(rounds.untilSteady(program, named({ shorten, "shorten again": shorten })).start).toHaveLength(1);
  expect(names).toEqual(["shorten"]);
});

test("a pass without changes is skipped for the same program", () => {
  let asked = 0;
  const look: Pass["run"] = (program) => {
    asked += 1;
    return program;
  };
  const rounds = new Rounds();
  const passes = named({ look });
  rounds.untilSteady(program, passes);
  rounds.once(program, passes);
  expect(asked).toBe(1);
});

test("a pass that never stops changing is named", () => {
  const spin: Pass["run"] = (program): Program => ({ ...program });
  expect(() => new Rounds().untilSteady(program, named({ spin }))).toThrow(
    "The pass spin comes to no end after 100 rounds.",
  );
});

/** Comes to no text that says "bad". */
const stumble: Pass["run"] = (program) => {
  visitProgram(program, {
    expression: (part) => {
      if (part.kind === "text" && part.value === "bad") throw new Error("What a text!");
    },
  });
  return program;
};

test("a failing pass is reported with its name, function and line", () => {
  const failing = irOf(`function fine(): void { emit("good"); }
function guilty(n: number): void {
  emit("good");
  if (n > 1) {
    emit("good");
    emit("bad");
    emit("good");
  }
}
function behind(): void { emit("good"); }
guilty(given(2)); fine(); behind();`);
  expect(() => new Rounds().untilSteady(failing, named({ shorten, stumble }))).toThrow(
    /^The pass stumble fails in guilty \([^ ]+:6\): What a text!$/,
  );
});

test("a pass that fails outside functions is reported with the line", () => {
  const failing = irOf('emit("good");\nemit("bad");\nemit("good");');
  expect(() => new Rounds().once(failing, named({ stumble }))).toThrow(
    /^The pass stumble fails in the start \([^ ]+:2\): What a text!$/,
  );
});
