// A file is replaced whole or not at all, and one that holds a secret is read by its owner alone.
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
import { replaceFile, replaceSecret } from "../../tools/files/whole-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-file-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  path = join(folder, "note");
});

test("a secret stays hidden from earlier readers and keeps each character", () => {
  writeFileSync(path, "old", { mode: 0o644 });
  replaceSecret(path, "pass\xffword");
  expect(readFileSync(path)).toEqual(Buffer.from([...Buffer.from("pass"), 0xff, ...Buffer.from("word")]));
  expect(statSync(path).mode & 0o077).toBe(0);
});

test("a link is replaced by the file, and its target stays", () => {
  writeFileSync(join(folder, "target"), "mine");
  symlinkSync("target", path);
  replaceSecret(path, "password");
  expect(readFileSync(join(folder, "target"), "utf8")).toBe("mine");
  expect(readFileSync(path, "utf8")).toBe("password");
});

test("a file that cannot be replaced leaves nothing beside it", () => {
  mkdirSync(join(path, "full"), { recursive: true });
  expect(() => replaceFile(path, "text")).toThrow();
  expect(readdirSync(folder)).toEqual(["note"]);
  expect(readdirSync(path)).toEqual(["full"]);
});
