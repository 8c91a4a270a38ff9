// ringmote backup and ringmote restore: the files of a board in a folder, and back.
import { Command } from "commander";
import { variantNamed } from "../../../boards/chips/chip.ts";
import { utf8 } from "../../../src/bytes/utf8.ts";
import { SETTINGS, setting, settingsAreWhole } from "../../../src/runtime/settings.ts";
import { changedSettings } from "../../../src/runtime/settings-change.ts";
import { KEY_RECORD } from "../../../src/update/key.ts";
import { COUNTER_RECORDS, type CounterRecord } from "../../flash/counter-records.ts";
import type { StoredFile } from "../../flash/device-console.ts";
import { recordFiles } from "../../flash/record-files.ts";
import { note, print } from "../../terminal/output.ts";
import { atBoard, describeBoard, type PortOptions, withPort } from "../device-port.ts";
import { withExamples } from "../words/example.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";
import { readBackup, requireBackupFolder, writeBackup } from "./backup-folder.ts";

interface BackupOptions extends PortOptions {
  withKey?: boolean;
}

interface RestoreOptions extends PortOptions {
  inPlace?: boolean;
  id?: string;
}

const KEY_FILES = recordFiles(KEY_RECORD);

/** What a device takes by its key, and counts in these records. */
const COUNTED: Readonly<Record<CounterRecord, string>> = { update: "update", sealed: "sealed command" };

export function backupCommand(): Command {
  const command = withPort(
    new Command("backup")
      .description(
        "copies the files of a board's storage into a folder, its key for updates on request; the settings among them hold passwords",
      )
      .argument("<folder>", "a new folder, or an empty one"),
  )
    .option(
      "--with-key",
      "copies the key that signs its updates as well: whoever has it can replace its program",
    )
    .action(backup);
  return withExamples(command, "ringmote backup kitchen --port /dev/ttyUSB0");
}

export function restoreCommand(): Command {
  const command = withPort(
    new Command("restore")
      .description(
        "makes a board's storage hold the files of a backup, and no other; a count of updates or of sealed commands that is higher on the board stays",
      )
      .argument("<folder>", "what ringmote backup has written"),
  )
    .option(
      "--in-place",
      "writes over what is there, on boards that do not hold both: cut off, it leaves no program",
    )
    .option(
      "--id <identity>",
      "the device of the backup goes on at a new chip: its identity, as its topics have it (home/<identity>/...)",
    )
    .action(restore);
  return withExamples(
    command,
    "ringmote restore kitchen --port /dev/ttyUSB0",
    "ringmote restore kitchen --id kitchen-5bce98f7 --port /dev/ttyUSB0",
  );
}

async function backup(folder: string, options: BackupOptions): Promise<void> {
  requireBackupFolder(folder);
  await atBoard(options, async (board, port) => {
    print(describeBoard(port.name, board.found));
    const all = await board.backup();
    const files = options.withKey ? all : all.filter(({ name }) => !KEY_FILES.includes(name));
    writeBackup(folder, board.found, files);
    const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
    print(`${folder}: ${files.length} files, ${bytes} bytes`);
    if (files.length < all.length)
      note("ringmote: The key for updates is not among them; --with-key copies it as well.");
  });
}

async function restore(folder: string, options: RestoreOptions): Promise<void> {
  const { target, chip, chipId, files: copied } = readBackup(folder);
  const files = options.id === undefined ? copied : asDevice(copied, options.id, folder);
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
    const { kept } = await board
      .restore(files, { inPlace: options.inPlace === true, onProgress: progress })
      .finally(() => progress.end());
    print(`The board has the ${files.length} files of ${folder}, and starts anew.`);
    if (kept.length > 0)
      note(
        `ringmote: The board keeps its own count of ${kept.map((record) => `${COUNTED[record]}s`).join(" and of ")}, above the backup's, so that it takes none of these again; "ringmote erase" before the restore removes it.`,
      );
    const refused = refusedWithoutKey(files.map(({ name }) => name));
    if (refused.length > 0)
      note(
        `ringmote: The backup has no key, so the board takes ${refused.join(" and ")} until "ringmote key give" gives it one.`,
      );
    const isOther = chipId !== "" && chipId !== board.found.chipId;
    if (isOther && identityIn(files) === "") note(identityHint(chipId));
  });
}

function refusedWithoutKey(names: readonly string[]): string[] {
  const has = (record: string) => recordFiles(record).some((file) => names.includes(file));
  if (has(KEY_RECORD)) return [];
  return COUNTER_RECORDS.filter(has).map((record) => `no ${COUNTED[record]}`);
}

/** The files of a backup with this identity in their settings. Throws where there are none, or it cannot be one. */
function asDevice(files: readonly StoredFile[], id: string, folder: string): StoredFile[] {
  const settings = files.find(({ name }) => name === SETTINGS)?.content ?? "";
  if (!settingsAreWhole(settings))
    throw new UsageError(`The backup in ${folder} has no settings to hold an identity; leave --id out.`);
  const { record, fault } = changedSettings(settings, `id=${utf8(id)}`, true);
  if (fault !== "") throw new UsageError(`--id ${id} is refused: the settings of the backup would ${fault}.`);
  return files.map((file) => (file.name === SETTINGS ? { ...file, content: record } : file));
}

function identityIn(files: readonly StoredFile[]): string {
  return setting(files.find(({ name }) => name === SETTINGS)?.content ?? "", "id");
}

function identityHint(chipId: string): string {
  return `This is another chip: its device has a new identity. For that of the broken board, restore with --id and what its topics had, which ends with -${chipId}; "ringmote forget" takes away what the new one left at the broker.`;
}
