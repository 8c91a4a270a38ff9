// A key that was cut on its way to a board: what of it lies there is in no backup, and the next commands remove it.
import { expect, test } from "vitest";
import { KEY_RECORD } from "../../src/update/key.ts";
import type { StoredFile } from "../../tools/flash/device-console.ts";
import { recordFiles } from "../../tools/flash/record-files.ts";
import * as espruino from "./espruino/bench.ts";
import * as nodemcu from "./nodemcu/board.ts";

const KEY = `hmac-sha256 ${"07".repeat(32)}\n`;
const BEGIN = KEY.slice(0, 12);
const KEY_FILE = { name: KEY_RECORD, content: KEY };

/** The files in which a key stands, or its beginning. */
function withKey(files: readonly StoredFile[]): string[] {
  return files.filter(({ content }) => content.startsWith(BEGIN)).map(({ name }) => name);
}

const onBoard = (storage: ReadonlyMap<string, string>) =>
  [...storage].map(([name, content]) => ({ name, content }));

test("a key whose giving was cut is not in NodeMCU's backup", async () => {
  const seen = new Set<string>();
  for (let cutAtWrite = 0, isCut = true; isCut; cutAtWrite += 1) {
    const storage = new Map([["notes", "mine"]]);
    const { open, line, model } = nodemcu.switchOn(storage);
    isCut = await open((console) => console.writeKey(KEY), line({ cutAtWrite })).then(
      () => false,
      () => true,
    );
    model.device.kill();
    const left = withKey(onBoard(storage));
    if (left.every((name) => seen.has(name))) continue;
    for (const name of left) seen.add(name);
    const files = await nodemcu.switchOn(storage).open((console) => console.backup());
    expect(files.map(({ name }) => name)).toContain("notes");
    for (const name of withKey(files)) expect(recordFiles(KEY_RECORD)).toContain(name);
  }
  expect([...seen]).toEqual(["ringmote.part", `${KEY_RECORD}.new`, KEY_RECORD]);
}, 60_000);

test.each(["flash", "key", "settings", "restore", "erase"])(
  "NodeMCU's unfinished key is gone after another command: %s",
  async (command) => {
    const storage = new Map([["ringmote.part", KEY]]);
    await nodemcu.switchOn(storage).open(async (console): Promise<unknown> => {
      if (command === "flash") return console.upload(nodemcu.imageOf("one"));
      if (command === "key") return console.writeKey(KEY);
      if (command === "settings") return console.writeSettings("ringmote 1\nend\n");
      // A backup of before has it.
      if (command === "restore") return console.restore(onBoard(storage));
      return console.erase();
    });
    expect(withKey(onBoard(storage))).toEqual(command === "key" ? [KEY_RECORD] : []);
  },
);

/** A board whose restore was cut when a file with the key was there. */
async function cutRestore(): Promise<Map<string, string>> {
  for (let cutAtWrite = 0; ; cutAtWrite += 1) {
    const storage = new Map([["notes", "mine"]]);
    const bench = espruino.switchOn(storage);
    const restore = (port: ReturnType<typeof bench.port>) =>
      espruino.withConsole(bench, port, (console) => console.restore([KEY_FILE, { ...KEY_FILE, name: "a" }]));
    await restore(bench.port({ cutAtWrite })).catch(() => undefined);
    bench.clock.advance(1000);
    bench.model.powerOff();
    if (withKey(onBoard(storage)).length > 0) return storage;
  }
}

test("a key whose restore was cut is not in Espruino's backup", async () => {
  const storage = await cutRestore();
  expect(withKey(onBoard(storage))).toEqual(["rm=0"]);
  const bench = espruino.switchOn(storage);
  const files = await espruino.withConsole(bench, bench.port(), (console) => console.backup());
  expect(withKey(files)).toEqual([]);
});

test.each(["flash", "restore", "erase"])(
  "Espruino's unfinished key is gone after another command: %s",
  async (command) => {
    const storage = await cutRestore();
    const bench = espruino.switchOn(storage);
    await espruino.withConsole(bench, bench.port(), async (console): Promise<unknown> => {
      if (command === "flash") return console.upload(espruino.imageOf("one"));
      if (command === "restore") return console.restore(onBoard(storage));
      return console.erase();
    });
    expect(withKey(onBoard(storage))).toEqual([]);
  },
);
