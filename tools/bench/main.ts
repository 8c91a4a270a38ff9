// The bench: `npm run bench`. Prints what the climate device costs, and fails when a figure of the gate is missed.
import { parseArgs } from "node:util";
import { espruinoHeld, espruinoLeftBehind } from "./espruino/held.ts";
import { espruinoWorstMoment } from "./espruino/worst-moment.ts";
import { imageSizes } from "./image-sizes.ts";
import { luaHeld, luaLeftBehind } from "./lua/held.ts";
import { espruinoOperations } from "./operations/espruino.ts";
import { luaOperations } from "./operations/lua.ts";
import { luaMachineOperations } from "./operations/lua-machine.ts";
import type { Row } from "./row.ts";
import { chosenSections, GATE, knownWords, type Section } from "./section.ts";
import { sectionLines } from "./table.ts";

const SECTIONS: readonly Section[] = [
  imageSizes,
  luaHeld,
  espruinoHeld,
  espruinoWorstMoment,
  luaOperations,
  luaMachineOperations,
  espruinoOperations,
  luaLeftBehind,
  espruinoLeftBehind,
];

const USAGE = `npm run bench [-- <options>]

  --json          the rows as JSON: name, engine, unit, ours, target, met
  --only <word>   one part of it: ${knownWords(SECTIONS).join(", ")}
  --no-gate       exit code 0 even when a target is missed`;

const EXIT_MISSED = 1;
const EXIT_WRONG_USE = 2;

interface Options {
  json: boolean;
  only: string | undefined;
  gate: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      json: { type: "boolean", default: false },
      only: { type: "string" },
      gate: { type: "boolean", default: true },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  if (chosenSections(SECTIONS, values.only).length === 0) {
    throw new Error(`Nothing is called "${values.only}"; there are: ${knownWords(SECTIONS).join(", ")}.`);
  }
  return { json: values.json, only: values.only, gate: values.gate };
}

async function run({ json, only, gate }: Options): Promise<void> {
  const all: Row[] = [];
  for (const section of chosenSections(SECTIONS, only)) {
    const skipped: string[] = [];
    const measured = await section.measure((reason) => skipped.push(reason));
    const rows = only === GATE ? measured.filter(({ target }) => target !== undefined) : measured;
    all.push(...rows);
    if (json) for (const reason of skipped) console.error(`skipped: ${section.title}: ${reason}`);
    else print(section.title, rows, skipped);
  }
  const missed = all.filter(({ met }) => met === false);
  if (json) console.log(JSON.stringify(all, undefined, 2));
  else console.log(verdict(all, missed));
  if (gate && missed.length > 0) process.exitCode = EXIT_MISSED;
}

function print(title: string, rows: readonly Row[], skipped: readonly string[]): void {
  if (rows.length > 0)
    console.log(sectionLines(title, rows, process.stdout.isTTY && !process.env.NO_COLOR).join("\n"));
  for (const reason of skipped)
    console.log(rows.length > 0 ? `skipped: ${reason}` : `${title}\nskipped: ${reason}`);
  console.log();
}

function verdict(all: readonly Row[], missed: readonly Row[]): string {
  const targets = all.filter(({ target }) => target !== undefined).length;
  if (targets === 0) return "No row here has a target.";
  return missed.length === 0
    ? `All ${targets} targets are met.`
    : `${missed.length} of ${targets} targets are missed: ${missed.map(({ name, engine }) => `${name} (${engine})`).join("; ")}.`;
}

let options: Options | undefined;
try {
  options = readOptions();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = EXIT_WRONG_USE;
}
if (options !== undefined) await run(options);
