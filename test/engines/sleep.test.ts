// A device that sleeps, as an image on each engine: it wakes, tells, and sleeps again, and goes on from what
// it kept over its sleep.
import { describe, expect, test } from "vitest";
import type { Board } from "../../boards/board.ts";
import { ANALOG_MILLIVOLTS } from "../../src/features.ts";
import { days, hours, minutes, seconds } from "../../src/index.ts";
import { changed, createLines } from "../../src/platform/node/circuit.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { clockServers } from "../../tools/sim/worlds/clock-servers.ts";
import { flashJournal } from "../../tools/sim/worlds/flash-journal.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { chosenAtGate } from "../everything.ts";
import { type Engine, espruino, nodeMcu } from "./engines.ts";
import { firmwareOf } from "./firmwares.ts";
import { CHIP_ID } from "./replay-world.ts";
import { ROOT, SETTINGS_RECORD } from "./session.ts";

const DAY_MS = 86_400_000;
const ENGINES = [nodeMcu("esp8266", "5.1"), nodeMcu("esp32", "5.3"), espruino("esp8266"), espruino("esp32")];
/** Each builds an image of its own: the gate tries one of each interpreter. */
const TRIED = chosenAtGate(ENGINES, nodeMcu("esp8266", "5.1").name, espruino("esp8266").name);
/** Every third look finds the probe's plug loose, which reads as dry as can be. */
const LOOSE = 3;
const EVERY_MS = 2_400_000;
/** And where it is dry. */
const LOW_EVERY_MS = 14_400_000;
/** Millivolts of the probe: moist, wetter and dry; and the counts of full scale. */
const [MOIST, WET, DRY] = [600, 498, 880];
/** The look that finds the soil wetter. */
const RAIN_AT = 20;
const FULL = 4095;

/** A packet on its way: what waits for a wake comes behind the answer to its CONNECT. */
const LATE_MS = 200;
const LATE = { delayMs: [LATE_MS / 2, LATE_MS], pieceBytes: 1000 } as const;

/** When the time servers say that a trial began: an image believes no time from before its build. */
const START_S = Date.UTC(new Date().getUTCFullYear() + 1, 0, 1, 9) / 1000;

function boardOf({ board }: Engine): Pick<Board, "analogMillivolts"> {
  return (board === undefined ? undefined : firmwareOf("bed").wiring[board]?.board) ?? {};
}

describe.each(TRIED.map((engine) => ({ name: engine.name, engine })))("$name", ({ engine }) => {
  test("a day of sleep has a report each third wake, and one where the soil changed", async () => {
    const stage = await engine.stage("bed");
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
    let looks = 0;
    let isDry = false;
    const { analogMillivolts = ANALOG_MILLIVOLTS } = boardOf(engine);
    const circuit = changed(createLines(), {
      analog() {
        looks += 1;
        const soil = isDry ? DRY : looks < RAIN_AT ? MOIST : WET;
        return Math.round(((looks % LOOSE === 0 ? DRY : soil) * FULL) / analogMillivolts);
      },
    });
    const journal = flashJournal();
    const plan = () => ({ toPeer: LATE, toDevice: LATE });
    const world = { clock, peer: broker.peer, storage, circuit, journal, plan, chipId: CHIP_ID };
    stage.start(createVirtualWorld(world));
    clock.advance(DAY_MS);
    const told = (name: string) =>
      broker.received.filter(({ topic }) => topic === `${ROOT}/${name}`).map(({ payload }) => payload);
    // A wake each forty minutes, and one more for what changed.
    expect(looks).toBeGreaterThanOrEqual(DAY_MS / EVERY_MS - 1);
    expect(looks).toBeLessThanOrEqual(DAY_MS / EVERY_MS + 2);
    expect(told("status").filter((word) => word === "sleeping")).toHaveLength(told("moisture").length);
    expect(broker.wills).toEqual([]);
    expect(told("reset-reason").at(-1)).toBe("deep sleep");
    // What was dry at one wake is left out by those around it: the soil changes once, from 50 % to 67 %.
    const [before, behind] = [told("moisture").indexOf("67"), told("moisture").lastIndexOf("50")];
    expect(before).toBe(behind + 1);
    expect(new Set(told("moisture"))).toEqual(new Set(["50", "67"]));
    expect(told("moisture").length).toBeGreaterThanOrEqual(12);
    expect(told("moisture").length).toBeLessThanOrEqual(14);
    broker.publish(`${ROOT}/dry/set`, "30", { qos: 1 });
    clock.advance(hours(6));
    // The next report tells what holds until the command comes.
    expect(told("dry").slice(-4)).toEqual(["0", "30", "30", "30"]);
    // A broker may take its time to bring what waits.
    const wakes = told("status").length;
    while (told("status").length === wakes) clock.advance(LATE_MS);
    clock.advance(2 * LATE_MS);
    broker.publish(`${ROOT}/dry/set`, "40", { qos: 1 });
    clock.advance(seconds(2));
    expect(told("dry").at(-1)).toBe("40");
    isDry = true;
    clock.advance(hours(4));
    looks = 0;
    clock.advance(DAY_MS);
    expect(looks).toBe(DAY_MS / LOW_EVERY_MS);
  });

  test("all commands of one sleep are obeyed at its end, and come once", async () => {
    const stage = await engine.stage("bed");
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
    const circuit = changed(createLines(), { analog: () => FULL >> 1 });
    const journal = flashJournal();
    stage.start(createVirtualWorld({ clock, peer: broker.peer, storage, circuit, journal, chipId: CHIP_ID }));
    clock.advance(minutes(10));
    const told = (name: string) =>
      broker.received.filter(({ topic }) => topic === `${ROOT}/${name}`).map(({ payload }) => payload);
    expect(told("status").at(-1)).toBe("sleeping");
    const commands = [
      ["dry", "10"],
      ["dry", "20"],
      ["season", "summer"],
      ["plants", "roses"],
      ["dry", "30"],
    ] as const;
    for (const [name, word] of commands) broker.publish(`${ROOT}/${name}/set`, word, { qos: 1 });
    clock.advance(hours(2) + minutes(10));
    const obeyed = { dry: "30", season: "summer", plants: "roses" };
    const last = () =>
      Object.fromEntries(Object.keys(obeyed).map((name) => [name, told(name).at(-1)] as const));
    expect(last()).toEqual(obeyed);
    // What was not acknowledged would come again at a later wake.
    broker.received.splice(0);
    clock.advance(hours(12));
    expect(last()).toEqual(obeyed);
    for (const name of Object.keys(obeyed)) expect(new Set(told(name)).size).toBe(1);
    expect(broker.breaches).toEqual([]);
  });

  test("readings of each wake have their times, and a message keeps it awake", async () => {
    const stage = await engine.stage("frame");
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
    const looks: number[] = [];
    const { analogMillivolts = ANALOG_MILLIVOLTS } = boardOf(engine);
    const circuit = changed(createLines(), {
      analog() {
        looks.push(START_S + clock.now() / 1000);
        // A reading that says which look it was.
        return Math.round(((900 - 6 * looks.length) * FULL) / analogMillivolts);
      },
    });
    const servers = { servers: ["10.0.0.123"] };
    const datagrams = clockServers(servers, "broker", clock, () => START_S * 1000 + clock.now());
    const journal = flashJournal();
    const world = createVirtualWorld({
      ...{ clock, peer: broker.peer, storage, circuit, journal, datagrams },
      chipId: CHIP_ID,
    });
    datagrams.fault = "lost";
    world.setNetwork(false);
    stage.start(world);
    clock.advance(hours(5));
    world.setNetwork(true);
    datagrams.fault = "none";
    clock.advance(days(2) - hours(5));
    const told = (name: string) =>
      broker.received.filter(({ topic }) => topic === `${ROOT}/${name}`).map(({ payload }) => payload);
    const kept = told("moisture/history").flatMap((text) => JSON.parse(text) as [number, number][]);
    // An ESP8266 has ten bits for them.
    for (const [i, [, value]] of kept.entries()) expect(Math.abs(value - i - 1)).toBeLessThanOrEqual(1);
    expect(kept.length).toBeGreaterThanOrEqual((48 * 60) / 40 - 4);
    const errors = kept.map(([time], i) => Math.abs(time - (looks[i] ?? 0)));
    // A wake starts some time after its sleep: what that adds up to in a night, and until it is learned.
    expect(Math.max(...errors)).toBeLessThan(60);
    expect(Math.max(...errors.slice(20))).toBeLessThan(6);
    const live = told("moisture").map((text) => JSON.parse(text) as { time: number });
    expect(live.length).toBeGreaterThanOrEqual(20);
    const nearest = (time: number) => Math.min(...looks.map((look) => Math.abs(time - look)));
    for (const { time } of live) expect(nearest(time)).toBeLessThan(20);
    expect(told("next-report").at(-1)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const stayAwake = (word: string) =>
      broker.publish(`${ROOT}/stay-awake/set`, word, { qos: 1, retain: true });
    stayAwake("on");
    clock.advance(days(1));
    expect(told("status").at(-1)).toBe("online");
    expect(told("stay-awake").at(-1)).toBe("on");
    stayAwake("off");
    clock.advance(seconds(5));
    expect(told("status").at(-1)).toBe("sleeping");
    expect(told("stay-awake").at(-1)).toBe("off");
  });
});
