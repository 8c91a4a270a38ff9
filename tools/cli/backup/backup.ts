// ringmote backup and ringmote restore: the files of a board in a folder, and back.
import { Command } from "commander";
import { variantNamed } from "../../../boards/chips/chip.ts";
import { print } from "../../terminal/output.ts";
import { atBoard, describeBoard, type PortOptions, withPort } from "../device-port.ts";
import { withExamples } from "../words/example.ts";
import { RunError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";
import { readBackup, requireBackupFolder, writeBackup } from "./backup-folder.ts";

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
  requireBackupFolder(folder);
  await atBoard(options, async (board, port) => {
    print(describeBoard(port.name, board.found));
    const files = await board.backup();
    writeBackup(folder, board.found, files);
    const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
    print(`${folder}: ${files.length} files, ${bytes} bytes`);
  });
}

async function restore(folder: string, options: RestoreOptions): Promise<void> {
  const { target, chip, files } = readBackup(folder);
  await atBoard(options, async (board, port) => {
    print(describeBoard(port.name, board.found));
    if (board.found.target !== target)
      throw new RunError(
        `The backup is of a board with ${target} and this one has ${board.found.target}; nothing was changed. Name the port of the other board, or install the interpreter of the backup first.`,
      );
    if (variantNamed(board.found.chip) !== variantNamed(chip))
      throw new RunError(
        `The backup is of a board with ${chip} and this one has ${board.found.chip}; nothing was changed. Name the port of a board with that chip.`,
      );
    const progress = createProgress(`Restoring ${folder}`);
    try {
      await board.restore(files, { inPlace: options.inPlace === true, onProgress: progress });
    } finally {
      progress.end();
    }
    print(`The board has the ${files.length} files of ${folder}, and starts anew.`);
  });
}
