// The trial that docs/trials.md shows, run as its reader runs it; and the page's tables, which have all that there is.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import device from "../../firmware/climate/device.ts";
import { startTrial } from "../../tools/sim/trial.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = readFileSync(join(PACKAGE, "docs/trials.md"), "utf8");

test("the page's trial passes beside the page's device", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-trials-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const blocks = [...PAGE.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);
  expect(blocks).toHaveLength(2);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "device.ts"), blocks[0] ?? "");
  writeFileSync(join(folder, "device.test.ts"), blocks[1] ?? "");
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(PACKAGE, join(folder, "node_modules/ringmote"));
  const tsx = import.meta.resolve("tsx");
  // The runner of this test is another one, which says so to what it starts.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const said = execFileSync(process.execPath, ["--import", tsx, "--test", "device.test.ts"], {
    cwd: folder,
    encoding: "utf8",
    env,
    timeout: 60_000,
  });
  expect(said).toMatch(/pass 3\b/);
}, 60_000);

test("the page names all that a trial has", async () => {
  const trial = await startTrial(device);
  onTestFinished(trial.end);
  expect(Object.keys(trial).filter((name) => !new RegExp(`\`${name}\\b`).test(PAGE))).toEqual([]);
});

test("the page names all that may be around a part", async () => {
  const wrong = startTrial(device, { around: { air: { nothing: () => 0 } as object } });
  const sentence = await wrong.then(String, String);
  const [, known = ""] = /Known are: (.*)\.$/.exec(sentence) ?? [];
  expect(known.split(", ")).toContain("share");
  expect(known.split(", ").filter((name) => !PAGE.includes(`| \`${name}\` |`))).toEqual([]);
});
