// States of "last" and starts of `atMost` in the journal: written once, taken over from a storage of an
// earlier image, and whole over power lost at any byte.
import { expect, test } from "vitest";
import { PERSISTED_STATES_RECORD } from "../../src/device/run/persisted-states.ts";
import { STARTS_RECORD } from "../../src/device/run/starts.ts";
import {
  type DeviceDeclaration,
  device,
  hours,
  numberInput,
  powerSwitch,
  seconds,
  valueOnly,
} from "../../src/index.ts";
import { NodeJournal } from "../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { PowerLost, SimulatedFlash } from "../../tools/sim/worlds/flash.ts";
import { partsInWorld } from "../device/parts-in-world.ts";

const TIMES = 3;

/** Whether it has a journal is by what else it keeps. */
function image(hasJournal: boolean, atStart: "on" | "off" = "off"): DeviceDeclaration {
  const declaration = device({
    name: "keeper",
    actuators: [
      numberInput("level", valueOnly(), { min: 0, max: 1000, step: 1, atStart: "last" }),
      powerSwitch("pump", valueOnly(), { atStart, atMost: { times: TIMES, within: hours(24) } }),
    ],
  });
  if (hasJournal) declaration.journal = true;
  return declaration;
}

/** Each start has a declaration of its own: what is kept goes into it. */
function scene(flash: SimulatedFlash) {
  const parts = partsInWorld(image(true));
  const { world } = parts;
  const storage = new Map<string, string>(world.storage);
  const written: string[] = [];
  world.storage = storage;
  const set = storage.set.bind(storage);
  storage.set = (name, value) => {
    written.push(name);
    return set(name, value);
  };
  const start = (hasJournal = true, atStart: "on" | "off" = "off") => {
    const journal = new NodeJournal(flash.port);
    return startNodeDevice({ ...world, journal }, image(hasJournal, atStart), {}) as NodeDevice;
  };
  return { ...parts, storage, written, start };
}

const newFlash = (seed = 1) =>
  new SimulatedFlash({ areaBytes: 8192, pageBytes: 4096, random: createRandom(seed) });

const valueAt = ({ runtime }: NodeDevice, at: number) => (runtime as Runtime).actuators[at]?.value;

test("states and starts are written only to the journal", () => {
  const flash = newFlash();
  const { start, pass, tell, written, said } = scene(flash);
  const first = start();
  pass(seconds(20));
  tell("level/set", "70");
  for (let i = 0; i < TIMES; i += 1) {
    tell("pump/set", "ON");
    pass(seconds(5));
    tell("pump/set", "OFF");
    pass(seconds(5));
  }
  first.kill();
  expect(written).toEqual([]);
  // Each start, and the number, has one write.
  expect(flash.writes).toBeLessThanOrEqual(TIMES + 2);
  const second = start();
  pass(seconds(20));
  expect(valueAt(second, 0)).toBe(70);
  said();
  tell("pump/set", "ON");
  pass(seconds(1));
  expect(said().join()).toContain("refused: at most 3 times within 24 h");
});

test("an earlier image's storage records move into the journal once", () => {
  const { start, pass, tell, storage, written } = scene(newFlash());
  const first = start(false);
  pass(seconds(20));
  tell("level/set", "70");
  tell("pump/set", "ON");
  pass(seconds(20));
  first.kill();
  expect([...new Set(written)].sort()).toEqual([STARTS_RECORD, PERSISTED_STATES_RECORD].sort());
  written.length = 0;
  const second = start();
  pass(seconds(20));
  expect(valueAt(second, 0)).toBe(70);
  second.kill();
  expect(written.sort()).toEqual([STARTS_RECORD, PERSISTED_STATES_RECORD].sort());
  expect(storage.get(PERSISTED_STATES_RECORD)).toBe("\n");
  const third = start();
  expect(valueAt(third, 0)).toBe(70);
  expect(written.length).toBe(2);
});

test("power lost at any flash step forgets no start", () => {
  const faults: string[] = [];
  let step = 0;
  for (let isCut = true; isCut && step < 400; step += 3) {
    const flash = newFlash(step + 1);
    const { start, pass, tell, world } = scene(flash);
    let life: NodeDevice | undefined = start();
    isCut = false;
    world.failed = (error) => {
      if (!(error instanceof PowerLost)) throw error;
      isCut = true;
      life?.kill();
      life = undefined;
    };
    pass(seconds(20));
    tell("level/set", "70");
    tell("pump/set", "ON");
    pass(seconds(20));
    const driven = valueAt(life, 1);
    flash.losePower(step);
    try {
      tell("level/set", "80");
      tell("pump/set", "OFF");
      tell("pump/set", "ON");
      pass(seconds(20));
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
      isCut = true;
    }
    life?.kill();
    flash.losePower(undefined);
    const next = start();
    const level = valueAt(next, 0);
    const starts = (next.runtime as Runtime).actuators[1]?.declaration.startLimit?.starts.length ?? 0;
    if (level !== 70 && level !== 80) faults.push(`step ${step}: ${level}`);
    if (starts < 1 || starts > 2 || driven !== 1) faults.push(`step ${step}: ${starts} starts`);
    next.kill();
  }
  expect(faults).toEqual([]);
  expect(step).toBeGreaterThan(40);
});

test("flash that accepts no start record is a problem from the start", () => {
  const flash = newFlash();
  const { start, pass, problem } = scene(flash);
  flash.port.write = () => false;
  start(true, "on");
  pass(seconds(5));
  expect(problem()).toBe("the flash does not take what is to be kept");
});
