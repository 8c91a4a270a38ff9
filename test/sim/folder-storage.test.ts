// The records of a device that runs on a computer, kept in a folder.
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
import { FolderStorage } from "../../tools/sim/worlds/folder-storage.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-records-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

test("a record persists unchanged, readable by its owner alone", () => {
  writeFileSync(join(folder, "settings"), "older", { mode: 0o644 });
  new FolderStorage(folder).set("settings", "secret=\xff\n");
  expect(new FolderStorage(folder).get("settings")).toBe("secret=\xff\n");
  expect(statSync(join(folder, "settings")).mode & 0o077).toBe(0);
  expect(readdirSync(folder)).toEqual(["settings"]);
});

test("a record is not written through a link", () => {
  writeFileSync(join(folder, "mine.txt"), "mine");
  for (const name of ["settings", "settings.new"]) symlinkSync("mine.txt", join(folder, name));
  new FolderStorage(folder).set("settings", "secret");
  expect(readFileSync(join(folder, "mine.txt"), "utf8")).toBe("mine");
  expect(readFileSync(join(folder, "settings"), "utf8")).toBe("secret");
});

test("a failed write keeps the old record, and the device continues", () => {
  const storage = new FolderStorage(folder).set("states", "on");
  rmSync(folder, { recursive: true });
  expect(storage.set("states", "off").get("states")).toBe("on");
});

test("a removed record stays removed", () => {
  const storage = new FolderStorage(folder).set("starts", "2");
  expect([storage.delete("starts"), storage.delete("starts")]).toEqual([true, false]);
  expect([storage.has("starts"), readdirSync(folder)]).toEqual([false, []]);
});

test("a record that fails to be removed remains", () => {
  const storage = new FolderStorage(folder).set("starts", "2");
  rmSync(join(folder, "starts"));
  mkdirSync(join(folder, "starts"));
  expect([storage.delete("starts"), storage.get("starts")]).toEqual([false, "2"]);
});
