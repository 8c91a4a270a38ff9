// The device of docs/time.md: it is without fault, and does what the page says.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { hours, minutes, seconds } from "../../src/index.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const PAGE = readFileSync(new URL("../../docs/time.md", import.meta.url), "utf8");
const [, DEVICE = "", , TRIAL = ""] = /```ts\n(.*?)```(.*)```ts\n(.*?)```/s.exec(PAGE) ?? [];

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-time-page-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** A trial of this device file. */
async function tried(name: string, text: string) {
  const folder = join(FOLDER, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "device.ts"), text);
  writeFileSync(join(folder, "wiring.ts"), "export default {};\n");
  const { declaration } = await readFirmware(folder);
  const trial = await startTrial(declaration);
  onTestFinished(trial.end);
  return trial;
}

const porch = () => tried("porch", DEVICE);

/** A device of the lines that a section of the page shows, and of what its rules name and they leave out. */
function deviceOf(section: string, rest = ""): string {
  const [, lines = ""] = PAGE.split(`\n## ${section}\n`)[1]?.match(/```ts\n(.*?)```/s) ?? [];
  const imports = [...lines.matchAll(/^\/\/ (import .*)$/gm)].map(([, line]) => line);
  const options = lines.replaceAll(/^\/\/ .*$/gm, "");
  return [
    ...imports,
    'import * as ringmote from "ringmote";',
    'import { pir } from "ringmote/drivers/pir.ts";',
    'import { relay as relayOf } from "ringmote/drivers/relay.ts";',
    `export default ringmote.device({ name: "page", ${rest}\n${options} });\n`,
  ].join("\n");
}

const HALL = `
  sensors: [ringmote.sensor("motion", pir("pir").state, { every: ringmote.seconds(1), states: ["off", "on"] })],
  actuators: [ringmote.powerSwitch("lamp", relayOf("lamp")), ringmote.powerSwitch("porch", relayOf("porch"))],`;

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
  // Once at 06:30, and by every(hours(6)).
  expect(trial.told("pump").filter((state) => state === "on")).toHaveLength(3);
});

test("the dose of the page is given so often each day as it says", async () => {
  const trial = await tried("dose", deviceOf("Limits for each day"));
  trial.setTime("2026-06-05T10:00:00");
  trial.pass(seconds(5));
  const doses = async () => {
    let driven = 0;
    for (let i = 0; i < 5; i += 1) {
      await trial.command("dose", "press");
      driven += trial.circuit.output("pump") ?? 0;
      trial.pass(seconds(1));
    }
    return driven;
  };
  const today = await doses();
  expect(trial.told("problem").at(-1)).toBe("dose: refused: at most 3 times each day; it may again in 12 h");
  trial.pass(hours(13));
  expect([today, await doses()]).toEqual([3, 3]);
});

test("the lamps of the page go by the sun", async () => {
  const trial = await tried("sun", deviceOf("The sun", HALL));
  const at = (name: string) => trial.told(name).at(-1);
  const moved = (lasts: number) => {
    trial.motionDetectors.get("pir")?.motion();
    trial.pass(lasts);
  };
  // The sun sets in Berlin at 19:33 UTC, and rises at 02:43.
  trial.setTime("2026-06-21T19:09:00");
  moved(minutes(1));
  expect([at("lamp"), at("porch")]).toEqual(["off", "off"]);
  trial.pass(minutes(7));
  expect(at("lamp")).toBe("on");
  trial.pass(minutes(20));
  moved(seconds(30));
  expect(at("porch")).toBe("on");
  trial.pass(minutes(5));
  expect(at("porch")).toBe("off");
  trial.pass(hours(7.2));
  moved(seconds(30));
  expect(at("porch")).toBe("off");
});
