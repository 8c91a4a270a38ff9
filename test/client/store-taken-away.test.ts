// Changes by others to a store's file: another name, its removal, its end cut off. Accepted messages
// are there for the next client.
import {
  linkSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SendStore } from "../../src/client/sends/send-store.ts";
import { contentOf } from "../../src/client/sends/store-lines.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
  file = join(folder, "messages");
});

afterEach(() => rmSync(folder, { recursive: true }));

function hold(store: SendStore, ...payloads: string[]): void {
  for (const payload of payloads) store.hold({ topic: "a", payload, qos: 1, retain: false, properties: "" });
}

/** What the next client finds. */
function files(path = file): string[] {
  const store = new SendStore(path);
  store.close();
  return store.unsettled().map(([, { payload }]) => payload);
}

function heldIn(text: string): string[] {
  const content = contentOf(text.split(/(?<=\n)/));
  return [...(content?.held.values() ?? [])].map(({ payload }) => payload);
}

test("two clients at two names of one file lose no message", () => {
  const otherFile = join(folder, "other");
  const first = new SendStore(file);
  hold(first, "1");
  linkSync(file, otherFile);
  const second = new SendStore(otherFile);
  hold(second, "2", "3");
  hold(first, "4");
  first.close();
  second.close();
  expect([files(), files(otherFile)]).toEqual([
    ["1", "4"],
    ["1", "2", "3"],
  ]);
  expect(statSync(file).ino).not.toBe(statSync(otherFile).ino);
});

test("a store is not written through a hard link's other name", () => {
  const copy = join(folder, "snapshot");
  const before = new SendStore(file);
  hold(before, "1");
  before.close();
  linkSync(file, copy);
  const content = readFileSync(copy, "utf8");
  const store = new SendStore(file);
  hold(store, "2");
  store.close();
  expect(readFileSync(copy, "utf8")).toBe(content);
  expect(files()).toEqual(["1", "2"]);
});

test("a deleted store file is written anew", () => {
  const store = new SendStore(file);
  hold(store, "1");
  rmSync(file);
  hold(store, "2");
  store.settle(1);
  hold(store, "3");
  store.close();
  expect(files()).toEqual(["2", "3"]);
});

test("a moved store file is written anew, and the moved one stays", () => {
  const away = join(folder, "away");
  const store = new SendStore(file);
  hold(store, "1", "2");
  renameSync(file, away);
  hold(store, "3");
  store.settle(1);
  store.close();
  expect([files(), files(away)]).toEqual([
    ["2", "3"],
    ["1", "2"],
  ]);
});

test("another program's file in a moved store's place makes sends fail", () => {
  const store = new SendStore(file);
  hold(store, "1");
  renameSync(file, join(folder, "away"));
  writeFileSync(file, "a letter");
  expect(() => hold(store, "2")).toThrow("another file has taken its place");
  store.settle(1);
  store.close();
  expect(readFileSync(file, "utf8")).toBe("a letter");
});

test("a truncated store file is written anew", () => {
  for (const length of [0, 40]) {
    const store = new SendStore(file);
    hold(store, "1", "2");
    truncateSync(file, length);
    hold(store, "3");
    store.close();
    expect(files().slice(-3)).toEqual(["1", "2", "3"]);
  }
});

test("a message acknowledged after a truncation hides no other message", () => {
  const store = new SendStore(file);
  hold(store, "1", "2", "3");
  truncateSync(file, 0);
  store.settle(1);
  // As a kill leaves it.
  expect(heldIn(readFileSync(file, "utf8"))).toEqual(["2", "3"]);
  rmSync(file);
  store.settle(2);
  expect(heldIn(readFileSync(file, "utf8"))).toEqual(["3"]);
  store.close();
});

test("a client's end rewrites a missing or truncated store file", () => {
  for (const spoil of [() => rmSync(file), () => truncateSync(file, 50)]) {
    const store = new SendStore(file);
    hold(store, "1", "2");
    spoil();
    store.close();
    expect(files().slice(-2)).toEqual(["1", "2"]);
  }
});

test("two clients lose no message when the lock is deleted", () => {
  const first = new SendStore(file);
  hold(first, "1");
  rmSync(`${file}.lock`);
  const second = new SendStore(file);
  hold(second, "2");
  expect(() => hold(first, "a longer one")).toThrow("its lock was taken away, and another client has it");
  first.settle(1);
  hold(second, "3");
  first.close();
  expect(() => new SendStore(file)).toThrow("in use");
  second.close();
  expect(files()).toEqual(["1", "2", "3"]);
});

test("a deleted lock is taken again", () => {
  const store = new SendStore(file);
  hold(store, "1");
  rmSync(`${file}.lock`);
  hold(store, "2");
  expect(() => new SendStore(file)).toThrow("in use");
  store.close();
  expect(files()).toEqual(["1", "2"]);
});

test("records that another client wrote meanwhile are not overwritten", () => {
  const first = new SendStore(file);
  hold(first, "1");
  rmSync(`${file}.lock`);
  const second = new SendStore(file);
  hold(second, "2");
  second.close();
  expect(() => hold(first, "3")).toThrow("its lock was taken away");
  first.close();
  expect(files()).toEqual(["1", "2"]);
});

test("another program's file in the store's place makes sends fail", () => {
  const store = new SendStore(file);
  hold(store, "1");
  rmSync(file);
  writeFileSync(file, "a letter");
  expect(() => hold(store, "2")).toThrow("another file has taken its place");
  expect(readFileSync(file, "utf8")).toBe("a letter");
  rmSync(file);
  hold(store, "3");
  store.close();
  expect(files()).toEqual(["1", "3"]);
});

test("a deleted folder makes sends fail", () => {
  const inner = mkdtempSync(join(folder, "inner-"));
  const store = new SendStore(join(inner, "messages"));
  rmSync(inner, { recursive: true });
  expect(() => hold(store, "1")).toThrow("its folder is not there (ENOENT)");
  store.close();
});
