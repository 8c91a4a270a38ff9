// The folder of a backup: the files of a board under names that every computer takes, and an index of what
// they are called.
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FolderKind } from "../../files/folder-kind.ts";
import { requireFolder, writeFolder } from "../../files/whole-folder.ts";
import type { FoundBoard, StoredFile } from "../../flash/device-console.ts";
import { UsageError } from "../words/failure.ts";

/** What a folder of a backup has besides the files. */
const INDEX = "ringmote-backup.json";

/** The settings among the files hold passwords. */
const BACKUP: FolderKind = { what: "The backup", isSecret: true };

/** Names that mean a device on some computers, whatever follows the dot. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const LONGEST_NAME = 100;

export interface Backup {
  target: string;
  chip: string;
  /** The number of the board's chip; "" in a backup of before it was noted. */
  chipId: string;
  files: readonly StoredFile[];
}

interface Index {
  target: string;
  chip: string;
  chipId?: string;
  /** The name on the board by the name in the folder. */
  files: Readonly<Record<string, string>>;
}

/** Throws a FileError for a folder that `writeBackup` would refuse. */
export function requireBackupFolder(folder: string): void {
  requireFolder(folder, BACKUP);
}

/** Throws a FileError; nothing is left of the backup then. */
export function writeBackup(
  folder: string,
  { target, chip, chipId }: FoundBoard,
  files: readonly StoredFile[],
): void {
  const names = fileNames(files.map(({ name }) => name));
  const named = files.map((file, index) => [names[index], file] as const);
  const index: Index = {
    target,
    chip,
    chipId,
    files: Object.fromEntries(named.map(([name, file]) => [name, file.name])),
  };
  writeFolder(folder, BACKUP, [
    ...named.map(([name, { content }]) => [name, Buffer.from(content, "latin1")] as const),
    [INDEX, `${JSON.stringify(index, undefined, 2)}\n`],
  ]);
}

/**
 * Two files of a board may differ in what names on a computer do not tell apart: a number does, where that is
 * so.
 */
function fileNames(onBoard: readonly string[]): string[] {
  const taken = new Set([INDEX]);
  return onBoard.map((name, index) => {
    const plain = name
      .replace(/[^\w.-]/g, "_")
      .slice(0, LONGEST_NAME)
      .replace(/\.$/, "_");
    let own = plain === name && name !== "" && !DEVICES.test(name) ? name : `${index}-${plain}`;
    while (taken.has(own.toLowerCase())) own = `${index}-${own}`;
    taken.add(own.toLowerCase());
    return own;
  });
}

/**
 * Reads a backup. Throws a UsageError for a folder that is none, and for an index that names what does not
 * lie in it.
 */
export function readBackup(folder: string): Backup {
  try {
    const {
      target,
      chip,
      chipId = "",
      files,
    } = JSON.parse(readFileSync(join(folder, INDEX), "utf8")) as Index;
    if ([target, chip, chipId].some((value) => typeof value !== "string")) throw new Error("not ours");
    return {
      target,
      chip,
      chipId,
      files: Object.entries(files).map(([name, onBoard]) => {
        if (typeof onBoard !== "string" || onBoard === "") throw new Error("not ours");
        return { name: onBoard, content: contentOf(folder, name) };
      }),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `The folder ${folder} is no backup, or not a whole one; "ringmote backup" writes one.`,
    );
  }
}

/** What an index names in another place, or by a link, may be anybody's, and would go onto a board. */
function contentOf(folder: string, name: string): string {
  const path = join(folder, name);
  if (!/^[\w.-]+$/.test(name) || /^\.*$/.test(name) || !lstatSync(path).isFile())
    throw new UsageError(
      `The backup in ${folder} names ${JSON.stringify(name)}, which is no file of its own; no board was asked. Make the backup anew with "ringmote backup".`,
    );
  return readFileSync(path, "latin1");
}
