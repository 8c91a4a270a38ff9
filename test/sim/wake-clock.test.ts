// The time of devices that sleep: kept over wakes, learned from servers, lost with the power.
import { expect, onTestFinished, test } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { SensorOptions } from "../../src/device/declare/sensor.ts";
import { modbusRegister, modbusRtu } from "../../src/drivers/modbus-rtu.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { days, device, hours, minutes, sensor, totalOf } from "../../src/index.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { clockServers } from "../../tools/sim/worlds/clock-servers.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { ROOT, SETTINGS_RECORD } from "../engines/session.ts";

const every = minutes(15);
/** When a trial begins. */
const START_S = Date.UTC(2026, 5, 1, 12) / 1000;
const DAY_S = 86_400;

const bed = (options: Partial<SensorOptions>, more: Partial<DeviceDeclaration> = {}) =>
  device({
    name: "bed",
    clock: {},
    sleep: { every, report: hours(1) },
    sensors: [sensor("moisture", soilMoisture("probe").percent, { every, unit: "%", ...options })],
    ...more,
  });

/** A trial, and when its probe was looked at, in seconds since 1970: the reading is which look it was. */
async function asleep(declaration: DeviceDeclaration) {
  const looks: number[] = [];
  const look = () => {
    looks.push(START_S + trial.now() / 1000);
    return (looks.length % 100) / 100;
  };
  const trial = await startTrial(declaration, { around: { probe: { share: look } } });
  onTestFinished(trial.end);
  return { trial, looks };
}

type Pair = [time: number, value: number];
const pairsOf = (payloads: readonly string[]) => payloads.flatMap((text) => JSON.parse(text) as Pair[]);
const stampsOf = (payloads: readonly string[]) =>
  payloads.map((text) => JSON.parse(text) as { value: number; time: number | null });

/** Each look is there once, in order, with its time. */
function expectLooks(told: readonly Pair[], looks: readonly number[]): void {
  expect(told.map(([, value]) => value)).toEqual(told.map((_, i) => (i + 1) % 100));
  for (const [i, [time]] of told.entries()) expect(Math.abs(time - (looks[i] ?? 0))).toBeLessThan(2);
}

test("a history includes each wake's reading, sent with the report", async () => {
  const { trial, looks } = await asleep(bed({ history: { keep: hours(6) } }));
  trial.pass(days(2));
  const told = pairsOf(trial.told("moisture/history"));
  expectLooks(told, looks);
  expect(told.length).toBeGreaterThan(looks.length - 5);
  expect(trial.told("moisture").length).toBeLessThanOrEqual(49);
});

test("a history with fewer readings than wakes keeps its schedule", async () => {
  const { trial } = await asleep(bed({ history: { keep: hours(6), every: hours(1) } }));
  trial.pass(days(1) + minutes(5));
  const told = pairsOf(trial.told("moisture/history"));
  expect(told.length).toBeGreaterThanOrEqual(24);
  expect(told.map(([, value]) => value)).toEqual(told.map((_, i) => 1 + 4 * i));
});

test("an outage of hours keeps all readings of its wakes", async () => {
  const { trial, looks } = await asleep(bed({ history: { keep: hours(10) } }));
  trial.pass(hours(2));
  trial.cutNetwork();
  trial.pass(hours(6));
  trial.giveNetwork();
  trial.pass(hours(6));
  const told = pairsOf(trial.told("moisture/history"));
  expectLooks(told, looks);
  expect(told.length).toBeGreaterThan(looks.length - 5);
});

test("a full history keeps the newest readings", async () => {
  const { trial, looks } = await asleep(bed({ history: { keep: hours(4) } }));
  trial.pass(hours(2));
  trial.cutNetwork();
  trial.pass(hours(12));
  trial.giveNetwork();
  trial.pass(hours(4));
  const told = pairsOf(trial.told("moisture/history"));
  const newest = told.slice(told.findIndex(([, value]) => value > 8));
  expect(newest.length).toBeGreaterThanOrEqual(16);
  expect(newest.map(([, value]) => value)).toEqual(newest.map((_, i) => (newest[0]?.[1] ?? 0) + i));
  expect(newest.at(-1)?.[1]).toBeGreaterThan(looks.length - 5);
});

for (const durable of [undefined, true] as const)
  test(`readings of a night without time get theirs in the morning${durable ? ", durable" : ""}`, async () => {
    const { trial, looks } = await asleep(bed({ history: { keep: hours(6), ...(durable && { durable }) } }));
    trial.pass(hours(2));
    trial.cutPower();
    trial.cutNetwork();
    const before = looks.length;
    trial.pass(hours(1));
    trial.givePower();
    trial.pass(hours(4));
    trial.giveNetwork();
    trial.pass(hours(5));
    const told = pairsOf(trial.told("moisture/history"));
    const night = told.filter(([, value]) => value > before);
    expect(night.map(([, value]) => value)).toEqual(night.map((_, i) => before + 1 + i));
    expect(night.length).toBeGreaterThan(looks.length - before - 5);
    for (const [time, value] of night) expect(Math.abs(time - (looks[value - 1] ?? 0))).toBeLessThan(2);
  });

test("a stamped reading has its wake's time", async () => {
  const { trial, looks } = await asleep(bed({ stamped: true }, { sleep: { every } }));
  trial.pass(days(1));
  const told = stampsOf(trial.told("moisture"));
  expect(told.length).toBeGreaterThanOrEqual(96);
  for (const [i, { time }] of told.entries()) expect(Math.abs((time ?? 0) - (looks[i] ?? 0))).toBeLessThan(2);
});

test("durable stamped readings of each wake arrive with the report", async () => {
  const { trial, looks } = await asleep(bed({ stamped: true, qos: 1, durable: true }));
  trial.pass(hours(8) + minutes(2));
  const told = stampsOf(trial.told("moisture"));
  expect(told.map(({ value }) => value)).toEqual(told.map((_, i) => i + 1));
  expect(told.length).toBeGreaterThan(28);
  for (const [i, { time }] of told.entries()) expect(Math.abs((time ?? 0) - (looks[i] ?? 0))).toBeLessThan(2);
});

test("a clock that was set anew is detected within two hours", async () => {
  const { trial } = await asleep(
    bed({ stamped: true }, { sleep: { every }, clock: { servers: ["10.0.0.1"] } }),
  );
  trial.pass(hours(3));
  trial.setTime("2027-01-01T00:00");
  const anew = Date.UTC(2027, 0, 1) / 1000;
  trial.pass(hours(2) + minutes(5));
  const { time } = stampsOf(trial.told("moisture")).at(-1) ?? {};
  expect(Math.abs((time ?? 0) - anew - 2 * 3600)).toBeLessThan(16 * 60);
});

test("a day's total ends at the wake after its midnight", async () => {
  const meter = modbusRegister(modbusRtu("meter"), 0, "uint16", 0);
  const energy = totalOf(meter, { each: "day" });
  const declaration = device({
    name: "meter",
    clock: { zone: "Europe/Berlin" },
    sleep: { every, report: hours(2) },
    sensors: [sensor("today", energy, { every }), sensor("yesterday", energy.last, { every })],
  });
  // One each five minutes.
  const trial = await startTrial(declaration, {
    around: { meter: { modbus: () => Math.floor(trial.now() / minutes(5)) } },
  });
  onTestFinished(trial.end);
  const ended: number[] = [];
  for (let day = 0; day < 4; day++) {
    trial.pass(days(1));
    ended.push(Number(trial.told("yesterday").at(-1)));
  }
  // It began at two in the afternoon there.
  for (const [i, total] of ended.entries())
    expect(Math.abs(total - (i === 0 ? 120 : 288))).toBeLessThanOrEqual(3);
  const today = Number(trial.told("today").at(-1));
  const grown = (4 * 24 * 60) / 5;
  expect(grown - today - ended.reduce((sum, total) => sum + total)).toBeLessThanOrEqual(2 * 12 + 3);
});

/** A device in a world whose chip sleeps so much longer than it should; its servers may be silent. */
function driftingBed(declaration: DeviceDeclaration, stretch: number) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const circuit = createLines();
  const looks: number[] = [];
  circuit.feed("probe", () => {
    looks.push(START_S + clock.now() / 1000);
    return 2500 + looks.length;
  });
  const milliseconds = () => Math.round(START_S * 1000 + clock.now());
  const datagrams = clockServers(declaration.clock ?? {}, "broker", clock, milliseconds);
  const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
  const world = createVirtualWorld({ clock, circuit, storage, datagrams, peer: broker.peer });
  powerDevice(world, declaration);
  const { sleep } = world.chip;
  world.chip.sleep = (ms) => sleep(Math.round(ms * stretch));
  const told = (name: string) =>
    broker.received.filter(({ topic }) => topic === `${ROOT}/${name}`).map(({ payload }) => payload);
  return { clock, looks, datagrams, told, world };
}

test.each([0.95, 0.98, 1.003, 1.05])("a sleep that lasts %d times as long is calibrated", (stretch) => {
  const { clock, looks, told } = driftingBed(bed({ stamped: true, history: { keep: hours(6) } }), stretch);
  clock.advance(days(2));
  const times = pairsOf(told("moisture/history")).map(([time]) => time);
  expect(times.length).toBeGreaterThan(2 * 96 - 10);
  const errors = times.map((time, i) => Math.abs(time - (looks[i] ?? 0)));
  // Before it has learned: what its sleep of an hour is wrong by.
  expect(Math.max(...errors)).toBeLessThan(3600 * Math.abs(stretch - 1) + 5);
  expect(Math.max(...errors.slice(12))).toBeLessThan(5);
  // And its beat goes by what it has learned.
  const beat = ((looks.at(-1) ?? 0) - (looks.at(-97) ?? 0)) / DAY_S;
  expect(Math.abs(beat - 1)).toBeLessThan(0.001);
});

test("a clock lost in a sleep is queried at the wake", () => {
  const { clock, looks, told, world } = driftingBed(bed({ stamped: true, history: { keep: hours(6) } }), 1);
  clock.advance(hours(2) + minutes(20));
  const memory = world.chip.memory.split("");
  memory[9] = String.fromCharCode((memory[9]?.charCodeAt(0) ?? 0) ^ 1);
  world.chip.memory = memory.join("");
  const before = told("moisture").length;
  clock.advance(minutes(15));
  const { time } = stampsOf(told("moisture"))[before] ?? {};
  expect(Math.abs((time ?? 0) - (looks.at(-1) ?? 0))).toBeLessThan(2);
});

test("silent time servers leave readings without time and are queried less", () => {
  const { clock, datagrams, told } = driftingBed(bed({ stamped: true }, { sleep: { every } }), 1);
  datagrams.fault = "silent";
  clock.advance(minutes(2));
  expect(stampsOf(told("moisture"))).toEqual([expect.objectContaining({ time: null })]);
  clock.advance(days(1));
  const silent = stampsOf(told("moisture"));
  expect(silent.length).toBeGreaterThanOrEqual(96);
  expect(new Set(silent.map(({ time }) => time))).toEqual(new Set([null]));
  datagrams.fault = "none";
  clock.advance(hours(4) + minutes(20));
  const { time } = stampsOf(told("moisture")).at(-1) ?? {};
  expect(Math.abs((time ?? 0) - START_S - clock.now() / 1000)).toBeLessThan(16 * 60);
});
