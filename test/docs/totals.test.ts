// The trial of docs/sensors.md, of the energy of each day: it passes beside the device that its page names.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runPageTrial } from "./page-trial.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the trial of the page counts days and a power cut", () => {
  const [, firmware = "", trial = ""] =
    /<!-- trial of (\S+) -->\n```ts\n(.*?)```/s.exec(read("docs/sensors.md")) ?? [];
  expect(runPageTrial(read(`${firmware}/device.ts`), trial)).toMatch(/pass 2\b/);
}, 60_000);
