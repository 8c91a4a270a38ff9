// The folder of a backup: whatever the files of a board are called, each is in it, and nothing from elsewhere
// goes onto a board.
import {
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
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { readBackup, writeBackup } from "../../tools/cli/backup/backup-folder.ts";
import type { FoundBoard } from "../../tools/flash/device-console.ts";
import { said } from "./board-at-port.ts";

const BOARD = { target: "nodemcu", chip: "esp8266", chipId: "5bce98f7" } as FoundBoard;
const INDEX = "ringmote-backup.json";

let folder: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-backup-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copy = join(folder, "copy");
});

const AWKWARD = [
  ["settings", "init.lua", "rm-0123456789ab", ".bootcde"],
  ["../../escaped", "/etc/passwd", "..", ".", "a/b", "a\\b", "c:\\d", "\x00\n\x1b[2J"],
  ["1-a_b", "a b", "a/b", "a_b"],
  ["Notes.txt", "notes.txt", "NOTES.TXT"],
  ["con", "NUL.lua", "lpt1.txt", "dot."],
  [INDEX, INDEX.toUpperCase(), "__proto__", "constructor", "1", "0"],
  ["x".repeat(300), `${"x".repeat(300)}y`],
];

test.each(AWKWARD.map((names) => [names]))(
  "a backup keeps files called %j unchanged and restores them",
  (names) => {
    const files = names.map((name, index) => ({ name, content: `${index}\x00\xff` }));
    writeBackup(copy, BOARD, files);
    expect(readdirSync(folder)).toEqual(["copy"]);
    const written = readdirSync(copy);
    expect(written).toHaveLength(names.length + 1);
    // A computer that does not tell small letters from large ones has as many.
    expect(new Set(written.map((name) => name.toLowerCase())).size).toBe(written.length);
    for (const name of written) {
      expect(name).toMatch(/^[\w.-]{1,110}$/);
      expect(name).not.toMatch(/^(?:con|nul|lpt1)(?:\.|$)|\.$/i);
      expect(statSync(join(copy, name)).mode & 0o077).toBe(0);
    }
    const { files: read, ...board } = readBackup(copy);
    expect(board).toEqual(BOARD);
    expect([...read].sort((a, b) => (a.content < b.content ? -1 : 1))).toEqual(files);
  },
);

test("a backup does not overwrite another backup", () => {
  writeBackup(copy, BOARD, [{ name: "settings", content: "old" }]);
  expect(() => writeBackup(copy, BOARD, [])).toThrow(`The folder ${copy} is not empty; name a new one.`);
  expect(readFileSync(join(copy, "settings"), "utf8")).toBe("old");
});

test.each(["a file", "a link to a folder", "a folder with a file in it"])(
  "backup refuses %s as its folder before opening a board",
  async (kind) => {
    if (kind === "a file") writeFileSync(copy, "mine");
    else mkdirSync(kind === "a link to a folder" ? join(folder, "target") : copy);
    if (kind === "a link to a folder") symlinkSync("target", copy);
    if (kind === "a folder with a file in it") writeFileSync(join(copy, "mine"), "");
    const words = { "a file": "is no folder", "a link to a folder": "is a link" }[kind] ?? "is not empty";
    const told = await said(["backup", copy, "--port", "/dev/ttyNowhere7"], {}, 1);
    expect(told).toContain(words);
    expect(told.trimEnd()).not.toContain("\n");
  },
);

/** A backup whose index says so. */
function withIndex(index: unknown): void {
  mkdirSync(copy);
  writeFileSync(join(copy, INDEX), typeof index === "string" ? index : JSON.stringify(index));
}

test.each(["../secret", "/etc/hostname", "sub/secret", "..", "link", "sub", "a\\b"])(
  "restore ignores %s outside the backup and opens no board",
  async (name) => {
    withIndex({ ...BOARD, files: { [name]: "notes" } });
    writeFileSync(join(folder, "secret"), "secret");
    mkdirSync(join(copy, "sub"));
    writeFileSync(join(copy, "sub", "secret"), "secret");
    symlinkSync("../secret", join(copy, "link"));
    expect(await said(["restore", copy, "--port", "/dev/ttyNowhere7"], {}, 2)).toBe(
      `ringmote: The backup in ${copy} names ${JSON.stringify(name)}, which is no file of its own; no board was asked. Make the backup anew with "ringmote backup".\n`,
    );
  },
);

test.each([
  "null",
  "[]",
  "no JSON",
  { ...BOARD },
  { ...BOARD, files: { gone: "notes" } },
  { ...BOARD, files: { [INDEX]: 7 } },
  { ...BOARD, files: { [INDEX]: "" } },
  { target: 1, chip: "esp8266", files: {} },
])("restore of a folder with index %j is refused in one sentence", async (index) => {
  withIndex(index);
  expect(await said(["restore", copy, "--port", "/dev/ttyNowhere7"], {}, 2)).toBe(
    `ringmote: The folder ${copy} is no backup, or not a whole one; "ringmote backup" writes one.\n`,
  );
});
