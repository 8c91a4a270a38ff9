// Places for a store: one that is no place for it is refused in a sentence, and stays as it is.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { SendStore } from "../../src/client/sends/send-store.ts";
import { program } from "./program-client.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-store-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const MESSAGE = { topic: "a", payload: "1", qos: 1, retain: false, properties: "" } as const;

/** Enough that the file is written anew. */
function use(store: SendStore): void {
  for (let count = 0; count < 1100; count += 1) store.settle(store.hold(MESSAGE));
  store.hold(MESSAGE);
}

test("a store behind a symbolic link is written at the link's target", () => {
  for (const isThere of [true, false]) {
    const file = join(folder, `file-${isThere}`);
    const link = join(folder, `link-${isThere}`);
    if (isThere) new SendStore(file).close();
    symlinkSync(file, link);
    const store = new SendStore(link);
    use(store);
    expect(() => new SendStore(file)).toThrow("in use");
    store.close();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    const again = new SendStore(file);
    expect(again.unsettled()).toHaveLength(1);
    again.close();
  }
});

test("a store that is no regular file is refused", async () => {
  const socket = join(folder, "socket");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => void server.close());
  const { start } = program();
  const refused = (store: string, words: string) => expect(() => start({ store }), store).toThrow(words);
  refused(socket, `The store ${socket} is no regular file; name another one.`);
  refused(folder, `The store ${folder} is a folder; name a file, such as ${join(folder, "messages")}.`);
  const missing = join(folder, "none", "file");
  refused(
    missing,
    `The store ${missing} has no folder ${join(folder, "none")}; make it, or name a file in another one.`,
  );
  writeFileSync(join(folder, "text"), "");
  refused(join(folder, "text", "file"), "cannot be opened: a part of the path is no folder (ENOTDIR)");
  refused(join(folder, "n".repeat(300)), "cannot be opened: the name is too long (ENAMETOOLONG)");
  refused("", 'The option store is ""; it is the name of a file, or a record, { file }.');
  expect(lstatSync(socket).isSocket()).toBe(true);
  expect(readdirSync(folder)).toEqual(["socket", "text"]);
});

test("a store is refused a name that another store's files use", () => {
  for (const end of ["new", "lock"]) {
    const file = join(folder, `messages.${end}`);
    const words = `The store ${file} has a name that ends in .${end}, as the files beside a store do; name another one.`;
    expect(() => new SendStore(file)).toThrow(words);
    const link = join(folder, `link-${end}`);
    symlinkSync(file, link);
    expect(() => new SendStore(link)).toThrow(`ends in .${end}`);
  }
  expect(readdirSync(folder)).toEqual(["link-lock", "link-new"]);
});

test("a store leaves another program's file beside it unchanged", () => {
  const file = join(folder, "messages");
  const store = new SendStore(file);
  writeFileSync(`${file}.new`, "a letter");
  use(store);
  expect(readFileSync(`${file}.new`, "utf8")).toBe("a letter");
  rmSync(`${file}.new`);
  mkdirSync(`${file}.new`);
  use(store);
  store.close();
  const again = new SendStore(file);
  expect(again.unsettled()).toHaveLength(2);
  again.close();
});

test("a store removes the half-written file of an ended process", () => {
  const file = join(folder, "messages");
  const store = new SendStore(file);
  writeFileSync(`${file}.new`, '{"store":"ringmo');
  use(store);
  store.close();
  expect(existsSync(`${file}.new`)).toBe(false);
  expect(readdirSync(folder)).toEqual(["messages"]);
});
