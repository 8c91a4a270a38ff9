// npm run mutation:passes [-- <pass> ...]: changes passes of the compiler in small ways, one at a time, and runs the pass's
// own tests on each. Without a name, all whose record is not of them as they are. Scores go into the record one by one:
// a run that is ended loses the pass that it is at.
import { join } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { MUTATION_TESTS } from "./mutation-tests.ts";
import { digestOf, PASSES, type PassFiles } from "./passes.ts";
import { readRecord, writeScore } from "./passes-record.ts";
import { readReports } from "./report.ts";

const REPORT = join(packageFolder, "node_modules", ".cache", "mutation-pass.json");

async function tried(pass: string, files: PassFiles): Promise<void> {
  const digest = digestOf(files);
  process.env[MUTATION_TESTS] = files.tests.join(":");
  await new Stryker({
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "tools/laboratory/mutation/passes.vitest.config.ts", related: false },
    mutate: [...files.sources],
    coverageAnalysis: "perTest",
    // Not below node_modules: what lies there is no source to TypeScript.
    tempDirName: ".stryker-tmp",
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: REPORT },
    timeoutMS: 20_000,
    concurrency: 1,
    allowConsoleColors: false,
  }).runMutationTest();
  const made = readReports([REPORT]);
  const [changes, noticed] = [sum(made.map((one) => one.changes)), sum(made.map((one) => one.noticed))];
  writeScore(pass, { digest, changes, noticed });
  console.log(
    `${pass}: ${noticed} of ${changes} changes noticed, ${((100 * noticed) / changes).toFixed(1)} %`,
  );
  for (const { file, line, original, replacement } of made.flatMap(({ survivors }) => survivors))
    console.log(`  ${file}:${line}: ${original} as ${replacement}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function passesToTry(named: readonly string[]): readonly string[] {
  const record = readRecord();
  if (named.length > 0) return named;
  return [...PASSES].flatMap(([pass, files]) => (record[pass]?.digest === digestOf(files) ? [] : [pass]));
}

const named = process.argv.slice(2);
const unknown = named.find((pass) => !PASSES.has(pass));
if (unknown !== undefined) {
  console.error(unknownName("pass", unknown, [...PASSES.keys()]));
  process.exitCode = 2;
} else
  for (const pass of passesToTry(named)) {
    const files = PASSES.get(pass);
    if (files !== undefined) await tried(pass, files);
  }
