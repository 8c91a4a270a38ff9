// npm run record: measures and makes anew what docs has of figures and tables, as far as that takes minutes.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { packageFolder } from "../../files/package-folder.ts";
import { counts } from "./counts.ts";
import { drivers } from "./drivers.ts";
import { homeAssistantClasses } from "./home-assistant.ts";
import { checkRecordParts, writeParts } from "./run.ts";
import { sizes } from "./sizes.ts";
import { systems } from "./systems.ts";
import { tour } from "./tour.ts";

const PARTS = [drivers, homeAssistantClasses, sizes, tour, systems, counts];
const CONFORMANCE = "conformance";
const WORDS = [...PARTS.map(({ word }) => word), CONFORMANCE];

const USAGE = `npm run record [-- <options>]

  --only <part>   one part of it: ${WORDS.join(", ")}
  --worse <why>   records figures that are more than 1 % worse too, which are refused without it; the record and the commit
                  say why
  --check         writes nothing; fails for a figure that is more than 1 % worse than recorded, and names the files of figures
                  that are out of date.
  --help          this text`;

const EXIT_WRONG_USE = 2;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      worse: { type: "string" },
      check: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { only, worse, check, help } = values;
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (only !== undefined && !WORDS.includes(only)) {
    console.error(`No part of the record is called "${only}"; there are: ${WORDS.join(", ")}.`);
    return EXIT_WRONG_USE;
  }
  const chosen = PARTS.filter(({ word }) => only === undefined || word === only);
  if (check) return checkRecordParts(chosen, packageFolder, console.log);
  const exitCode = await writeParts(chosen, packageFolder, console.log, worse);
  if (exitCode !== 0) return exitCode;
  return only === undefined || only === CONFORMANCE ? writeConformance() : 0;
}

/** The page is made of the tests that pass, so they are run. */
function writeConformance(): number {
  const reporters = ["--reporter", "default", "--reporter", "./test/conformance/write-page.ts"];
  const tests = ["test/bytes", "test/mqtt", "test/runtime"];
  const args = ["vitest", "run", "--project", "everyday", ...reporters, ...tests];
  return spawnSync("npx", args, { cwd: packageFolder, stdio: "inherit" }).status ?? 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = EXIT_WRONG_USE;
}
