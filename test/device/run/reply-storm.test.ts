// Requests of a program to a device over links that break, drawn from seeds: each answer is that of its own command.
import { expect, test } from "vitest";
import { startNodeClient } from "../../../src/client/client.ts";
import type { NodeMessage } from "../../../src/client/subscriptions/message.ts";
import { light } from "../../../src/device/declare/actuators/light.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import { faultSchedule, type Weather } from "../../../tools/laboratory/worlds/fault-schedule.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";
import { endOf } from "../../client/program-client.ts";
import { notedPart, startActing } from "../acting-device.ts";

const WEATHER: Weather = {
  refused: 8,
  silent: 30,
  cut: 2,
  halfOpen: 6,
  bytesBeforeBreak: 400,
  inPieces: 2,
  longestDelayMs: 200,
};
const SEEDS = 30;
const REQUESTS = 12;
const LONG_MS = 900_000;

/** Brightnesses that were asked for, and what became of each request. */
async function live(seed: number) {
  const lamp = notedPart(255);
  const actuators = [light("lamp", lamp)];
  let isCalm = false;
  const storm = faultSchedule(seed, WEATHER);
  // The broker keeps its session from the first one on.
  const plan = (connection: number) => (isCalm || connection === 0 ? {} : storm(connection));
  const run = startActing({ mqtt: 5, replies: true, actuators }, { plan });
  const world = createVirtualWorld({ clock: run.clock, peer: run.broker.peer });
  const desk = startNodeClient(world, { id: "desk", host: "broker", mqtt: 5 });
  const random = createRandom(seed);
  const pass = async (ms: number) => {
    run.pass(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const asked: { brightness: number; end: { value?: NodeMessage; error?: unknown } }[] = [];
  for (let i = 1; i <= REQUESTS; i += 1) {
    const request = desk.request("home/room-00112233aabb/lamp/brightness/set", `${i}`, {
      timeoutMs: LONG_MS,
    });
    asked.push({ brightness: i, end: endOf(request) });
    await pass(random.once(3) ? random.below(30_000) : random.below(100));
    if (random.once(4)) run.world.breakLink("cut");
  }
  isCalm = true;
  for (let i = 0; i < 60; i += 1) await pass(10_000);
  return { asked, driven: lamp.driven, breaches: run.broker.breaches };
}

test("each answer belongs to its own command, however links break", async () => {
  let answers = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const { asked, driven, breaches } = await live(seed);
    expect(breaches, `seed ${seed}`).toEqual([]);
    for (const { brightness, end } of asked) {
      expect(driven, `seed ${seed}`).toContain(brightness);
      if (end.value !== undefined) expect(end.value.payload, `seed ${seed}`).toBe(`${brightness}`);
    }
    answers += asked.filter(({ end }) => end.value !== undefined).length;
  }
  // An answer goes out once: a link that breaks loses it.
  expect(answers).toBeGreaterThan(SEEDS * REQUESTS * 0.7);
});
