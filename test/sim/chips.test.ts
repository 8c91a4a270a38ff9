// Models of chips with lines of their own: who is fitted from a table, and what is said where nobody is.
import { expect, test } from "vitest";
import { mhZ19 } from "../../src/drivers/mh-z19.ts";
import { device, seconds, sensor } from "../../src/index.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { describePart, newPart, type Part } from "../../src/reading/part.ts";
import { type Chips, fitChips } from "../../tools/sim/fit/chips.ts";
import { silentParts } from "../../tools/sim/fit/unanswered-parts.ts";
import { USUAL_AROUND } from "../../tools/sim/parts/around.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";

const CHIPS = {
  ONE: { among: "bells", wire: "uart", fit: ({ role }) => `bell ${role}` },
  TWO: { among: "bells", wire: "uart", fit: ({ role }) => `gong ${role}` },
  THREE: { among: "horns", wire: "pins", fit: () => "horn" },
} as const satisfies Chips;

function part(role: string, chip: string, wire: Part["wire"]): Part {
  const made = newPart(
    role,
    wire,
    () => {},
    () => 0,
    () => "",
  );
  describePart(made, chip, []);
  return made;
}

test("each part has the model of its chip and wire, by role", () => {
  const parts = [
    part("a", "ONE", "uart"),
    part("b", "TWO", "uart"),
    part("c", "ONE", "pins"),
    part("d", "constructor", "uart"),
  ];
  const places = parts.map((part) => ({
    part,
    role: part.role,
    timers: createVirtualClock(),
    lines: createLines(),
    around: USUAL_AROUND,
  }));
  expect(fitChips(CHIPS, places)).toEqual({
    bells: new Map([
      ["a", "bell a"],
      ["b", "gong b"],
    ]),
    horns: new Map(),
  });
});

test("an unlisted part is named, with models that may replace it", () => {
  const own = part("own", "toString", "uart");
  const sensors = [mhZ19("air").co2, { part: own, decimals: 0, value: undefined }].map((quantity, at) =>
    sensor(`one-${at}`, quantity, { every: seconds(10) }),
  );
  expect(silentParts(device({ name: "bench", sensors }))).toEqual([
    expect.stringContaining('Nothing answers for "own" on its UART'),
  ]);
});
