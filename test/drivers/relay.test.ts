// A relay: which level switches it, and in which state its pin comes up.
import { expect, test } from "vitest";
import { relay } from "../../src/drivers/relay.ts";
import type { Ports } from "../../src/ports/ports.ts";

function pins() {
  const done: unknown[][] = [];
  const ports = {
    makeOutput: (...call: unknown[]) => done.push(["output", ...call]),
    setLevel: (...call: unknown[]) => done.push(["level", ...call]),
  } as unknown as Ports;
  return { done, ports };
}

test.each([
  ["active high", undefined, false, 0],
  ["active high", undefined, true, 1],
  ["active high, said so", false, false, 0],
  ["active low", true, false, 1],
  ["active low", true, true, 0],
])("%s (%s), switched on at start %s, becomes output level %i", (_name, activeLow, on, level) => {
  const { done, ports } = pins();
  const part = relay("heater", activeLow);
  part.setUp(part, ports, { heater: "D26" }, on ? 1 : 0);
  expect(done).toEqual([["output", "D26", level]]);
});

test.each([
  [false, 1, 0],
  [true, 0, 1],
])("active low %s: on is level %i, off is level %i", (activeLow, onLevel, offLevel) => {
  const { done, ports } = pins();
  const part = relay("heater", activeLow);
  part.setUp(part, ports, { heater: 5 }, 0);
  part.drive(part, 1);
  part.drive(part, 0);
  expect(done.slice(1)).toEqual([
    ["level", 5, onLevel],
    ["level", 5, offLevel],
  ]);
});
