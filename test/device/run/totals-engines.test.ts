// Totals by period on every engine: random counts, times and restarts from what was kept, as written in Node
// and as built for the boards. What is kept is whole or as before, on every engine
// (test/journal/engines.test.ts): here a restart goes on from any of what was kept.
import { expect, test } from "vitest";
import { absentEngines, builtEverywhere } from "../../../tools/laboratory/programs/engines.ts";
import { atGate } from "../../everything.ts";

/** Devices on each engine, each with 40 samples. */
const DEVICES = atGate(10, 1000);

const PROGRAM = `import { goBy, totalOf, type Total, type TotalPart } from "../../../src/device/run/total.ts";
import { takeTotal, totalText } from "../../../src/device/run/total-text.ts";
import type { WallClock } from "../../../src/device/run/wall-clock.ts";
import { measuredAtOnce, newPart, type Quantity } from "../../../src/reading/part.ts";
let chance = 0;
function below(limit: number): number {
  chance = (chance * 75 + 74) % 65537;
  return chance % limit;
}
function nothing(): void {}
function collected(): string {
  return "";
}
function source(role: string): Quantity {
  return { part: newPart(role, "none", nothing, measuredAtOnce, collected), decimals: 3, value: undefined };
}
const wall: WallClock = { sun: undefined, site: undefined, zone: undefined, local: undefined, ahead: 0, dayLeft: 0 };
function begun(total: Total, kept: string): Total {
  goBy(total.part as TotalPart, wall);
  takeTotal(total.part as TotalPart, kept);
  return total;
}
function run(device: number): void {
  chance = device;
  wall.local = undefined;
  wall.ahead = given(330);
  const role = device % 3 === 0 ? "integral" : "meter";
  let minute = 20700 * 1440 + 600;
  let counter = source(role);
  let day = begun(totalOf(counter, { each: "day" }), "");
  let hour = begun(totalOf(counter, { each: "hour" }), "");
  let week = begun(totalOf(counter, { each: "week" }), "");
  let month = begun(totalOf(counter, { each: "month" }), "");
  let kept = ["", "", "", ""];
  let reading = below(3) === 0 ? 2147480000 : 0;
  for (let i = 0; i < 40; i++) {
    let line = "";
    minute += below(4) === 0 ? 600 + below(30000) : 1 + below(20);
    const by = below(role === "integral" ? 700 : 500);
    if (reading > 2147483647 - by) reading = 0;
    else reading += role === "integral" ? by - 350 : by;
    counter.value = below(9) === 0 ? undefined : reading;
    wall.ahead = below(2) === 0 ? 330 : 300;
    wall.local = i % 7 === 6 || below(30) === 0 ? undefined : { day: Math.floor(minute / 1440), minute: minute % 1440 };
    for (const total of [day, hour, week, month]) {
      total.part.collect(total.part);
      line += (total.value ?? -1) + "/" + (total.last.value ?? -1) + " ";
    }
    emit(line);
    if (below(3) === 0) kept = [totalText(day.part as TotalPart), totalText(hour.part as TotalPart), totalText(week.part as TotalPart), totalText(month.part as TotalPart)];
    if (below(6) === 0) {
      counter = source(role);
      day = begun(totalOf(counter, { each: "day" }), kept[0] ?? "");
      hour = begun(totalOf(counter, { each: "hour" }), kept[1] ?? "");
      week = begun(totalOf(counter, { each: "week" }), kept[2] ?? "");
      month = begun(totalOf(counter, { each: "month" }), kept[3] ?? "");
      if (below(4) !== 0) reading = 0;
      for (const text of kept) emit(text);
    }
  }
}
for (let device = 1; device <= given(${DEVICES}); device++) run(device);`;

test(`totals over random restarts (not here: ${absentEngines.join(", ") || "none"})`, async () => {
  const { ...answers } = await builtEverywhere(PROGRAM);
  const [[, first = []] = ["", []]] = Object.entries(answers);
  expect(first.length).toBeGreaterThan(40 * DEVICES);
  for (const [engine, emitted] of Object.entries(answers))
    expect({ engine, emitted }).toEqual({ engine, emitted: first });
  const all = first.map((line) => Buffer.from(line, "hex").toString()).join("\n");
  for (const word of ["day,", "hour,", "week,", "month,", "/-1 "]) expect(all).toContain(word);
  expect(all).not.toMatch(/e\+|\.\d|NaN|nan|inf/i);
});
