// The keys that sign updates: made, listed, replaced and given; shown only by the command that says so.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { KEY_RECORD, readKey } from "../../src/update/key.ts";
import { signatureOf } from "../../src/update/manifest.ts";
import { tagFault } from "../../src/update/tag.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { signedUpdate } from "../../tools/update/signed-update.ts";
import { ringmoteHere } from "./in-process.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function key(...args: string[]) {
  const run = ringmoteHere(["key", ...args], { XDG_CONFIG_HOME: folder });
  const code = await run.ended;
  return { code, output: run.output(), errors: run.errors() };
}

const FOLDER = () => join(folder, "ringmote", "keys");
const contentOf = (name: string) => readFileSync(join(FOLDER(), name), "utf8");

test("a key is created once, private to its owner, and not printed", async () => {
  const made = await key("make", "porch-1");
  expect(made.code).toBe(0);
  expect(statSync(join(FOLDER(), "porch-1")).mode & 0o777).toBe(0o600);
  const secret = /key=(\w+)/.exec(contentOf("porch-1"))?.[1] ?? "";
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(made.output + made.errors).not.toContain(secret);
  const again = await key("make", "porch-1");
  expect([again.code, again.errors]).toEqual([
    1,
    'ringmote: porch-1 has a key already; "ringmote key rotate porch-1" makes another one.\n',
  ]);
  expect(contentOf("porch-1")).toContain(secret);
});

test("the list names keys and kinds; the secret is shown on request", async () => {
  expect((await key("list")).errors).toBe(
    'ringmote: There is no key yet; "ringmote key make <name>" makes one.\n',
  );
  await key("make", "porch-1");
  const secret = /key=(\w+)/.exec(contentOf("porch-1"))?.[1] ?? "";
  expect((await key("list")).output).toBe("porch-1  hmac\n");
  expect(JSON.parse((await key("list", "--json")).output)).toEqual([
    { name: "porch-1", kind: "hmac", isReplaced: false },
  ]);
  expect((await key("show", "porch-1")).output).toBe(`hmac-sha256 ${secret}\n`);
});

test("a replaced key still signs under its given name", async () => {
  await key("make", "porch-1");
  const before = contentOf("porch-1");
  const { code, errors } = await key("rotate", "porch-1");
  expect([code, errors]).toEqual([
    0,
    'ringmote: porch-1 has another key; until the device is given it, "ringmote push --sign porch-1.before-1" signs by the old one.\n',
  ]);
  expect(contentOf("porch-1.before-1")).toBe(before);
  expect(contentOf("porch-1")).not.toBe(before);
  expect((await key("list")).output).toBe("porch-1           hmac\nporch-1.before-1  hmac  replaced\n");
});

test("a key that another program replaces stays as it is", async () => {
  await key("make", "porch-1");
  const before = contentOf("porch-1");
  const path = join(FOLDER(), "porch-1");
  writeFileSync(`${path}.lock`, "");
  expect(await key("rotate", "porch-1")).toMatchObject({
    code: 1,
    errors: `ringmote: Another program signs with ${path}, or replaces it. If none does any more, remove ${path}.lock.\n`,
  });
  expect(contentOf("porch-1")).toBe(before);
  expect(readdirSync(FOLDER()).sort()).toEqual(["porch-1", "porch-1.lock"]);
  rmSync(`${path}.lock`);
  expect((await key("rotate", "porch-1")).code).toBe(0);
  expect(readdirSync(FOLDER()).sort()).toEqual(["porch-1", "porch-1.before-1"]);
});

test("a simulated device receives its key, which signs its updates", async () => {
  await key("make", "porch-1");
  const records = join(folder, "records");
  expect((await key("give", "porch-1", "--storage", records)).code).toBe(0);
  expect(statSync(join(records, KEY_RECORD)).mode & 0o777).toBe(0o600);
  const storage = {
    readRecord: () => readFileSync(join(records, KEY_RECORD), "latin1"),
    writeRecord: () => false,
  };
  const image = {
    id: "porch",
    board: "b",
    target: "t",
    version: "2",
    parts: [{ name: "rm-1", content: "x" }],
  };
  const sign = () =>
    signatureOf(
      signedUpdate(image, { device: "porch-1", counter: 2 }, new KeyStore(FOLDER()).signerOf("porch-1"))
        .manifest,
    );
  const own = readKey(storage, "hmac", HASHES);
  expect(tagFault(own, sign())).toBe("");
  await key("rotate", "porch-1");
  expect(tagFault(own, sign())).toBe("its tag is not by this device's key");
  expect(readKey(storage, "lms", HASHES).key).toBe("");
});

test("an invalid or readable key file is refused with a sentence", async () => {
  expect(await key("rotate", "porch-1")).toMatchObject({
    code: 1,
    errors: `ringmote: There is no key of porch-1 in ${FOLDER()}; "ringmote key make porch-1" makes one.\n`,
  });
  expect((await key("make", "../porch")).errors).toBe(
    'ringmote: "../porch" names no key; that is the identity of a device, as climate-a1b2c3: letters, digits, ".", "-" and "_".\n',
  );
  await key("make", "porch-1");
  chmodSync(join(FOLDER(), "porch-1"), 0o644);
  expect((await key("show", "porch-1")).errors).toBe(
    `ringmote: Others can read ${join(FOLDER(), "porch-1")}, so it is no secret any more; make another key by "ringmote key rotate porch-1" once "chmod 600" has closed it.\n`,
  );
  expect(readdirSync(FOLDER())).toEqual(["porch-1"]);
});

test("an LMS key is refused for sealing commands", async () => {
  await key("make", "maker", "--kind", "lms");
  expect(() => new KeyStore(FOLDER()).sealerOf("maker")).toThrow(
    "The key maker is of LMS, which signs updates only",
  );
});
