// The bench: `npm run bench`. Prints what the clients cost beside their peers, and fails when a target is
// missed.
import { parseArgs } from "node:util";
import { packageFolder } from "../../files/package-folder.ts";
import { runBench } from "./bench.ts";
import { runNow } from "./now.ts";
import { peerUsage, readPeerFiles } from "./peer-files.ts";
import { grownCounts, recordAfter, withAges } from "./record.ts";
import { readBenchRecord, writeBenchRecord } from "./record-files.ts";
import { chosenSections, EXACT, subjectsNow } from "./section.ts";
import { SECTIONS } from "./sections.ts";
import { sectionLines } from "./table.ts";

const USAGE = `npm run bench [-- <options>]

  --only <word>   the parts with this word in their heading, as lua; or "${EXACT}": what every machine counts the same
  --peer <name=path>  files of a peer that no package brings, to count it in the same run:
${peerUsage()
  .map((usage) => `                    ${usage}`)
  .join("\n")}
  --record        writes the figures into docs/performance.json and docs/performance.md
  --worse <why>   records counts that are more than 1 % worse too, which are refused without it
  --recorded      prints all rows of docs/performance.json, and measures nothing
  --help          this text`;

const EXIT_WRONG_USE = 2;

/** What was asked for. */
function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      record: { type: "boolean", default: false },
      worse: { type: "string" },
      recorded: { type: "boolean", default: false },
      peer: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (chosenSections(SECTIONS, values.only).length === 0) {
    const titles = SECTIONS.map(({ title }) => `\n  ${title}`).join("");
    throw new Error(`No part of the bench has "${values.only}" in its heading:${titles}`);
  }
  return { ...values, only: values.only, peers: readPeerFiles(values.peer) };
}

async function main(): Promise<number> {
  const options = readOptions();
  const print = (line: string): void => console.log(line);
  const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const record = readBenchRecord(packageFolder);
  if (options.help) print(USAGE);
  else if (options.recorded)
    for (const { title, rows } of withAges(record, await subjectsNow(SECTIONS)))
      print(`${sectionLines(title, rows, colour).join("\n")}\n`);
  if (options.help || options.recorded) return 0;
  const { exitCode, measured } = await runBench(SECTIONS, options, { print, colour }, record);
  if (options.record) {
    const { worse: reason } = options;
    const faults = reason === undefined ? grownCounts(record, measured) : [];
    for (const fault of faults) print(`Not recorded: ${fault}`);
    if (faults.length > 0) return 1;
    const titles = SECTIONS.map(({ title }) => title);
    const after = recordAfter(record, measured, titles, { ...runNow(), reason });
    writeBenchRecord(packageFolder, after, await subjectsNow(SECTIONS));
  }
  return exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = EXIT_WRONG_USE;
}
