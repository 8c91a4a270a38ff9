// Parts behind a supply that is switched: on while they are measured, off at all other times.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { relay } from "../../src/drivers/relay.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { poweredBy, type Supply, switchedSupply } from "../../src/drivers/supply.ts";
import { device, minutes, seconds, sensor } from "../../src/index.ts";
import type { Drivable } from "../../src/reading/part.ts";
import { createBreadboard } from "./breadboard.ts";

const WIRES = { bed: "A0", pot: "A1", power: "D5" };

/** Two probes behind one supply, each at half of its way while it has power. */
function onBoard(activeLow: boolean) {
  const board = createBreadboard();
  const { clock, lines, ports } = board;
  const on = activeLow ? 0 : 1;
  const power: (readonly [number, boolean])[] = [];
  lines.whenWritten("D5", (level) => void power.push([clock.now(), level === on]));
  for (const pin of ["A0", "A1"]) lines.feed(pin, () => (lines.output("D5") === on ? 2420 : 0));
  const supply = switchedSupply(relay("power", activeLow), seconds(0.2));
  const bed = poweredBy(soilMoisture("bed"), supply);
  const pot = poweredBy(soilMoisture("pot"), supply);
  for (const part of [bed, pot]) part.begin(part, ports, WIRES);
  return { clock, lines, power, bed, pot, off: 1 - on };
}

test.each([false, true])("a supply is off but for the measurement (active low: %s)", (activeLow) => {
  const { clock, lines, power, bed, off } = onBoard(activeLow);
  expect(lines.output("D5")).toBe(off);
  expect(power.some(([, isOn]) => isOn)).toBe(false);
  expect(bed.request(bed)).toBe(200);
  expect(lines.output("D5")).toBe(1 - off);
  clock.advance(200);
  expect(bed.collect(bed)).toBe("");
  expect(bed.percent.value).toBe(500);
  expect(lines.output("D5")).toBe(off);
});

test("the last of two parts switches their supply off", () => {
  const { clock, lines, bed, pot } = onBoard(false);
  bed.request(bed);
  clock.advance(100);
  pot.request(pot);
  clock.advance(100);
  bed.collect(bed);
  expect(lines.output("D5")).toBe(1);
  clock.advance(100);
  expect(pot.collect(pot)).toBe("");
  expect([bed.percent.value, pot.percent.value]).toEqual([500, 500]);
  expect(lines.output("D5")).toBe(0);
});

test("a measurement that fails switches its supply off too", () => {
  const { lines, bed } = onBoard(false);
  lines.feed("A0", () => 0);
  bed.request(bed);
  expect(bed.collect(bed)).toBe("out of range");
  expect(lines.output("D5")).toBe(0);
});

test.each([
  [seconds(0), minutes(1), "for its milliseconds to settle; it is a whole number from 1 to 60000"],
  [seconds(5), seconds(5), "its supply takes 5000 ms to settle; measure it less often"],
])("a supply that settles in %i ms is refused every %i ms", (settles, every, sentence) => {
  const probe = poweredBy(soilMoisture("bed"), switchedSupply(relay("power"), settles));
  const declared = device({ name: "soil", sensors: [sensor("moisture", probe.percent, { every })] });
  const faults = declarationFaults(declared).map((fault) => fault.sentence);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(sentence);
});

/** What is wrong with two probes behind these supplies. */
function faultsBehind(bed: Supply, pot: Supply): string[] {
  const probes = [poweredBy(soilMoisture("bed"), bed), poweredBy(soilMoisture("pot"), pot)];
  const sensors = probes.map(({ role, percent }) => sensor(role, percent, { every: minutes(1) }));
  return declarationFaults(device({ name: "soil", sensors })).map((fault) => fault.sentence);
}

test("an output that switches two supplies is refused, and one supply is not", () => {
  const supply = () => switchedSupply(relay("power"), seconds(0.2));
  expect(faultsBehind(supply(), supply())).toEqual([
    'The output "power" switches a supply of the part "bed" and another one of "pot"; make one switchedSupply, and put both parts behind it.',
  ]);
  const shared = supply();
  expect(faultsBehind(shared, shared)).toEqual([]);
});

test.each([
  ["a relay", relay("power") as unknown as Supply],
  ["the name of a role", switchedSupply("power" as unknown as Drivable, seconds(0.2))],
])("%s in place of a supply is refused in one sentence", (_what, supply) => {
  const other = switchedSupply(relay("other"), seconds(0.2));
  expect(faultsBehind(supply, other)).toEqual([
    'The supply of the part "bed" is switched by nothing; give it an output, as in switchedSupply(relay("power"), seconds(0.2)).',
  ]);
});
