// One store is one client's, until that has ended, however it ends.
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { SendStore } from "../../src/client/sends/send-store.ts";
import { program } from "./program-client.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
  file = join(folder, "messages");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Another process that opens the store, says so, and stays. */
async function holder(): Promise<ChildProcess> {
  const text = `
    import { SendStore } from "./src/client/sends/send-store.ts";
    const store = new SendStore(${JSON.stringify(file)});
    store.hold({ topic: "a", payload: "1", qos: 1, retain: false, properties: "" });
    console.log("open");
    setInterval(() => store.unsettled(), 1000);
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", text], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
}

const IN_USE =
  "is in use by another client, here or in another process; stop that one, or name another file.";

test("another process's store is refused until that process is killed", async () => {
  const child = await holder();
  expect(() => new SendStore(file)).toThrow(`The store ${file} ${IN_USE}`);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  const store = new SendStore(file);
  expect(store.unsettled()).toHaveLength(1);
  expect(store.isLocked).toBe(true);
  store.close();
});

test("two clients of one process cannot share a store", async () => {
  const { start, pass } = program();
  const first = start({ store: file });
  expect(() => start({ id: "other", store: file })).toThrow(IN_USE);
  await Promise.all([first.stop(), pass(1000)]);
  start({ id: "other", store: file }).kill();
});

test("a stale lock stops no client", () => {
  for (const text of ["", "1", `${process.ppid}`, "{}"]) {
    writeFileSync(`${file}.lock`, text);
    new SendStore(file).close();
    rmSync(`${file}.lock`, { force: true });
  }
});

test("closing removes the lock and no other program's file", () => {
  const lock = `${file}.lock`;
  const letter = join(folder, "letter");
  new SendStore(file).close();
  expect(existsSync(lock)).toBe(false);
  writeFileSync(lock, "a letter");
  new SendStore(file).close();
  expect(readFileSync(lock, "utf8")).toBe("a letter");
  rmSync(lock);
  for (const content of ["", "a letter"]) {
    writeFileSync(letter, content);
    symlinkSync(letter, lock);
    new SendStore(file).close();
    expect([lstatSync(lock).isSymbolicLink(), readFileSync(letter, "utf8")]).toEqual([true, content]);
    rmSync(lock);
  }
});

test("an error names a folder in the place of the lock", () => {
  mkdirSync(`${file}.lock`);
  expect(() => new SendStore(file)).toThrow(
    `The store ${file} cannot be opened: its lock is a folder (EISDIR). Mend that, or name another file.`,
  );
});

test("a refused client leaves the store to the next", () => {
  const { start } = program();
  const store = new SendStore(file);
  store.hold({ topic: "a", payload: "1", qos: 2, retain: false, properties: "" });
  store.close();
  expect(() => start({ id: "", store: file })).toThrow("QoS 2 needs a session");
  start({ store: file }).kill();
});
