// The page offers the devices of the folder in which it was started, and what is easiest to make first.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

function project(at = folder): void {
  writeFileSync(join(at, "package.json"), '{ "dependencies": { "ringmote": "^0.1.0" } }');
}

/** What the page offers when it is started in a folder, and what was said there. */
async function pageIn(start: string): Promise<{ names: string[]; said: string; wires: number[] }> {
  const run = ringmoteHere(["web", "--port", "0"], {}, start);
  await run.wrote(/^The page is at http:\S+ until/m);
  const [url] = /http:\S+/.exec(run.output()) ?? [];
  const { firmware } = (await (await fetch(`${url}catalogue.json`)).json()) as Catalogue;
  run.interrupt();
  expect(await run.ended).toBe(0);
  return {
    names: firmware.map(({ name }) => name),
    said: run.errors(),
    wires: firmware.map(({ wirings }) => Object.keys(wirings[0]?.roles ?? {}).length),
  };
}

function ownDevice(name: string, more = ""): void {
  const lamp = join(packageFolder, "firmware", "lamp");
  mkdirSync(join(folder, name));
  cpSync(join(lamp, "wiring.ts"), join(folder, name, "wiring.ts"));
  writeFileSync(join(folder, name, "device.ts"), readFileSync(join(lamp, "device.ts"), "utf8") + more);
}

test("the page lists this project's devices, then the package's, easiest first", async () => {
  project();
  ownDevice("porch");
  ownDevice("hall");
  ownDevice("attic", "const a = ;\n");
  ownDevice("cellar");
  const wiring = join(folder, "cellar", "wiring.ts");
  writeFileSync(wiring, readFileSync(wiring, "utf8").replace(/"D\d+"/, '"D99"'));
  const { names, said, wires } = await pageIn(folder);
  expect(said).toMatch(
    /^ringmote: the devices of this project are run, to be shown: attic, cellar, hall, porch\.$/m,
  );
  expect(said).toMatch(/^ringmote: left out: attic\/device\.ts:\d+: Expression expected\.$/m);
  expect(said).toMatch(/^ringmote: left out: .*cellar\/wiring\.ts.*"D99"/m);
  const [first, second, ...ofPackage] = names;
  expect([first, second]).toEqual(["hall", "porch"]);
  // The device of this folder is offered in place of the package's hall.
  expect([...ofPackage].sort()).toEqual(firmwareNames().filter((name) => name !== "hall"));
  const [, , ...wiresOfPackage] = wires;
  expect(wiresOfPackage).toEqual([...wiresOfPackage].sort((a, b) => a - b));
});

test("a folder that is no ringmote project runs no device", async () => {
  const trace = join(folder, "trace");
  const leavesTrace = `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(trace)}, "");\n`;
  ownDevice("gift", leavesTrace);
  ownDevice("parcel", leavesTrace);
  // What somebody else has packed says of itself what it likes.
  project(join(folder, "parcel"));
  const { names, said } = await pageIn(folder);
  expect(said).toBe(
    "ringmote: left out, and not run: gift, parcel; no package.json here depends on ringmote. " +
      "Name a device that you trust: ringmote web --firmware ./gift\n",
  );
  expect(existsSync(trace)).toBe(false);
  expect([...names].sort()).toEqual(firmwareNames());
});

test("a device without a wiring is not run for the page", async () => {
  project();
  const trace = join(folder, "trace");
  ownDevice(
    "bare",
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(trace)}, "");\n`,
  );
  rmSync(join(folder, "bare", "wiring.ts"));
  const { names, said } = await pageIn(folder);
  expect(said).toBe("");
  expect(existsSync(trace)).toBe(false);
  expect(names).not.toContain("bare");
});

test("a project's device is offered from its own folder", async () => {
  project();
  ownDevice("porch");
  const { names, said } = await pageIn(join(folder, "porch"));
  expect(said).toBe("ringmote: the devices of this project are run, to be shown: porch.\n");
  expect(names[0]).toBe("porch");
});
