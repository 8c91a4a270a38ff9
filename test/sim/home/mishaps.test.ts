// Mishaps around the house: pipe, stove, bed, mains, cells, front door, errands, power cuts.
import { describe, expect, test } from "vitest";
import { createLines } from "../../../src/platform/node/circuit.ts";
import { createBed } from "../../../tools/sim/home/bed.ts";
import { cellsMillivolts } from "../../../tools/sim/home/cells.ts";
import { createErrands } from "../../../tools/sim/home/errands.ts";
import { createFrontDoor } from "../../../tools/sim/home/front-door.ts";
import { mainsWatts } from "../../../tools/sim/home/mains.ts";
import { createPipe } from "../../../tools/sim/home/pipe.ts";
import { schedulePowerCuts } from "../../../tools/sim/home/power-cuts.ts";
import { createStove } from "../../../tools/sim/home/stove.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, timeOfDay } from "../../../tools/sim/home/time.ts";
import { createContact } from "../../../tools/sim/parts/contact.ts";
import { createServo } from "../../../tools/sim/parts/servo.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

/** A clock that begins at an hour of the first day, and a story. */
function house(hours: number) {
  const timers = createVirtualClock();
  const story: string[] = [];
  return {
    timers,
    now: () => timeOfDay(hours) + timers.now(),
    story,
    happened: (words: string) => void story.push(words),
  };
}

describe("the pipe", () => {
  function pipe(hours = 18, seed = 1) {
    const around = house(hours);
    const probe: boolean[] = [];
    let repairs = 0;
    const repaired = () => {
      repairs += 1;
    };
    const model = createPipe({ ...around, seed, repaired });
    model.whenWet((isWet) => probe.push(isWet));
    return { ...around, model, probe, repairs: () => repairs };
  }

  test("the pipe bursts on the first evening, and the valve stops it", () => {
    const { timers, model, probe, repairs } = pipe();
    timers.runUntil(() => probe.length === 2, 3 * HOUR_MS);
    expect(probe).toEqual([false, true]);
    model.setValve(false);
    timers.advance(2 * HOUR_MS);
    expect(probe).toEqual([false, true, false]);
    expect(model.isLeaking()).toBe(false);
    expect(repairs()).toBe(1);
  });

  test("without a valve the floor stays wet until somebody acts", () => {
    const { timers, model, probe, story, repairs } = pipe();
    timers.advance(2 * HOUR_MS + 10 * MINUTE_MS);
    expect(story).toContain("Nothing closes the water: somebody runs to the cellar");
    expect(model.isLeaking()).toBe(false);
    timers.advance(2 * HOUR_MS);
    expect(probe).toEqual([false, true, false]);
    expect(repairs()).toBe(0);
  });

  test("later the pipe bursts one evening in five, not while tight", () => {
    let bursts = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      const { timers, story } = pipe(23, seed);
      timers.advance(10 * DAY_MS);
      bursts += story.filter((words) => words.includes("bursts")).length;
      expect(timers.pending()).toBeLessThan(5);
    }
    expect(bursts).toBeGreaterThan(20);
    expect(bursts).toBeLessThan(60);
  });
});

describe("the stove", () => {
  function stove(hours: number) {
    const around = house(hours);
    const watts: number[] = [];
    const smoke: boolean[] = [];
    const rooms = {
      heat: (_room: string, _source: string, value: number) => void watts.push(value),
      moisten: () => {},
      air: () => ({ celsius: 20, humidity: 50 }),
    };
    const model = createStove({ ...around, seed: 1, rooms });
    model.whenSmoke((isThere) => smoke.push(isThere));
    return { ...around, model, watts, smoke };
  }

  test("the stove heats the kitchen, and burns the first dinner with smoke", () => {
    const { timers, model, watts, smoke } = stove(18);
    expect(model.watts()).toBe(0);
    model.cook();
    expect(model.watts()).toBe(1500);
    expect(watts.at(-1)).toBeGreaterThan(0);
    timers.runUntil(() => smoke.length === 1, HOUR_MS);
    expect(model.ceiling()).toBeGreaterThan(30);
    timers.advance(HOUR_MS);
    expect(smoke).toEqual([true, false]);
    expect([model.watts(), watts.at(-1)]).toEqual([0, 0]);
    expect(model.ceiling()).toBeLessThan(22);
  });

  test("a later dinner burns seldom", () => {
    const { timers, model, story } = stove(18);
    timers.advance(DAY_MS);
    for (let day = 0; day < 120; day += 1) {
      model.cook();
      timers.advance(DAY_MS);
    }
    const burnt = story.filter((words) => words.includes("burns")).length;
    expect(burnt).toBeGreaterThan(2);
    expect(burnt).toBeLessThan(25);
  });
});

test("a bed dries exponentially and is watered on dry mornings", () => {
  const around = house(8);
  const bed = createBed({ ...around, sky: { air: () => ({ celsius: 7, humidity: 80 }) } });
  const before = bed.wetness();
  around.timers.advance(10 * HOUR_MS);
  expect(bed.wetness()).toBeCloseTo(before * Math.exp(-0.25), 9);
  around.timers.advance(14 * HOUR_MS);
  expect(around.story).toEqual(["Anna waters the bed in the garden"]);
  expect(bed.wetness()).toBeGreaterThan(0.7);
  expect(bed.celsius()).toBe(7);
});

test("the mains carry all running devices and a cycling fridge", () => {
  const loads = { heater: () => 1200, lamp: () => 9 };
  const minutes = Array.from({ length: 42 * 10 }, (_, minute) => mainsWatts(minute * MINUTE_MS, {}));
  const mean = minutes.reduce((sum, watts) => sum + watts) / minutes.length;
  expect(mean).toBeCloseTo(110 + 95 / 3, 6);
  expect(mainsWatts(0, loads) - mainsWatts(0, {})).toBe(1209);
});

test("cells discharge by the day, faster in cold, never below empty", () => {
  expect(cellsMillivolts(0, 0, 20)).toBe(4800);
  expect(cellsMillivolts(2 * DAY_MS, 10, 20)).toBe(4800 - 12 * 45);
  expect(cellsMillivolts(0, 0, 0)).toBe(4740);
  expect(cellsMillivolts(0, 1000, 20)).toBe(2700);
});

describe("the front door", () => {
  function frontDoor() {
    const { timers, story, happened } = house(17);
    const lines = createLines();
    const asked: string[] = [];
    const door = createFrontDoor({ timers, seed: 1, happened, askToUnlock: (who) => void asked.push(who) });
    const { after, now } = timers;
    const leaf = createContact({ lines, pin: "door", after, isClosed: true });
    const bolt = createContact({ lines, pin: "bolt", after, isClosed: true });
    const servo = createServo({ lines, pin: "servo", now, degrees: 10 });
    door.fit({ door: leaf, bolt, servo });
    lines.whenPulsed("servo", door.driven);
    /** 50 Hz; 0.5 ms is 0°, 2.5 ms is 180°. */
    const turnTo = (degrees: number) =>
      lines.pulsed("servo", 50, Math.round(((500 + (2000 * degrees) / 180) * 1023) / 20_000));
    return { timers, story, asked, door, leaf, bolt, turnTo };
  }

  test("the servo moves the bolt both ways, and the reed shows where", () => {
    const { timers, door, bolt, turnTo } = frontDoor();
    turnTo(100);
    timers.advance(SECOND_MS);
    expect([door.isThrown(), bolt.isClosed()]).toEqual([false, false]);
    turnTo(10);
    timers.advance(SECOND_MS);
    expect([door.isThrown(), bolt.isClosed()]).toEqual([true, true]);
  });

  test("a person asks the phone, enters unlocked, and the door falls shut", () => {
    const { timers, door, leaf, asked, turnTo } = frontDoor();
    let isIn = false;
    door.pass("Ben", () => {
      isIn = true;
    });
    timers.advance(5 * SECOND_MS);
    expect([asked, isIn, leaf.isClosed()]).toEqual([["Ben"], false, true]);
    turnTo(100);
    timers.advance(4 * SECOND_MS);
    expect([isIn, leaf.isClosed()]).toEqual([true, false]);
    timers.advance(10 * SECOND_MS);
    expect(leaf.isClosed()).toBe(true);
  });

  test("an ajar door holds the bolt until somebody pushes it", () => {
    const { timers, door, bolt, story, turnTo } = frontDoor();
    turnTo(100);
    timers.advance(SECOND_MS);
    for (let passing = 0; passing < 2; passing += 1) {
      door.pass("Ben", () => {});
      timers.advance(10 * SECOND_MS);
    }
    turnTo(10);
    timers.advance(MINUTE_MS);
    expect(bolt.isClosed()).toBe(false);
    timers.advance(3 * MINUTE_MS);
    expect(bolt.isClosed()).toBe(true);
    expect(story).toEqual([
      "The front door has not fallen shut quite",
      "Somebody pushes the front door shut",
    ]);
  });

  test("people use the key when nothing unlocks, and lock behind themselves", () => {
    const { timers, door, bolt, story } = frontDoor();
    let isIn = false;
    door.pass("Anna", () => {
      isIn = true;
    });
    timers.advance(MINUTE_MS);
    expect(isIn).toBe(true);
    expect(bolt.isClosed()).toBe(true);
    expect(story).toEqual(["The lock does not answer: Anna takes the key"]);
  });
});

test("post comes each afternoon; the alarm is tested on set days", () => {
  const around = house(0);
  const seen = { post: 0, tests: [] as number[], dims: 0 };
  createErrands({
    ...around,
    seed: 1,
    post() {
      seen.post += 1;
    },
    selfTest: () => void seen.tests.push(Math.floor(around.now() / DAY_MS)),
    dim() {
      seen.dims += 1;
    },
  });
  around.timers.advance(14 * DAY_MS);
  expect(seen).toEqual({ post: 14, tests: [0, 5, 12], dims: 14 });
});

test("the lamp's plug is pulled first, then others, each put back", () => {
  const { timers } = house(16);
  const cuts: string[] = [];
  const out = new Set<string>();
  const names = ["climate", "hall", "lamp"];
  schedulePowerCuts({
    timers,
    seed: 1,
    names,
    cut(name) {
      cuts.push(name);
      out.add(name);
    },
    give: (name) => void out.delete(name),
  });
  timers.advance(2 * HOUR_MS);
  expect([cuts, [...out]]).toEqual([["lamp"], []]);
  timers.advance(7 * DAY_MS);
  expect(new Set(cuts)).toEqual(new Set(names));
  expect(out.size).toBeLessThanOrEqual(1);
});
