// A newer image's journal: what only the image before had is forgotten, readings that wait are counted and
// named, and what flash refused is tried again.
import { expect, test } from "vitest";
import { newPart as newHistoryPart } from "../../src/device/run/history-part.ts";
import { formOf } from "../../src/device/run/kept-history.ts";
import { type DeviceDeclaration, device, hours, minutes, seconds, sensor, totalOf } from "../../src/index.ts";
import type { Journal } from "../../src/journal/journal.ts";
import { acceptMessage, FIRST_MESSAGE, messagesIn } from "../../src/journal/messages.ts";
import { valueKey } from "../../src/journal/value-keys.ts";
import { NodeJournal } from "../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import type { JournalAreas } from "../../src/ports/journal.ts";
import { newPart, type Part, type Quantity } from "../../src/reading/part.ts";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SimulatedFlash } from "../../tools/sim/worlds/flash.ts";
import { partsInWorld } from "../device/parts-in-world.ts";

/** What it has counted grows with each look at it, until `most`. */
function counter(most: number): Quantity {
  const part: Part & { total?: Quantity } = newPart(
    "counter",
    "none",
    () => {},
    () => 0,
    () => {
      total.value = Math.min((total.value ?? 0) + 1, most);
      return "";
    },
  );
  const total: Quantity = { part, decimals: 0, value: 0 };
  return total;
}

const totalling = (name: string, most = 1e6): DeviceDeclaration =>
  device({
    name: "meter",
    clock: { zone: "Europe/Berlin" },
    sensors: [
      sensor(name, totalOf(counter(most), { each: "day", within: minutes(1) }), { every: seconds(10) }),
    ],
  });

const durable = (name: string): DeviceDeclaration =>
  device({
    name: "meter",
    sensors: [sensor(name, counter(1e6), { every: seconds(5), qos: 1, durable: true })],
  });

function scene(declaration: DeviceDeclaration) {
  const { world, pass, problem } = partsInWorld(declaration);
  const lines: string[] = [];
  const flash = new SimulatedFlash({ areaBytes: 32_768, pageBytes: 4096, random: createRandom(1) });
  const areas: JournalAreas = { ...flash.port };
  world.log = (line) => lines.push(line);
  const start = (image: DeviceDeclaration) => {
    const started = startNodeDevice({ ...world, journal: new NodeJournal(areas) }, image, {}) as NodeDevice;
    const runtime = started.runtime as Runtime;
    return { started, runtime, held: () => (runtime.journal as Journal).held.keys };
  };
  return { world, pass, problem, lines, areas, start };
}

test("a removed total frees its room, and a remaining one stays", () => {
  const { pass, start } = scene(totalling("rain"));
  const first = start(totalling("rain"));
  pass(minutes(2));
  expect(first.held()).toEqual([valueKey("rain.0")]);
  first.started.kill();
  const second = start(totalling("rain"));
  pass(seconds(5));
  expect(second.held()).toEqual([valueKey("rain.0")]);
  second.started.kill();
  const third = start(totalling("water"));
  pass(seconds(5));
  expect(third.held()).toEqual([]);
  pass(minutes(2));
  expect(third.held()).toEqual([valueKey("water.0")]);
});

test("readings of a sensor missing in a newer image are reported", () => {
  const { world, pass, lines, start } = scene(durable("old"));
  const first = start(durable("old"));
  pass(seconds(20));
  world.setNetwork(false);
  pass(seconds(30));
  const waiting = first.held().filter((key) => key >= FIRST_MESSAGE).length;
  expect(waiting).toBeGreaterThan(2);
  first.started.kill();
  const second = start(durable("new"));
  pass(seconds(2));
  expect(lines.filter((line) => line.startsWith("dropped: "))).toEqual(
    Array.from(
      { length: waiting },
      () => "dropped: home/room-1/old, an earlier image kept it, and this one has no such sensor",
    ),
  );
  expect(second.runtime.client.dropped.total).toBe(waiting);
});

test("a total refused by the flash is written when possible again", () => {
  const { pass, problem, areas, start } = scene(totalling("rain", 3));
  const { write } = areas;
  let refused = 0;
  areas.write = () => {
    refused += 1;
    return false;
  };
  const { held } = start(totalling("rain", 3));
  pass(seconds(70));
  expect(refused).toBeGreaterThan(0);
  expect(problem()).toBe("the flash does not take what is to be kept");
  areas.write = write;
  pass(seconds(70));
  expect(held()).toEqual([valueKey("rain.0")]);
  expect(problem()).toBe("none");
});

const keeping = (keep = hours(1)): DeviceDeclaration =>
  device({
    name: "meter",
    clock: {},
    sensors: [sensor("heard", counter(1e6), { every: minutes(1), history: { keep, durable: true } })],
  });

test("a newer image reads its own history format and reports others", () => {
  const { pass, lines, start } = scene(keeping());
  const first = start(keeping());
  const messages = messagesIn(first.runtime.journal as Journal);
  const parts = [3, 1, 4, 2].map((place) => newHistoryPart({ day: 20_500, place, value: place }));
  for (const part of parts) acceptMessage(messages, "heard/history", formOf(0, undefined) + part);
  acceptMessage(
    messages,
    "heard/history",
    formOf(1, undefined) + newHistoryPart({ day: 20_500, place: 5, value: 5 }),
  );
  first.started.kill();
  const second = start(keeping());
  const history = second.runtime.sensors[0]?.history;
  expect(history?.parts.slice(0, 4)).toEqual([parts[1], parts[3], parts[0], parts[2]]);
  pass(seconds(5));
  expect(lines).toContain(
    "dropped: home/room-1/heard/history, an earlier image kept it, and this one has no such sensor",
  );
  second.started.kill();
  const third = start(keeping(minutes(1)));
  expect(third.runtime.sensors[0]?.history?.parts).toEqual([parts[3], parts[0], parts[2]]);
});
