// The journal of a device while it runs: opened at the start, written at the end of a turn or with what comes
// within a time, and what is lost is told.
import { expect, test } from "vitest";
import { adler32 } from "../../src/bytes/adler32.ts";
import { namesOfSameKey } from "../../src/checks/same-keys.ts";
import { writeWithin } from "../../src/device/run/keeping.ts";
import { type DeviceDeclaration, device, powerSwitch, valueOnly } from "../../src/index.ts";
import { heldValue, type Journal, keep } from "../../src/journal/journal.ts";
import { forgetOthers, valueKey } from "../../src/journal/value-keys.ts";
import { NodeJournal } from "../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SimulatedFlash } from "../../tools/sim/worlds/flash.ts";
import { partsInWorld } from "../device/parts-in-world.ts";

const AREA_BYTES = 32_768;

function scene() {
  const declaration: DeviceDeclaration = device({
    name: "keeper",
    actuators: [powerSwitch("lamp", valueOnly())],
  });
  declaration.journal = true;
  const { world, pass, problem } = partsInWorld(declaration);
  const flash = new SimulatedFlash({ areaBytes: AREA_BYTES, pageBytes: 4096, random: createRandom(1) });
  const start = (memory: SimulatedFlash | undefined = flash) => {
    const journal = memory && new NodeJournal(memory.port);
    const started = startNodeDevice({ ...world, journal }, declaration, {}) as NodeDevice;
    const runtime = started.runtime as Runtime;
    return { started, runtime, journal: runtime.journal as Journal };
  };
  return { flash, start, pass, problem, declaration, world };
}

test("stored values are written at the turn's end and read at start", () => {
  const { flash, start, pass, problem } = scene();
  const { started, runtime, journal } = start();
  pass(2000);
  const writes = flash.writes;
  keep(journal, valueKey("rain"), "12");
  keep(journal, valueKey("sun"), "1");
  runtime.ports.wake(1);
  pass(2);
  expect(flash.writes).toBe(writes + 1);
  started.kill();
  const next = start();
  expect(heldValue(next.journal, valueKey("rain"))).toBe("12");
  pass(2000);
  expect(problem()).toBe("none");
});

test("delayed values are written together with later ones", () => {
  const { flash, start, pass } = scene();
  const { runtime, journal } = start();
  pass(2000);
  const writes = flash.writes;
  for (let i = 0; i < 5; i += 1) {
    writeWithin(runtime.keeping, journal, runtime.ports.milliseconds(), 30_000);
    keep(journal, valueKey(`sensor-${i}`), "1");
    runtime.ports.wake(1);
    pass(5000);
  }
  expect(flash.writes).toBe(writes);
  pass(5100);
  expect(flash.writes).toBe(writes + 1);
});

test("delayed values do not delay an immediate write", () => {
  const { flash, start, pass } = scene();
  const { runtime, journal } = start();
  pass(2000);
  const writes = flash.writes;
  keep(journal, 1, "now");
  writeWithin(runtime.keeping, journal, runtime.ports.milliseconds(), 30_000);
  keep(journal, 2, "later");
  runtime.ports.wake(1);
  pass(2);
  expect(flash.writes).toBe(writes + 1);
});

test("a normal stop writes delayed values", () => {
  const { start, pass } = scene();
  const { started, runtime, journal } = start();
  pass(2000);
  writeWithin(runtime.keeping, journal, runtime.ports.milliseconds(), 30_000);
  keep(journal, 1, "12");
  started.stop(() => {});
  pass(6000);
  expect(heldValue(start().journal, 1)).toBe("12");
});

test.each([
  [
    "damage",
    "some of what was kept is lost: the flash was damaged",
    (area: Uint8Array) => area.set([0], area.indexOf("v".charCodeAt(0))),
  ],
  [
    "another format",
    "what was kept is lost: another version has written it, in the format 2",
    (area: Uint8Array) => area.set(Buffer.from(`rmj2${adler32("rmj2")}`, "latin1")),
  ],
])("%s is reported with a sentence", (_, words, change) => {
  const { flash, start, pass, problem } = scene();
  const { started, runtime, journal } = start();
  for (const key of [1, 2, 3]) {
    keep(journal, key, "value");
    runtime.ports.wake(1);
    pass(10);
  }
  started.kill();
  change(flash.areas[journal.log.area as 0 | 1]);
  start();
  pass(3000);
  expect(problem()).toBe(words);
});

test("a torn record is recovered silently", () => {
  const { flash, start, pass, problem } = scene();
  const device = start();
  pass(2000);
  flash.losePower(9);
  keep(device.journal, 1, "a long value");
  device.runtime.ports.wake(1);
  expect(() => pass(10)).toThrow();
  flash.losePower(undefined);
  device.started.kill();
  start();
  pass(3000);
  expect(problem()).toBe("none");
});

test("missing or refusing flash is a problem", () => {
  const without = scene();
  without.world.journal = undefined as never;
  startNodeDevice(without.world, without.declaration, {});
  without.pass(3000);
  expect(without.problem()).toBe("there is no flash for what is to be kept");
  const worn = scene();
  const { runtime, journal } = worn.start();
  worn.pass(2000);
  journal.log.areas = Object.assign(Object.create(journal.log.areas), { write: () => false });
  keep(journal, 1, "on");
  runtime.ports.wake(1);
  worn.pass(10);
  expect(worn.problem()).toBe("the flash does not take what is to be kept");
});

test("a device without stored values has no journal and touches no flash", () => {
  const { flash, world, declaration, pass } = scene();
  const { journal: _, ...forgetful } = declaration;
  const started = startNodeDevice(
    { ...world, journal: new NodeJournal(flash.port) },
    forgetful,
    {},
  ) as NodeDevice;
  pass(3000);
  expect([started.runtime?.journal, flash.writes, flash.steps]).toEqual([undefined, 0, 0]);
});

test("each name has its own key, and removed names are forgotten", () => {
  const names = Array.from({ length: 20 }, (_, i) => `energy-${i}`);
  expect(namesOfSameKey(names)).toBeUndefined();
  expect(Math.max(...names.map(valueKey))).toBeLessThan(0x8000);
  expect(namesOfSameKey(["rain", ...clashWith("rain")])).toEqual(["rain", clashWith("rain")[0]]);
  const { start, pass } = scene();
  const { journal, runtime } = start();
  for (const name of ["rain", "sun"]) keep(journal, valueKey(name), name);
  keep(journal, 0x8001, "a message");
  runtime.ports.wake(1);
  pass(10);
  forgetOthers(journal, [valueKey("sun")]);
  runtime.ports.wake(1);
  pass(10);
  const held = start().journal;
  expect([
    heldValue(held, valueKey("rain")),
    heldValue(held, valueKey("sun")),
    heldValue(held, 0x8001),
  ]).toEqual([undefined, "sun", "a message"]);
});

function clashWith(name: string): string[] {
  for (let i = 0; i < 1_000_000; i += 1) if (valueKey(`n${i}`) === valueKey(name)) return [`n${i}`];
  return [];
}
