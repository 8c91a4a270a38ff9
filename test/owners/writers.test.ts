// Writers of a field, as files: each way of storing is seen, and reading is none.
import ts from "typescript";
import { expect, test } from "vitest";
import { writersOf } from "../../tools/laboratory/owners/writers.ts";

const PUMP = "export interface Pump { level: number; marks: number[]; name?: string; on: boolean }";
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
};
const IMPORT = 'import type { Pump } from "./pump.ts";\n';

/** The writers of the pump's fields, where these modules use it. */
function writers(modules: Record<string, string>): Record<string, readonly string[]> {
  const files = new Map(
    Object.entries({ pump: PUMP, ...modules }).map(([name, text]) => [`/house/${name}.ts`, text]),
  );
  const host = ts.createCompilerHost({});
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, language) => {
    const text = files.get(name);
    return text === undefined ? read(name, language) : ts.createSourceFile(name, text, language, true);
  };
  host.fileExists = (name) => files.has(name);
  host.directoryExists = () => true;
  host.readFile = (name) => files.get(name);
  const program = ts.createProgram([...files.keys()], OPTIONS, host);
  return Object.fromEntries(writersOf(program, ({ fileName }) => files.has(fileName), "/house"));
}

test.each([
  ["a value that it is given", "pump.level = 1;", "level"],
  ["a sum", "pump.level += 1;", "level"],
  ["a step", "pump.level++;", "level"],
  ["a value where there is none", "pump.name ??= '';", "name"],
  ["an entry", "pump.marks[0] = 1;", "marks"],
  ["one more entry", "pump.marks.push(1);", "marks"],
  ["a shorter list", "pump.marks.length = 0;", "marks"],
  ["a field that goes", "delete pump.name;", "name"],
  ["what stands behind a cast", "(pump as Pump).on = true;", "on"],
  ["what another record gives it", "Object.assign(pump, { level: 1 });", "level"],
])("%s is stored", (_, statement, field) => {
  expect(writers({ user: `${IMPORT}export function use(pump: Pump): void { ${statement} }` })).toEqual({
    [`pump.ts: Pump.${field}`]: ["user.ts"],
  });
});

test("a key that only a run knows stores in each field", () => {
  const user = `${IMPORT}export function use(pump: Pump, key: string): void {
    Object.assign(pump, { [key]: 1 });
  }`;
  const fields = ["level", "marks", "name", "on"];
  expect(writers({ user })).toEqual(
    Object.fromEntries(fields.map((field) => [`pump.ts: Pump.${field}`, ["user.ts"]])),
  );
});

test("a field that is read, compared or made is not stored", () => {
  const user = `${IMPORT}export function use(pump: Pump): Pump {
    if (pump.level === 1 && pump.marks.indexOf(2) < 0 && !pump.on) return { ...pump, level: 2 };
    if (pump.level === 2) return Object.assign({}, pump);
    return { level: pump.level + 1, marks: [...pump.marks], on: false };
  }`;
  expect(writers({ user })).toEqual({});
});

test("a field stored by two files has both as writers", () => {
  expect(
    writers({
      one: `${IMPORT}export function fill(pump: Pump): void { pump.level = 9; }`,
      two: `${IMPORT}export function drain(house: { pump: Pump }): void { house.pump.level -= 1; }`,
    }),
  ).toEqual({ "pump.ts: Pump.level": ["one.ts", "two.ts"] });
});
