// Values that devices of a firmware share are never written: each reads what its declaration says, and none
// may change it for the others.
import { expect, test } from "vitest";
import { copyOf, copyPlan } from "../../src/platform/node/own-copy.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { runNodeDevice } from "../../src/platform/node/run-device.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { ownFirmwareNames, readOwnFirmware } from "../../tools/sim/devices/own-firmware.ts";
import { simulatedFirmware } from "../../tools/sim/devices/powered-device.ts";
import { fitParts } from "../../tools/sim/fit/fit-parts.ts";
import { swingingSurroundings } from "../../tools/sim/home/swinging-surroundings.ts";
import { loadI2cModels } from "../../tools/sim/parts/i2c-models.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const UPPER = (text: string) => text.toUpperCase();

test("copies share constant parts of a declaration and own the rest", () => {
  const said = { unit: "%", every: 5 };
  const filter = { kind: "median", given: [3], window: [] as number[] };
  const sensor = { options: said, filters: [filter], behaviour: { states: ["on", "off"], pass: () => 1 } };
  const plan = copyPlan(sensor);
  const [first, second] = [copyOf(plan), copyOf(plan)];
  expect(first.options).toBe(said);
  expect(first.behaviour).toBe(sensor.behaviour);
  expect(first.filters[0]?.given).toBe(filter.given);
  expect(first.filters[0]).not.toBe(second.filters[0]);
  first.filters[0]?.window.push(1);
  expect(second.filters[0]?.window).toEqual([]);
  expect(filter.window).toEqual([]);
});

test("values with state, or with text to convert, are copied", () => {
  const inside = { options: { filters: [{ window: [1] }] }, wording: { unit: "°c" } };
  const copy = copyOf(copyPlan(inside, UPPER));
  expect(copy.options).not.toBe(inside.options);
  expect(copy.options.filters[0]?.window).not.toBe(inside.options.filters[0]?.window);
  expect(copy.wording.unit).toBe("°C");
  expect(inside.wording.unit).toBe("°c");
});

test("texts are converted once for all copies, a part's never", () => {
  let spelt = 0;
  const plan = copyPlan({ name: "a", part: { wire: "i2c", rom: "b" }, names: ["c"] }, (text) => {
    spelt += 1;
    return text.toUpperCase();
  });
  const before = spelt;
  const copies = [copyOf(plan), copyOf(plan)];
  expect(spelt).toBe(before);
  for (const { name, part, names } of copies) expect([name, part.rom, ...names]).toEqual(["A", "b", "C"]);
});

/** The records and lists that a copy shares with what it was made of. */
function sharedOf(value: unknown, copy: unknown, seen = new Set<unknown>()): object[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value === copy) return [value];
  return Object.keys(value).flatMap((key) =>
    sharedOf(Reflect.get(value, key), Reflect.get(Object(copy), key), seen),
  );
}

test("no firmware writes to what its devices share", async () => {
  await loadI2cModels();
  let count = 0;
  for (const { declaration } of await readOwnFirmware(ownFirmwareNames())) {
    const firmware = simulatedFirmware(declaration);
    const shared = sharedOf(firmware.declaration, copyOf(firmware.copies));
    count += shared.length;
    const before = contentOf(shared);
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const storage = new Map([["settings", settingsRecord({ host: "broker" })]]);
    const world = createVirtualWorld({ clock, storage, peer: broker.peer });
    const parts = fitParts(declaration, clock, swingingSurroundings(declaration, clock, createRandom(1)));
    runNodeDevice({ ...world, circuit: parts.circuit, i2c: parts.i2c }, firmware);
    clock.advance(120_000);
    expect(broker.received.length, declaration.name).toBeGreaterThan(1);
    expect(contentOf(shared), declaration.name).toEqual(before);
  }
  expect(count).toBeGreaterThan(50);
});

/** Functions by themselves, and all else as text. */
function contentOf(records: readonly object[]): unknown[] {
  return records.map((record) => [
    JSON.stringify(record),
    ...Object.values(record).filter((field) => typeof field === "function"),
  ]);
}
