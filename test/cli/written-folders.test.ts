// Folders that a person names for a command to write: what else is in one is never lost, and a disk that is full leaves
// what was there.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { main } from "../../tools/cli/main.ts";
import { copiedFirmware, TEMPLATE } from "../../tools/cli/new/new-folder.ts";
import { ringmote } from "./child.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-written-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  out = join(folder, "out");
});

const BUILD = ["build", "climate", "--board", "esp32-espruino", "--out"];
const WEB = ["web", "--firmware", "climate", "--board", "esp32-espruino", "--out"];

/** Runs a command in this process: its exit code, and its sentence with "out" for the folder's path. */
async function said(args: string[]): Promise<{ code: number; sentence: string }> {
  const spies = [vi.spyOn(console, "log"), vi.spyOn(console, "error"), vi.spyOn(process.stderr, "write")];
  for (const spy of spies) spy.mockImplementation((() => true) as never);
  const code = await main(args);
  const lines = spies[1]?.mock.calls.map(([line]) => String(line)) ?? [];
  for (const spy of spies) spy.mockRestore();
  return { code, sentence: lines.join("\n").replaceAll(folder, "").replaceAll("/out", "out") };
}

/** Every path below the folder, with the content of each file. */
function contents(): Record<string, string> {
  const all: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    all[path] = entry.isFile() ? readFileSync(path, "latin1") : entry.isDirectory() ? "folder" : "other";
  }
  return all;
}

/** What a command that is refused says; the test fails when it has changed anything in the folder. */
async function refusal(...args: string[]): Promise<string> {
  const before = contents();
  const { code, sentence } = await said(args);
  expect(contents()).toEqual(before);
  expect(sentence).not.toContain("\n");
  expect(code, sentence).toBe(1);
  return sentence;
}

describe.each([
  ["build", BUILD, "an image"],
  ["web", WEB, "a page"],
])("%s --out", (_, command, kind) => {
  test("a command leaves a folder with foreign content and names it", async () => {
    mkdirSync(out);
    writeFileSync(join(out, "index.html"), "mine");
    expect(await refusal(...command, out)).toBe(
      `ringmote: The folder out holds index.html, which is not of ${kind} that ringmote has written; name a folder that is new, is empty, or holds ${kind} and nothing else.`,
    );
  });

  test("--out leaves an existing file unchanged", async () => {
    writeFileSync(out, "mine");
    expect(await refusal(...command, out)).toMatch(
      /^ringmote: out is there, and is no folder; name a folder/,
    );
  });

  test("--out follows no link", async () => {
    mkdirSync(join(folder, "target"));
    symlinkSync("target", out);
    expect(await refusal(...command, out)).toMatch(/^ringmote: out is a link, and no link is followed/);
  });

  test("a command rewrites its own folder without foreign files", async () => {
    mkdirSync(out);
    for (const time of ["first", "second"])
      expect(await said([...command, out]), time).toMatchObject({ code: 0 });
    expect(readdirSync(folder)).toEqual(["out"]);
    writeFileSync(join(out, "mydevice.ts"), "mine");
    expect(await refusal(...command, out)).toContain("The folder out holds mydevice.ts, which is not of");
  });
});

test("a device folder given as --out survives", async () => {
  cpSync(TEMPLATE, out, { recursive: true });
  writeFileSync(join(out, "wiring.ts"), "export default {{");
  expect(await refusal("build", out, "--board", "esp32-espruino", "--out", out)).toContain(
    "The folder out holds README.md, which is not of an image",
  );
});

test.each(["{}", "[]", "null", "no JSON", '{"files":{"thesis.txt":4}}'])(
  "a folder with a foreign image.json, %s, stays",
  async (text) => {
    mkdirSync(out);
    writeFileSync(join(out, "image.json"), text);
    expect(await refusal(...BUILD, out)).toContain("The folder out holds image.json, which is not of");
  },
);

test.each([
  ["new", "my-sensor", "The project"],
  ["new-device", "lamp", "The device"],
])("%s leaves nothing behind when files cannot be written", async (command, name, what) => {
  // No file may grow at all, as on a disk that is full.
  const through = ["bash", "-c", 'ulimit -f 0; exec "$@"', "full"];
  const made = ringmote([command, name], {}, folder, through);
  expect(await made.ended).toBe(1);
  expect(made.errors()).toBe(
    `ringmote: ${what} cannot be written into ${name}: the file would be larger than this computer lets it be.\n`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("a copy has exact pictures and no installed packages", () => {
  const picture = Buffer.from([0x89, 0x50, 0xff, 0xfe, 0]);
  for (const below of ["pictures", "node_modules/other"]) mkdirSync(join(out, below), { recursive: true });
  writeFileSync(join(out, "device.ts"), '// out: a bell\nexport default device({ name: "bell" });\n');
  writeFileSync(join(out, "pictures", "bell.png"), picture);
  writeFileSync(join(out, "node_modules", "other", "index.js"), "");
  expect(new Map(copiedFirmware(out, "bell", join(folder, "gong")))).toEqual(
    new Map<string, string | Buffer>([
      ["device.ts", '// gong: a bell\nexport default device({ name: "gong" });\n'],
      ["pictures/bell.png", picture],
    ]),
  );
});
