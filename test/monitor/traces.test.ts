import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { storedLines } from "../../tools/flash/espruino/stored-image.ts";
import {
  boardOrigins,
  keepOrigins,
  originsInFolder,
  originsOfPort,
} from "../../tools/monitor/line-origins.ts";
import { createMonitorLines } from "../../tools/monitor/lines.ts";
import { translated } from "../../tools/monitor/traces.ts";

const LUA = { "main.lua": ["src/a.ts:1", "", "src/b.ts:9"] };

test("a place in Espruino's trace is followed by its line of TypeScript", () => {
  const origins = { zzp: ["src/a.ts:10", "src/a.ts:20"] };
  expect(translated("    at join (zzp:2:17)", origins)).toBe("    at join (zzp:2 [src/a.ts:20]:17)");
});

test.each([
  ["main.lua:3: attempt to index a nil value", "main.lua:3 [src/b.ts:9]: attempt to index a nil value"],
  ["\tmain.lc:1: in function <main.lc:3>", "\tmain.lc:1 [src/a.ts:1]: in function <main.lc:3>"],
  ["PANIC: unprotected error (main.lua:2: no)", "PANIC: unprotected error (main.lua:2 [src/a.ts:1]: no)"],
])("a place in Lua's words is followed by its TypeScript line: %s", (line, expected) => {
  expect(translated(line, LUA)).toBe(expected);
});

test("a line without a file of the image stays unchanged", () => {
  for (const line of ["connected to 10.0.0.2:1883", "12:30:01 on", "other.lua:3: x", "main.lua:4"])
    expect(translated(line, { "other.js": ["x.ts:1"] })).toBe(line);
});

test("the parts of an Espruino image have the lines of the script", () => {
  const statement = (n: number) => `var v${n} = "${"x".repeat(300)}";\n`;
  const content = Array.from({ length: 30 }, (_, n) => statement(n)).join("");
  const image = {
    firmware: "f",
    board: "b",
    target: "espruino",
    files: [{ name: "f.js", content }],
  } as const;
  const lines = content.split("\n").map((_, index) => `device.ts:${index + 1}`);
  const origins = boardOrigins(image, { "f.js": lines });
  const parts = [...storedLines(image)];
  expect(parts.length).toBeGreaterThan(1);
  for (const [name, first] of parts) expect(origins[name]?.[0]).toBe(`device.ts:${first}`);
});

test("the map of a sent image is kept for its port's monitor", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-cache-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  vi.stubEnv("RINGMOTE_CACHE", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const image = { firmware: "f", board: "b", target: "nodemcu", files: [] } as const;
  expect(originsOfPort("/dev/ttyUSB0")).toBeUndefined();
  keepOrigins("/dev/ttyUSB0", image, LUA);
  expect(originsOfPort("/dev/ttyUSB0")).toEqual({ firmware: "f", board: "b", origins: LUA });
  expect(originsOfPort("/dev/ttyUSB1")).toBeUndefined();
  keepOrigins("/dev/ttyUSB0", { ...image, firmware: "g" }, LUA);
  expect(originsOfPort("/dev/ttyUSB0")).toMatchObject({ firmware: "g" });
  expect(readdirSync(folder)).toHaveLength(1);
});

test("lines come whole however their bytes arrive, without what moves a cursor", () => {
  const shown: string[] = [];
  const lines = createMonitorLines((line) => shown.push(line));
  for (const byte of "\x1b[Jone\r\n>tw\xc3\xb6\x07\nrest") lines.take(byte);
  expect(shown).toEqual(["one", ">twö"]);
  lines.flush();
  expect(shown).toEqual(["one", ">twö", "rest"]);
});

test.each(["../secret.js", "/etc/hostname.lua", "sub/one.js", "a\\b.js"])(
  "an image.json that names %s outside its folder is no image",
  (name) => {
    const folder = mkdtempSync(join(tmpdir(), "ringmote-image-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const image = join(folder, "image");
    mkdirSync(join(image, "sub"), { recursive: true });
    for (const path of ["secret.js", "image/sub/one.js", "image/a\\b.js"])
      writeFileSync(join(folder, path), "var a;\n");
    const summary = { firmware: "f", board: "b", target: "espruino", bytes: 7, files: { [name]: 7 } };
    writeFileSync(join(image, "image.json"), JSON.stringify(summary));
    writeFileSync(join(image, "image.lines.json"), "{}");
    expect(() => originsInFolder(image)).toThrow("no image");
  },
);
