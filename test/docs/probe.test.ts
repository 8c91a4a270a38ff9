// The soil probe of docs/power.md, in the folder that its reader makes: it is built, and its trial passes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { SensorDeclaration } from "../../src/device/declare/sensor.ts";
import type { Supply } from "../../src/drivers/supply.ts";
import { hours } from "../../src/index.ts";
import { buildImage } from "../../tools/image/build.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { runPageTrial } from "./page-trial.ts";

const PAGE = readFileSync(new URL("../../docs/power.md", import.meta.url), "utf8");
const [, SECTION = ""] = PAGE.split("\n## A soil probe on two AA cells\n");
const [DEVICE = "", WIRING = "", TRIAL = ""] = [...SECTION.matchAll(/```ts\n(.*?)```/gs)].map(
  ([, code]) => code,
);
/** More than these nobody types to begin with. */
const MOST_LINES = 40;

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-probe-"));
writeFileSync(join(FOLDER, "device.ts"), DEVICE);
writeFileSync(join(FOLDER, "wiring.ts"), WIRING);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test("the probe of the page and its wiring are forty lines at most", () => {
  expect((DEVICE + WIRING).trimEnd().split("\n").length).toBeLessThanOrEqual(MOST_LINES);
});

test("the probe of the page is built for the board of its wiring", async () => {
  const [board = ""] = Object.keys((await readFirmware(FOLDER)).wiring);
  const { files } = await buildImage({ firmware: FOLDER, board });
  expect(files.map(({ content }) => content.text).join()).toContain("sleeps for");
});

test("the trial of the page passes beside the probe of the page", () => {
  expect(runPageTrial(DEVICE, TRIAL)).toMatch(/pass 4\b/);
}, 120_000);

test("the page says what the probe takes with and without its supply", async () => {
  const { declaration } = await readFirmware(FOLDER);
  const { settles } = (declaration.sensors as SensorDeclaration[])[0].quantity.part.poweredFrom as Supply;
  const [, milliamperes, spared, always] =
    /a probe of ([\d.]+) mA takes ([\d.]+) mAh a day so, and ([\d.]+) mAh/.exec(SECTION) ?? [];
  const aDay = (hours(24) / hours(1)) * Number(milliamperes);
  expect(Number(always)).toBe(aDay);
  expect(Number(spared)).toBe(Number(((aDay * settles) / Number(declaration.sleep?.every)).toPrecision(2)));
});
