// The device of docs/time.md: it is without fault, and does what the page says.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { hours, minutes, seconds } from "../../src/index.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const PAGE = readFileSync(new URL("../../docs/time.md", import.meta.url), "utf8");
const [, DEVICE = "", , TRIAL = ""] = /```ts\n(.*?)```(.*)```ts\n(.*?)```/s.exec(PAGE) ?? [];

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-time-page-"));
writeFileSync(join(FOLDER, "device.ts"), DEVICE);
writeFileSync(join(FOLDER, "wiring.ts"), "export default {};\n");
afterAll(() => rmSync(FOLDER, { recursive: true }));

async function porch() {
  const { declaration } = await readFirmware(FOLDER);
  const trial = await startTrial(declaration);
  onTestFinished(trial.end);
  return trial;
}

test("the display of the page shows what its trial says", async () => {
  const trial = await porch();
  const [, time = ""] = /setTime\("(.*?)"\)/.exec(TRIAL) ?? [];
  trial.setTime(time);
  trial.pass(minutes(Number(/pass\(minutes\((\d)\)\)/.exec(TRIAL)?.[1])));
  const [, shown = ""] = /\{time\} is (\d\d:\d\d)/.exec(TRIAL) ?? [];
  expect(trial.displays.get("panel")?.text()[1]).toBe(`${shown}  Lamp off`);
});

test("the rules of the page act at their times", async () => {
  const trial = await porch();
  const at = (name: string) => trial.told(name).at(-1);
  // A Friday.
  trial.setTime("2026-06-05T04:29:30");
  trial.pass(seconds(40));
  expect([at("pump"), at("lamp")]).toEqual(["on", "off"]);
  trial.pass(minutes(6));
  expect(at("pump")).toBe("off");
  await trial.command("lamp", "on");
  trial.setTime("2026-06-05T20:59:30");
  trial.pass(seconds(40));
  expect(at("lamp")).toBe("off");
  trial.pass(hours(8));
  expect(at("lamp")).toBe("on");
  expect(trial.told("pump").filter((state) => state === "on")).toHaveLength(1);
});
