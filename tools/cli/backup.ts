// ringmote backup and ringmote restore: the files of a board in a folder, and back.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { familyOf } from "../flash/board-fit.ts";
import type { StoredFile } from "../flash/device-console.ts";
import { atBoard, describeBoard, type PortOptions, withPort } from "./device-port.ts";
import { withExamples } from "./example.ts";
import { RunError, UsageError } from "./failure.ts";
import { createProgress } from "./progress.ts";

/** What a folder of a backup has besides the files: their names as the board has them, which may be none for a computer. */
const INDEX = "ringmote-backup.json";

interface Index {
  target: string;
  chip: string;
  /** The name on the board by the name in the folder. */
  files: Readonly<Record<string, string>>;
}

interface RestoreOptions extends PortOptions {
  inPlace?: boolean;
}

export function backupCommand(): Command {
  const command = withPort(
    new Command("backup")
      .description(
        "copies every file of a board's storage into a folder; the settings among them hold passwords",
      )
      .argument("<folder>", "a new folder, or an empty one"),
  ).action(backup);
  return withExamples(command, "ringmote backup kitchen --port /dev/ttyUSB0");
}

export function restoreCommand(): Command {
  const command = withPort(
    new Command("restore")
      .description("makes a board's storage hold the files of a backup, and no other")
      .argument("<folder>", "what ringmote backup has written"),
  )
    .option(
      "--in-place",
      "writes over what is there, on boards that do not hold both: cut off, it leaves no program",
    )
    .action(restore);
  return withExamples(command, "ringmote restore kitchen --port /dev/ttyUSB0");
}

async function backup(folder: string, options: PortOptions): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new UsageError(`The folder ${folder} is not empty; name a new one.`);
  await atBoard(options, async (board, port) => {
    console.log(describeBoard(port.name, board.found));
    const files = await board.backup();
    writeFiles(folder, board.found, files);
    const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
    console.log(`${folder}: ${files.length} files, ${bytes} bytes`);
  });
}

function writeFiles(
  folder: string,
  { target, chip }: { target: string; chip: string },
  files: readonly StoredFile[],
): void {
  const named = files.map((file, index) => [fileName(file.name, index), file] as const);
  const index: Index = {
    target,
    chip,
    files: Object.fromEntries(named.map(([name, file]) => [name, file.name])),
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [name, { content }] of named)
      writeFileSync(join(folder, name), content, { encoding: "latin1", mode: 0o600 });
    writeFileSync(join(folder, INDEX), `${JSON.stringify(index, undefined, 2)}\n`);
  } catch (error) {
    throw new RunError(`The folder ${folder} cannot be written: ${(error as Error).message}.`);
  }
}

/** Two files of a board may differ in what a computer's names leave out: the number keeps them apart. */
function fileName(name: string, index: number): string {
  const plain = name.replace(/[^\w.-]/g, "_");
  return plain === name && !/^\.*$/.test(name) && name !== INDEX ? name : `${index}-${plain}`;
}

async function restore(folder: string, options: RestoreOptions): Promise<void> {
  const { target, chip, files } = readBackup(folder);
  await atBoard(options, async (board, port) => {
    console.log(describeBoard(port.name, board.found));
    if (board.found.target !== target)
      throw new RunError(
        `The backup is of a board with ${target} and this one has ${board.found.target}; nothing was changed. Name the port of the other board, or install the interpreter of the backup first.`,
      );
    if (familyOf(board.found.chip) !== familyOf(chip))
      throw new RunError(
        `The backup is of a board with ${chip} and this one has ${board.found.chip}; nothing was changed. Name the port of a board with that chip.`,
      );
    const progress = createProgress(`Restoring ${folder}`);
    try {
      await board.restore(files, { inPlace: options.inPlace === true, onProgress: progress });
    } finally {
      progress.end();
    }
    console.log(`The board has the ${files.length} files of ${folder}, and starts anew.`);
  });
}

function readBackup(folder: string): { target: string; chip: string; files: StoredFile[] } {
  try {
    const index = JSON.parse(readFileSync(join(folder, INDEX), "utf8")) as Index;
    const files = Object.entries(index.files).map(([name, onBoard]) => ({
      name: onBoard,
      content: readFileSync(join(folder, name), "latin1"),
    }));
    return { target: index.target, chip: index.chip, files };
  } catch {
    throw new UsageError(
      `The folder ${folder} is no backup, or not a whole one; "ringmote backup" writes one.`,
    );
  }
}
