// A folder that a person has named is written whole or not at all, and nothing of that person's is ever lost in it.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { FileError } from "../../tools/files/file-error.ts";
import type { FolderKind } from "../../tools/files/folder-kind.ts";
import { requireFolder, writeFolder } from "../../tools/files/whole-folder.ts";

let folder: string;
let album: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-whole-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  album = join(folder, "album");
});

/** Its index has the paths of its files, a line each. */
const ALBUM: FolderKind = {
  what: "The album",
  replaces: "an album",
  filesIn: (at) => {
    const index = join(at, "index");
    return existsSync(index) ? ["index", ...readFileSync(index, "utf8").split("\n")] : undefined;
  },
};
const LETTERS: FolderKind = { what: "The letters", isSecret: true };

const FIRST = { index: "sea.txt\nsouth/pole.txt", "sea.txt": "blue", "south/pole.txt": "white" };
const SECOND = { index: "wood.txt", "wood.txt": "green" };

function write(files: Readonly<Record<string, string>>, kind = ALBUM): void {
  writeFolder(album, kind, Object.entries(files));
}

/** Every file below the folder of the test, by its path. */
function all(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      files[path.slice(folder.length + 1)] = readFileSync(path, "utf8");
    }
  return files;
}

function inAlbum(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`album/${path}`, content]));
}

test("a folder replaces nothing, an empty folder or its own kind cleanly", () => {
  write(FIRST);
  expect(all()).toEqual(inAlbum(FIRST));
  write(SECOND);
  expect(all()).toEqual(inAlbum(SECOND));
  rmSync(album, { recursive: true });
  mkdirSync(album);
  write(FIRST);
  expect(all()).toEqual(inAlbum(FIRST));
  expect(readdirSync(folder)).toEqual(["album"]);
});

test.each(["mine.txt", "south/mine.txt", "sea.txt/mine.txt"])(
  "a folder with the foreign %s is not overwritten",
  (path) => {
    write(FIRST);
    if (path.startsWith("sea")) rmSync(join(album, "sea.txt"));
    mkdirSync(join(album, path, ".."), { recursive: true });
    writeFileSync(join(album, path), "mine");
    const before = all();
    const stranger = path.replace(/^(sea\.txt).*/, "$1");
    expect(() => write(SECOND)).toThrow(
      new FileError(
        `The folder ${album} holds ${stranger}, which is not of an album that ringmote has written; name a folder that is new, is empty, or holds an album and nothing else.`,
      ),
    );
    expect(all()).toEqual(before);
  },
);

test("a link among its files is nobody's that is known", () => {
  write(FIRST);
  rmSync(join(album, "sea.txt"));
  symlinkSync("/etc/hostname", join(album, "sea.txt"));
  expect(() => write(SECOND)).toThrow("holds sea.txt, which is not of an album");
});

test("files that a desktop leaves in a folder do not prevent its replacement", () => {
  write(FIRST);
  writeFileSync(join(album, ".DS_Store"), "");
  writeFileSync(join(album, "south", "Thumbs.db"), "");
  write(SECOND);
  expect(all()).toEqual(inAlbum(SECOND));
});

test("a folder that is never replaced refuses one with a file", () => {
  write(SECOND, LETTERS);
  expect(() => write(SECOND, LETTERS)).toThrow(`The folder ${album} is not empty; name a new one.`);
});

test.each(["ENOSPC", "EDQUOT", "EIO"])("an error in its middle (%s) leaves only the old folder", (code) => {
  function* files(): Generator<[string, string]> {
    yield ["wood.txt", "green"];
    throw Object.assign(new Error("injected"), { code });
  }
  const words =
    { ENOSPC: "the disk is full", EDQUOT: "your quota on that disk is used up" }[code] ?? "injected";
  const sentence = `The album cannot be written into ${album}: ${words}.`;
  expect(() => writeFolder(album, ALBUM, files())).toThrow(new FileError(sentence));
  expect(readdirSync(folder)).toEqual([]);
  write(FIRST);
  expect(() => writeFolder(album, ALBUM, files())).toThrow(new FileError(sentence));
  expect(all()).toEqual(inAlbum(FIRST));
  expect(readdirSync(folder)).toEqual(["album"]);
});

test("a failed write removes the parent folders it made, no others", () => {
  mkdirSync(join(folder, "there"));
  const deep = join(folder, "there", "a", "b", "album");
  const files = {
    [Symbol.iterator]: () => {
      throw Object.assign(new Error(), { code: "ENOSPC" });
    },
  };
  expect(() => writeFolder(deep, ALBUM, files)).toThrow(FileError);
  expect(readdirSync(folder, { recursive: true })).toEqual(["there"]);
});

test("a foreign error comes out unchanged and leaves nothing either", () => {
  const slip = new TypeError("a slip");
  const files = {
    [Symbol.iterator]: () => {
      throw slip;
    },
  };
  expect(() => writeFolder(album, ALBUM, files)).toThrow(slip);
  expect(readdirSync(folder)).toEqual([]);
});

test("a file that appears in the folder during the write survives", () => {
  write(FIRST);
  function* files(): Generator<[string, string]> {
    yield ["wood.txt", "green"];
    writeFileSync(join(album, "mine.txt"), "mine");
    yield ["index", "wood.txt"];
  }
  expect(() => writeFolder(album, ALBUM, files())).toThrow("holds mine.txt, which is not of an album");
  expect(all()).toEqual({ ...inAlbum(FIRST), "album/mine.txt": "mine" });
});

test("of two simultaneous writers the later writer's folder stands whole", () => {
  function* files(): Generator<[string, string]> {
    yield ["wood.txt", "green"];
    write(FIRST);
    yield ["index", "wood.txt"];
  }
  writeFolder(album, ALBUM, files());
  expect(all()).toEqual(inAlbum(SECOND));
});

test("a folder that appears at the last moment is replaced as well", () => {
  write(FIRST);
  const others = [() => write(FIRST), () => write(SECOND)];
  const meddled: FolderKind = {
    ...ALBUM,
    filesIn: (at) => {
      if (at !== album) others.pop()?.();
      return ALBUM.filesIn?.(at);
    },
  };
  writeFolder(album, meddled, [["index", ""]]);
  expect(all()).toEqual({ "album/index": "" });
  expect(readdirSync(folder)).toEqual(["album"]);
});

test("a link is neither followed nor replaced, wherever it leads", () => {
  mkdirSync(join(folder, "target"));
  symlinkSync("target", album);
  expect(() => write(FIRST)).toThrow(
    `${album} is a link, and no link is followed or replaced; name a folder that`,
  );
  rmSync(join(folder, "target"), { recursive: true });
  expect(() => write(FIRST)).toThrow(`${album} is a link`);
  expect(readdirSync(folder)).toEqual(["album"]);
});

test("a file is not replaced, nor taken for a parent folder", () => {
  writeFileSync(album, "mine");
  expect(() => write(FIRST)).toThrow(`${album} is there, and is no folder; name a folder that is new`);
  const below = join(album, "deeper");
  expect(() => requireFolder(below, ALBUM)).toThrow(
    `The album cannot be written into ${below}: a part of that path is no folder.`,
  );
});

test("the current folder is never removed, even when it is empty", () => {
  mkdirSync(album);
  const here = vi.spyOn(process, "cwd").mockReturnValue(album);
  onTestFinished(() => here.mockRestore());
  expect(() => writeFolder(".", ALBUM, [])).toThrow("The folder . is the one that you are in");
});

test("readers of the old folder may read the new folder", () => {
  mkdirSync(album, { mode: 0o750 });
  write(FIRST);
  expect(statSync(album).mode & 0o777).toBe(0o750);
});

test("a secret file is readable by its owner alone", () => {
  mkdirSync(album, { mode: 0o755 });
  write({ "one.txt": "dear", "below/two.txt": "love" }, LETTERS);
  for (const path of ["", "one.txt", "below", "below/two.txt"])
    expect(statSync(join(album, path)).mode & 0o077, path).toBe(0);
});
