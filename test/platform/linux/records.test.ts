// Records on a disk: whole or not at all, for this user alone.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DiskRecords } from "../../../src/platform/linux/records.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "ringmote-records-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return join(made, "state");
}

test("a setting survives a restart byte for byte, readable by its owner", () => {
  const state = folder();
  const bytes = "ringmote 1\nsecret=\xe9\x00\xff\nend\n";
  new DiskRecords(state).set("settings", bytes);
  expect(new DiskRecords(state).get("settings")).toBe(bytes);
  expect(statSync(join(state, "settings")).mode & 0o077).toBe(0);
  expect(statSync(state).mode & 0o077).toBe(0);
  expect(readdirSync(state)).toEqual(["settings"]);
});

test("a record cut while writing is ignored in favour of the last", () => {
  const state = folder();
  new DiskRecords(state).set("ring", "old");
  writeFileSync(join(state, "ring.part"), "ne");
  writeFileSync(join(state, "not a record"), "x");
  expect([...new DiskRecords(state)]).toEqual([["ring", "old"]]);
});

test("a record that cannot be written stays unchanged", () => {
  const state = folder();
  const records = new DiskRecords(state);
  records.set("ring", "old");
  rmSync(state, { recursive: true });
  records.set("ring", "new");
  expect(records.get("ring")).toBe("old");
});

test("a shorter record replaces a longer one entirely", () => {
  const state = folder();
  const records = new DiskRecords(state);
  records.set("ring", "longer than the next one");
  records.set("ring", "short");
  expect(readFileSync(join(state, "ring"), "latin1")).toBe("short");
});
