// npm run soak: tries everything that is promised for as long as it is told, and ends with one line of figures.
import { Command, InvalidArgumentError } from "commander";
import { hostileBroker } from "./hostile/proof.ts";
import { months } from "./month/proof.ts";
import { mutatedOnLuas, mutatedOnNode } from "./mutation/proof.ts";
import type { Proof } from "./proof.ts";
import { recordRun } from "./record/page.ts";
import { sessions } from "./session/proof.ts";
import { figuresLine, type Soaked, soak } from "./soak.ts";
import { storms } from "./storm-proof.ts";

const PROOFS: readonly Proof[] = [mutatedOnNode, ...mutatedOnLuas, sessions, storms, months, hostileBroker];
const NAMES = PROOFS.map(({ name }) => name);

interface Options {
  minutes: number;
  seed: number;
  only?: string[];
  json: boolean;
  record: boolean;
}

function number(least: number, what: string) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= least) || !Number.isFinite(value))
      throw new InvalidArgumentError(`It has to be ${what}.`);
    return value;
  };
}

function knownProof(name: string, before: string[] | undefined): string[] {
  if (!NAMES.includes(name)) throw new InvalidArgumentError(`There are: ${NAMES.join(", ")}.`);
  return [...(before ?? []), name];
}

const options = new Command("soak")
  .description("Tries everything that is promised with seed after seed. Ctrl-C ends it behind what it is at.")
  .option("--minutes <n>", "how long; each proof is tried once in any case", number(0, "0 or more"), 10)
  .option("--seed <n>", "the first seed", number(0, "a whole number from 0 on"), 1)
  .option("--only <proof...>", `some of the proofs: ${NAMES.join(", ")}`, knownProof)
  .option("--json", "the figures as JSON in place of the line", false)
  .option("--record", "writes the figures into docs/reliability.json and docs/reliability.md", false)
  .parse()
  .opts<Options>();

let isOver = false;
process.once("SIGINT", () => {
  isOver = true;
  console.error("Ends behind what it is at; Ctrl-C once more ends it now.");
});

const chosen = PROOFS.filter(({ name }) => options.only?.includes(name) ?? true);
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
    recordRun(run);
    return true;
  } catch (thrown) {
    console.error((thrown as Error).message);
    return false;
  }
}
