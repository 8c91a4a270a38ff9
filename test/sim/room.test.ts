import { expect, test } from "vitest";
import { createVirtualClock } from "../../tools/sim/clock.ts";
import { createRoom } from "../../tools/sim/room.ts";

const MINUTE = 60_000;
const WINTER = () => ({ celsius: 5, humidity: 80 });

function roomAt(celsius: number) {
  const clock = createVirtualClock();
  const room = createRoom({ now: clock.now, air: { celsius, humidity: 50 }, outside: WINTER });
  return { clock, room };
}

test("a room without heating cools towards the outside and never past it", () => {
  const { clock, room } = roomAt(20);
  const before = room.air().celsius;
  clock.advance(10 * MINUTE);
  const after = room.air().celsius;
  expect(after).toBeLessThan(before);
  clock.advance(10_000 * MINUTE);
  expect(room.air().celsius).toBeCloseTo(5, 3);
});

test("the heater warms the room and dries its air, and off it cools again", () => {
  const { clock, room } = roomAt(18);
  const cold = room.air();
  room.heat(true);
  clock.advance(20 * MINUTE);
  const warm = room.air();
  expect(warm.celsius).toBeGreaterThan(cold.celsius + 1);
  expect(warm.humidity).toBeLessThan(cold.humidity);
  room.heat(false);
  clock.advance(20 * MINUTE);
  expect(room.air().celsius).toBeLessThan(warm.celsius);
});

test("how often the room is asked does not change its answers", () => {
  const seldom = roomAt(20);
  const often = roomAt(20);
  seldom.clock.advance(60 * MINUTE);
  for (let second = 0; second < 3600; second += 1) {
    often.clock.advance(1000);
    often.room.air();
  }
  expect(often.room.air().celsius).toBeCloseTo(seldom.room.air().celsius, 9);
  expect(often.room.air().humidity).toBeCloseTo(seldom.room.air().humidity, 6);
});

test("humidity stays within 0 and 100 % through a cold week", () => {
  const clock = createVirtualClock();
  const room = createRoom({ now: clock.now, air: { celsius: 22, humidity: 95 } });
  for (let hour = 0; hour < 168; hour += 1) {
    clock.advance(60 * MINUTE);
    const { humidity } = room.air();
    expect(humidity).toBeGreaterThan(0);
    expect(humidity).toBeLessThanOrEqual(100);
  }
});
