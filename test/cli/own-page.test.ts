// The page offers the devices of the folder in which it was started, and what is easiest to make first.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { firmwareNames } from "../../tools/image/firmware/firmware.ts";
import type { Catalogue } from "../../tools/web/catalogue-types.ts";
import { ringmoteHere } from "./in-process.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-page-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function ownDevice(name: string, more = ""): void {
  const lamp = join(packageFolder, "firmware", "lamp");
  mkdirSync(join(folder, name));
  cpSync(join(lamp, "wiring.ts"), join(folder, name, "wiring.ts"));
  writeFileSync(join(folder, name, "device.ts"), readFileSync(join(lamp, "device.ts"), "utf8") + more);
}

test("the page offers this folder's devices, then the package's, easiest first", async () => {
  ownDevice("porch");
  ownDevice("hall");
  ownDevice("attic", "const a = ;\n");
  ownDevice("cellar");
  const wiring = join(folder, "cellar", "wiring.ts");
  writeFileSync(wiring, readFileSync(wiring, "utf8").replace(/"D\d+"/, '"D99"'));
  const run = ringmoteHere(["web", "--port", "0"], {}, folder);
  await run.wrote(/^The page is at http:\S+ until/m);
  const [url] = /http:\S+/.exec(run.output()) ?? [];
  const { firmware } = (await (await fetch(`${url}catalogue.json`)).json()) as Catalogue;
  run.interrupt();
  expect(await run.ended).toBe(0);
  expect(run.errors()).toMatch(/^ringmote: left out: attic\/device\.ts:\d+: Expression expected\.$/m);
  expect(run.errors()).toMatch(/^ringmote: left out: .*cellar\/wiring\.ts.*"D99"/m);
  const [first, second, ...ofPackage] = firmware.map(({ name }) => name);
  expect([first, second]).toEqual(["hall", "porch"]);
  // The device of this folder is offered in place of the package's hall.
  expect([...ofPackage].sort()).toEqual(firmwareNames().filter((name) => name !== "hall"));
  const wires = firmware.slice(2).map(({ wirings }) => Object.keys(wirings[0]?.roles ?? {}).length);
  expect(wires).toEqual([...wires].sort((one, other) => one - other));
});
