// npm run soak: tries everything that is promised for as long as it is told, and ends with one line of
// figures.
import { Command, InvalidArgumentError } from "commander";
import { allTests } from "./all-tests.ts";
import { byTime } from "./by-time/proof.ts";
import { hostileBroker } from "./hostile/proof.ts";
import { mutated } from "./mutation/proof.ts";
import { powerCuts } from "./power-cuts/proof.ts";
import { programs } from "./programs.ts";
import type { Proof } from "./proof.ts";
import { recordRun } from "./record/page.ts";
import { sessions } from "./session/proof.ts";
import { figuresLine, type Soaked, soak } from "./soak.ts";

const PROOFS: readonly Proof[] = [allTests, ...mutated, sessions, hostileBroker, programs, byTime, powerCuts];
const NAMES = PROOFS.map(({ name }) => name);

interface Options {
  minutes: number;
  seed: number;
  only?: string[];
  everything: boolean;
  json: boolean;
  record: boolean;
}

/** What a shell expects of a program that was ended by Ctrl-C. */
const ENDED_BY_CTRL_C = 130;

function minutes(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError("It has to be 0 or more.");
  return Number(text);
}

function seed(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new InvalidArgumentError("It has to be a whole number of at most nine digits.");
  return Number(text);
}

function knownProof(name: string, before: string[] | undefined): string[] {
  if (!NAMES.includes(name)) throw new InvalidArgumentError(`There are: ${NAMES.join(", ")}.`);
  return [...(before ?? []), name];
}

const options = new Command("soak")
  .description("Tries everything that is promised with seed after seed. Ctrl-C ends it behind what it is at.")
  .option("--minutes <n>", "how long; each proof is tried once in any case", minutes, 10)
  .option("--seed <n>", "the first seed", seed, 1)
  .option("--only <proof...>", `some of the proofs: ${NAMES.join(", ")}`, knownProof)
  .option("--everything", "all tests of the project as well, at full size: an hour", false)
  .option("--json", "the figures as JSON in place of the line", false)
  .option(
    "--record",
    "writes the figures into docs/reliability.json and docs/reliability.md, in place of those of the same proofs",
    false,
  )
  .parse()
  .opts<Options>();

let isOver = false;
process.on("SIGINT", () => {
  if (isOver) process.exit(ENDED_BY_CTRL_C);
  isOver = true;
  console.error("Ends behind what it is at; Ctrl-C once more ends it now.");
});

const byDefault = (proof: Proof) => proof !== allTests || options.everything;
const chosen = PROOFS.filter((proof) => options.only?.includes(proof.name) ?? byDefault(proof));
for (const { name, missing } of chosen) {
  if (missing !== undefined) console.error(`${name} is left out: ${missing}.`);
}
console.error(`seed ${options.seed} begins`);
const soaked = await soak(
  chosen.filter(({ missing }) => missing === undefined),
  {
    ...options,
    now: () => performance.now(),
    isOver: () => isOver,
    progress: (line) => console.error(line),
  },
);
if (soaked.broken !== undefined) console.error(soaked.broken);
console.log(options.json ? JSON.stringify(soaked) : figuresLine(soaked));
const isKept = soaked.broken === undefined && (!options.record || recorded(soaked));
process.exit(isKept ? 0 : 1);

function recorded(run: Soaked): boolean {
  try {
    recordRun(run, NAMES);
    return true;
  } catch (thrown) {
    console.error((thrown as Error).message);
    return false;
  }
}
