// The trial that docs/trials.md shows, run as its reader runs it; and the page's tables, which have all that there is.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import device from "../../firmware/climate/device.ts";
import { type NamedPins, NO_ANSWER, newPart, type Part } from "../../src/driver.ts";
import { device as declared, seconds, sensor } from "../../src/index.ts";
import { type Surroundings, startTrial } from "../../tools/sim/trial/trial.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = readFileSync(join(PACKAGE, "docs/trials.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);

test("the page's trial passes beside the page's device", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-trials-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(BLOCKS).toHaveLength(3);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "device.ts"), BLOCKS[0] ?? "");
  writeFileSync(join(folder, "device.test.ts"), BLOCKS[1] ?? "");
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

/** A driver of one's own without a model, on these lines. */
function own(role: string, wire: Part["wire"], pins?: NamedPins) {
  const part = newPart<Part & { pins?: NamedPins }>(
    role,
    wire,
    () => {},
    () => NO_ANSWER,
    () => "",
  );
  if (pins !== undefined) part.pins = pins;
  return sensor(role, { part, decimals: 0, value: undefined }, { every: seconds(10) });
}

test("a device has the page's own parts around it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-around-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "around.ts");
  writeFileSync(file, BLOCKS[2] ?? "");
  const { default: around } = (await import(/* @vite-ignore */ file)) as { default: Surroundings };
  const sensors = [
    own("dust", "uart"),
    own("gas", "uart"),
    own("wind", "edges"),
    own("adc", "pins", { sck: "sck", miso: "miso", cs: "cs" }),
  ];
  const { probe: _, ...onLines } = around;
  const bench = declared({ name: "bench", sensors });
  const trial = await startTrial(bench, { around: onLines });
  onTestFinished(trial.end);
  const heard: string[] = [];
  for (const line of ["dust.rx", "gas.rx"]) trial.circuit.listen(line, 9600, (bytes) => heard.push(bytes));
  trial.pass(2500);
  trial.circuit.sent("gas.tx", "Q", 9600);
  trial.pass(1000);
  expect(heard).toEqual(["\xaa\xc0", "\xaa\xc0", "\xffQ", "\xaa\xc0"]);
});
