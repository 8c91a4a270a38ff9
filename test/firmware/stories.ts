// Tells the stories of a firmware on every engine that it is wired for: those that every device has, and its own.
import { describe, expect, onTestFinished, test } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { SensorDeclaration } from "../../src/device/declare/sensor.ts";
import { isTotal, type TotalPart } from "../../src/device/run/total.ts";
import { usualDiagnostics } from "../../src/platform/node/usual-diagnostics.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { ENGINES, type FirmwareEngine } from "./engines.ts";
import { idOf, type Stage, setStage } from "./stage.ts";

/** What a firmware does, in words, and how it shows. */
export type Stories = Readonly<Record<string, (stage: Stage, engine: FirmwareEngine) => Promise<void>>>;

/** A sensor that is warming up says something with its second sample. */
const FIRST_VALUES_MS = 310_000;
const SETTLED_MS = 5_000;

export async function tellStories(firmware: string, stories: Stories): Promise<void> {
  const { declaration, wiring } = await readFirmware(firmware);
  const engines = ENGINES.filter(({ board }) => board === undefined || Object.hasOwn(wiring, board));
  const everyDevice: Stories = {
    "each sensor and each actuator says what is plausible": (stage) => saysAll(declaration, stage),
    "without power it is offline, and online when it is back": isMissed,
    ...(declaration.discovery && {
      "it appears in Home Assistant, and is unavailable without power unless it sleeps": (stage, engine) =>
        isDiscovered(firmware, declaration, stage, engine.board),
    }),
  };
  describe.each(engines)(`${firmware} on $name`, (engine) => {
    test.each(Object.entries({ ...everyDevice, ...stories }))("%s", async (_words, tell) => {
      await tell(await setStage(firmware, engine, onTestFinished), engine);
    });
  });
}

async function saysAll(declaration: DeviceDeclaration, stage: Stage): Promise<void> {
  const { sensors = [], actuators = [], diagnostics = [] } = declaration;
  await stage.says("status", "online");
  const measuring = sensors.filter(({ name }) => !(diagnostics as readonly string[]).includes(name));
  for (const sensor of measuring.filter((candidate) => !isOfPeriodBefore(candidate)))
    await stage.says(sensor.name, wordsOf(sensor), FIRST_VALUES_MS);
  for (const { name, kind } of actuators) if (kind !== "button") await stage.says(name, /^[a-z]+$/);
  // Not every chip knows its signal.
  for (const name of diagnostics) await stage.says(name, /^(-?\d+|None)$/, FIRST_VALUES_MS);
  await stage.says("problem", "none", FIRST_VALUES_MS);
}

/** It says something once a period has ended. */
function isOfPeriodBefore({ quantity }: SensorDeclaration): boolean {
  return isTotal(quantity.part) && (quantity.part as TotalPart).last === quantity;
}

/** One of its states, or a number with its decimals. */
function wordsOf({ options: { states }, decimals }: SensorDeclaration): RegExp {
  if (states !== undefined) return new RegExp(`^(${states.join("|")})$`);
  return new RegExp(`^-?\\d+${decimals === 0 ? "" : `\\.\\d{${decimals}}`}$`);
}

async function isMissed(stage: Stage): Promise<void> {
  await stage.says("status", "online");
  stage.kill();
  await stage.says("status", "offline");
  await stage.powerUp();
  await stage.says("status", "online");
}

/** The diagnostics that its author has not named, but for those that the board has no room for. */
async function usualOn(
  firmware: string,
  declaration: DeviceDeclaration,
  board: string,
): Promise<readonly string[]> {
  const { notes = [] } = await keptImage({ firmware, board });
  const leftOut = notes.filter((note) => note.includes("left out, for want of room")).join();
  return usualDiagnostics(declaration, (await readBoard(board)).diagnostics ?? []).filter(
    (name) => !leftOut.includes(`"${name}"`),
  );
}

async function isDiscovered(
  firmware: string,
  declaration: DeviceDeclaration,
  stage: Stage,
  board: string | undefined,
): Promise<void> {
  const { sensors = [], actuators = [], diagnostics } = declaration;
  const keys = [...sensors, ...actuators].map(({ name }) => name);
  const usual = board === undefined ? [] : await usualOn(firmware, declaration, board);
  const wanted = [...new Set([...keys, ...(diagnostics ?? usual), "problem"])]
    .map((key) => `${idOf(firmware)}-${key}`)
    .sort();
  const areThere = () => JSON.stringify([...stage.home.uniqueIds()].sort()) === JSON.stringify(wanted);
  await stage.holds(`the entities ${wanted.join(", ")}`, areThere);
  await stage.shows("problem", "off", FIRST_VALUES_MS);
  const devices = stage.home.devices();
  expect([...devices.keys()]).toEqual([idOf(firmware)]);
  const model = devices.get(idOf(firmware))?.model;
  if (board === undefined) expect(model).toBe("simulated");
  // Where a message of the board has room for it.
  else expect([(await readBoard(board)).title, undefined]).toContain(model);
  // Each entity asks the broker for what it has kept, and that "online" may come behind the "offline".
  await stage.pass(SETTLED_MS);
  stage.kill();
  if (declaration.sleep === undefined) await stage.shows("problem", "unavailable");
  await stage.says("status", "offline");
  expect(stage.home.complaints).toEqual([]);
}
