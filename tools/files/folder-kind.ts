// Kinds of folders that ringmote writes for a person, and whether one that is there may be replaced: only
// when it is empty, or is of that kind and holds nothing else.
import { readdirSync, type Stats } from "node:fs";
import { join } from "node:path";

/** The written thing: an image, a page, a backup. */
export interface FolderKind {
  /** As at the beginning of a sentence: "The image". */
  what: string;
  /** As in a sentence, with its owner; left out where one is never replaced. */
  replaces?: string;
  /**
   * The paths of all files of such a folder, with "/" between their parts; `undefined` for another folder.
   */
  filesIn?: (folder: string) => readonly string[] | undefined;
  /** Only its owner may read it. */
  isSecret?: boolean;
}

/** Files that desktops leave in a folder that somebody has looked at. */
export const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/**
 * The reason why the present folder is not replaced, a sentence; `undefined` when it is. `path` is a
 * person's name for it.
 */
export function whyNotReplaced(
  folder: string,
  path: string,
  stats: Stats,
  kind: FolderKind,
): string | undefined {
  const { replaces, filesIn } = kind;
  const instead =
    replaces === undefined
      ? "name a new folder"
      : `name a folder that is new, is empty, or holds ${replaces} and nothing else`;
  if (stats.isSymbolicLink()) return `${path} is a link, and no link is followed or replaced; ${instead}.`;
  if (!stats.isDirectory()) return `${path} is there, and is no folder; ${instead}.`;
  const stranger = strangerIn(folder, filesIn?.(folder) ?? []);
  if (stranger === undefined) return undefined;
  if (replaces === undefined) return `The folder ${path} is not empty; name a new one.`;
  return `The folder ${path} holds ${stranger}, which is not of ${replaces} that ringmote has written; ${instead}.`;
}

/** The path of something in the folder that is none of these files. */
function strangerIn(folder: string, paths: readonly string[]): string | undefined {
  const [files, folders] = [new Set(paths), foldersOf(paths)];
  const look = (below: string): string | undefined => {
    const entries = readdirSync(join(folder, below), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below + entry.name;
      if (entry.isFile() && (files.has(path) || LITTER.includes(entry.name))) continue;
      const inner = entry.isDirectory() && folders.has(path) ? look(`${path}/`) : path;
      if (inner !== undefined) return inner;
    }
    return undefined;
  };
  return look("");
}

/** The folders of these files, without the one that holds all. */
export function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
      folders.add(path.slice(0, at));
  return folders;
}
