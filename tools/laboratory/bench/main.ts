// The bench: `npm run bench`. Prints what the climate device costs, and fails when a figure of the gate is missed.
import { parseArgs } from "node:util";
import { packageFolder } from "../../files/package-folder.ts";
import { type BenchOptions, runBench } from "./bench.ts";
import { peerUsage, readPeerFiles } from "./peer-files.ts";
import { recordAfter, withAges } from "./record.ts";
import { readRecord, writeRecord } from "./record-files.ts";
import { recordTables } from "./record-tables.ts";
import { chosenSections, knownWords, subjectsNow } from "./section.ts";
import { SECTIONS } from "./sections.ts";

const USAGE = `npm run bench [-- <options>]

  --only <word>   the parts with this word in their heading, as lua; or one of:
                  ${knownWords(SECTIONS).join(", ")}
  --peer <name=path>  files of a peer that no package brings, to count it in the same run:
${peerUsage()
  .map((usage) => `                    ${usage}`)
  .join("\n")}
  --record        writes the figures into docs/performance.json and docs/performance.md
  --recorded      prints all rows of docs/performance.json, and measures nothing
  --no-gate       exit code 0 even when a target is missed
  --help          this text`;

const EXIT_WRONG_USE = 2;

interface Options extends BenchOptions {
  /** Are the figures recorded? */
  record: boolean;
  /** Are the rows of the record printed in place of a run? */
  recorded: boolean;
}

/** What was asked for; `undefined` when that was only how to ask. */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      only: { type: "string" },
      gate: { type: "boolean", default: true },
      record: { type: "boolean", default: false },
      recorded: { type: "boolean", default: false },
      peer: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  if (chosenSections(SECTIONS, values.only).length === 0) {
    const known = knownWords(SECTIONS).join(", ");
    throw new Error(
      `No part of the bench has "${values.only}" in its heading; other words for parts are: ${known}.`,
    );
  }
  return { ...values, only: values.only, peers: readPeerFiles(values.peer) };
}

async function main(): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions();
  } catch (error) {
    console.error((error as Error).message);
    return EXIT_WRONG_USE;
  }
  if (options === undefined) {
    console.log(USAGE);
    return 0;
  }
  const record = readRecord(packageFolder);
  if (options.recorded) {
    console.log(recordTables(withAges(record, await subjectsNow(SECTIONS))));
    return 0;
  }
  const { exitCode, measured } = await runBench(
    SECTIONS,
    options,
    {
      print: (line) => console.log(line),
      remark: (line) => console.error(line),
      colour: process.stdout.isTTY && process.env.NO_COLOR === undefined,
    },
    record,
  );
  if (options.record) {
    const titles = SECTIONS.map(({ title }) => title);
    const today = new Date().toISOString().substring(0, "2000-01-01".length);
    const after = recordAfter(record, measured, titles, today);
    writeRecord(packageFolder, after, await subjectsNow(SECTIONS));
  }
  return exitCode;
}

process.exitCode = await main();
