import { expect, test } from "vitest";
import { ROOMS, type RoomName } from "../../../tools/sim/home/room-facts.ts";
import { createRooms, vapourOf } from "../../../tools/sim/home/rooms.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NAMES = Object.keys(ROOMS) as RoomName[];

function roomsIn(celsius: number, humidity = 80) {
  const clock = createVirtualClock();
  return { clock, rooms: createRooms(clock.now, () => ({ celsius, humidity })) };
}

test("stored heat equals heat in minus heat out, to a millionth", () => {
  const { clock, rooms } = roomsIn(-5);
  rooms.heat("living room", "heater", 1200);
  rooms.heat("kitchen", "stove", 500);
  clock.advance(2 * HOUR);
  rooms.setWindow("bedroom", true);
  clock.advance(HOUR);
  rooms.setWindow("bedroom", false);
  rooms.heat("living room", "heater", 0);
  clock.advance(8 * HOUR);
  const { stored, in: cameIn, out } = rooms.balance();
  expect(cameIn).toBeGreaterThan(1200 * 3 * 3600);
  expect(Math.abs(stored - (cameIn - out))).toBeLessThan(cameIn * 1e-6);
});

test("a heater warms its room most, neighbours little, and dries air", () => {
  const warm = roomsIn(5);
  const cold = roomsIn(5);
  warm.rooms.heat("living room", "heater", 1200);
  for (const { clock } of [warm, cold]) clock.advance(HOUR);
  const gain = (room: RoomName) => warm.rooms.air(room).celsius - cold.rooms.air(room).celsius;
  expect(gain("living room")).toBeGreaterThan(3);
  expect(gain("hall")).toBeGreaterThanOrEqual(0);
  expect(gain("hall")).toBeLessThan(1);
  expect(warm.rooms.air("living room").humidity).toBeLessThan(cold.rooms.air("living room").humidity - 5);
});

test("a heated room stays near its thermostat; an unheated room cools", () => {
  const { clock, rooms } = roomsIn(2);
  clock.advance(48 * HOUR);
  for (const name of NAMES) {
    const { keptAt } = ROOMS[name];
    const { celsius } = rooms.air(name);
    if (keptAt === undefined) expect(celsius).toBeLessThan(12);
    else expect(Math.abs(celsius - keptAt)).toBeLessThan(1.5);
    expect(celsius).toBeGreaterThan(2);
  }
});

test("an open window releases warmth and moisture", () => {
  const open = roomsIn(0);
  const shut = roomsIn(0);
  open.rooms.setWindow("bedroom", true);
  for (const { clock } of [open, shut]) clock.advance(10 * MINUTE);
  const [aired, still] = [open.rooms.air("bedroom"), shut.rooms.air("bedroom")];
  expect(aired.celsius).toBeLessThan(still.celsius - 1);
  expect(vapourOf(aired)).toBeLessThan(vapourOf(still) - 1);
});

test("a shower makes the bathroom damp, up to saturation", () => {
  const { clock, rooms } = roomsIn(5, 95);
  const before = rooms.air("bathroom").humidity;
  rooms.moisten("bathroom", "shower", 2000);
  clock.advance(10 * MINUTE);
  expect(rooms.air("bathroom").humidity).toBeGreaterThan(before + 15);
  clock.advance(5 * HOUR);
  expect(rooms.air("bathroom").humidity).toBe(100);
  rooms.moisten("bathroom", "shower", 0);
  clock.advance(24 * HOUR);
  expect(rooms.air("bathroom").humidity).toBeLessThan(80);
});

test("the rooms' state does not depend on how often it is read", () => {
  const seldom = roomsIn(3);
  const often = roomsIn(3);
  for (const { rooms } of [seldom, often]) rooms.heat("living room", "heater", 1200);
  seldom.clock.advance(HOUR);
  for (let second = 0; second < 3600; second += 1) {
    often.clock.advance(1000);
    often.rooms.air("hall");
  }
  for (const name of NAMES) expect(often.rooms.air(name)).toEqual(seldom.rooms.air(name));
});

test.each([
  [20, 50, 8.62],
  [20, 100, 17.24],
  [0, 100, 4.85],
  [-10, 100, 2.36],
])("air of %i °C and %i %% holds %s g of water", (celsius, humidity, grams) => {
  expect(vapourOf({ celsius, humidity })).toBeCloseTo(grams, 1);
});
