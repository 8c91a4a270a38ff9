// Totals by day through days with power cuts, beside a count that Intl alone dates: each day's total is what
// was counted in it, and the journal is written no more often than the build says. A sample in the gate is
// around the end of summer time; by hand it is a year.
import { expect, onTestFinished, test } from "vitest";
import { device, hours, minutes, seconds, sensor, totalOf } from "../../src/index.ts";
import { NodeJournal } from "../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { newPart, type Part, type Quantity } from "../../src/reading/part.ts";
import { totalUses } from "../../tools/image/journal/total-uses.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { trialTime } from "../../tools/sim/trial/trial-time.ts";
import { PowerLost, SimulatedFlash } from "../../tools/sim/worlds/flash.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { atGate } from "../everything.ts";

const DAYS = atGate(5, 366);
const START = DAYS === 366 ? "2026-01-01T05:00:00" : "2026-10-23T05:00:00";
const STEP = minutes(10);

interface Counter extends Part {
  total: Quantity;
  first: number;
}

/** What has been counted in the world; a counter begins at 0 with each start of the device. */
let counted = 0;
function counter(): Quantity {
  const part = newPart<Counter>(
    "counter",
    "none",
    (own) => {
      (own as Counter).first = counted;
    },
    () => 0,
    (own) => {
      (own as Counter).total.value = counted - (own as Counter).first;
      return "";
    },
  );
  part.total = { part, decimals: 0, value: undefined };
  return part.total;
}

const dateOf = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin" });

test("each day's total is right over a year of power cuts", async () => {
  counted = 0;
  const today = totalOf(counter(), { each: "day" });
  const declaration = device({
    name: "meter",
    clock: { zone: "Europe/Berlin" },
    sensors: [
      sensor("today", today, { every: minutes(5) }),
      sensor("yesterday", today.last, { every: minutes(5) }),
    ],
  });
  const trial = await startTrial(declaration);
  onTestFinished(() => trial.end());
  trial.setTime(START);
  trial.pass(seconds(30));
  const random = createRandom(7);
  const begun = Date.parse(`${START}Z`) - trial.now() + seconds(30);
  const date = (shift = 0) => dateOf.format(begun + trial.now() + shift);
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  let [checked, cuts, cutIn] = [0, 0, random.below(144)];
  for (let step = 0; step < DAYS * 144; step += 1) {
    if (step % 144 === cutIn) {
      // What was counted is kept by then.
      trial.pass(minutes(26));
      trial.cutPower();
      trial.pass(minutes(random.below(180)));
      trial.givePower();
      trial.pass(minutes(2));
      cuts += 1;
      cutIn = random.below(144);
    }
    trial.pass(STEP);
    if (random.below(3) > 0) {
      const by = 1 + random.below(40);
      counted += by;
      counts.set(date(), (counts.get(date()) ?? 0) + by);
    }
    if (step % 36 === 35) {
      trial.pass(minutes(6));
      const [now, before] = [date(), date(-hours(24))];
      // Within six minutes of midnight, or where the day before is not the one of 24 hours ago, it is looked at later.
      if (date(-minutes(12)) === now && before !== now) {
        checked += 1;
        const is = [trial.told("today").at(-1), trial.told("yesterday").at(-1)];
        const should = [`${counts.get(now) ?? 0}`, `${counts.get(before) ?? 0}`];
        if (checked > 4 && `${is}` !== `${should}`) wrong.push(`${now}: ${is}, not ${should}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(checked).toBeGreaterThan(DAYS * 3);
  expect(cuts).toBeGreaterThan(DAYS / 2);
  if (DAYS > 5) console.log(`${DAYS} days, ${cuts} power cuts, ${checked} looks, ${wrong.length} wrong`);
});

test("a counter is written no more often than the build estimates", () => {
  const totals = (["day", "hour", "month"] as const).map((each) => totalOf(counter(), { each }));
  const declaration = device({
    name: "meter",
    clock: { zone: "Europe/Berlin" },
    sensors: totals.map((total, i) => sensor(`total-${i}`, total, { every: minutes(1) })),
  });
  const { world, pass } = partsInWorld(declaration);
  const time = trialTime(declaration, world);
  time.set("2026-06-29T10:00:00");
  const flash = new SimulatedFlash({ areaBytes: 32_768, pageBytes: 4096, random: createRandom(1) });
  const datagrams = time.datagrams && { datagrams: time.datagrams };
  startNodeDevice({ ...world, ...datagrams, journal: new NodeJournal(flash.port) }, declaration, {});
  pass(minutes(5));
  const before = flash.writes;
  for (let step = 0; step < 2 * 288; step += 1) {
    counted += 1;
    pass(minutes(5));
  }
  const rates = totalUses(declaration).flatMap((use) => use.rates);
  const said = rates.reduce((sum, { every }) => sum + (2 * 86_400) / every, 0);
  expect(flash.writes - before).toBeLessThanOrEqual(Math.ceil(said) + 2);
  expect(flash.writes - before).toBeGreaterThan(said * 0.7);
  expect(Math.max(...flash.erases)).toBeLessThanOrEqual(2);
});

test("power lost in a write leaves the old or the new total", () => {
  const seen = new Set<string>();
  for (let steps = 0; steps < 90; steps += 3) {
    counted = 0;
    const total = totalOf(counter(), { each: "day" });
    const declaration = device({
      name: "meter",
      clock: { zone: "Europe/Berlin" },
      sensors: [sensor("today", total, { every: minutes(1) })],
    });
    const { world, pass, said } = partsInWorld(declaration);
    const time = trialTime(declaration, world);
    time.set("2026-06-29T10:00:00");
    const flash = new SimulatedFlash({ areaBytes: 8192, pageBytes: 4096, random: createRandom(steps) });
    const datagrams = time.datagrams && { datagrams: time.datagrams };
    const start = () =>
      startNodeDevice({ ...world, ...datagrams, journal: new NodeJournal(flash.port) }, declaration, {});
    const first = start();
    pass(minutes(2));
    counted = 100;
    pass(minutes(16));
    counted = 170;
    flash.losePower(steps);
    try {
      pass(minutes(16));
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
    }
    flash.losePower(undefined);
    first.kill();
    said();
    start();
    pass(minutes(1));
    seen.add(said().find((line) => line.startsWith("today=")) ?? "nothing");
  }
  expect([...seen].sort()).toEqual(["today=100", "today=170"]);
});
