// The trial that docs/trials.md shows, run as its reader runs it; and the page's tables, which have all that there is.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import device from "../../firmware/climate/device.ts";
import { type NamedPins, NO_ANSWER, newPart, type Part } from "../../src/driver.ts";
import { device as declared, seconds, sensor } from "../../src/index.ts";
import { type Surroundings, startTrial } from "../../tools/sim/trial/trial.ts";
import { runPageTrial } from "./page-trial.ts";

const PAGE = readFileSync(new URL("../../docs/trials.md", import.meta.url), "utf8");
const BLOCKS = [...PAGE.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);

test("the page's trial passes beside the page's device", () => {
  expect(BLOCKS).toHaveLength(3);
  expect(runPageTrial(BLOCKS[0] ?? "", BLOCKS[1] ?? "")).toMatch(/pass 3\b/);
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
