import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers";
import { setInterval as beats, scheduler, setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { enterVirtualTime } from "../../../tools/sim/scenario/virtual-time.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

const DAY_MS = 86_400_000;

function virtual(seed = 1) {
  const time = enterVirtualTime(createVirtualClock(), seed);
  onTestFinished(time.leave);
  return time;
}

test("a day of a program's timers passes instantly", async () => {
  const { pass } = virtual();
  const came: string[] = [];
  const at = (what: string) => () => void came.push(`${what} ${new Date().toISOString().slice(0, 19)}`);
  setTimeout(at("timeout"), DAY_MS / 2);
  const hourly = setInterval(at("interval"), DAY_MS / 3);
  setTimeout(at("cleared"), 1000)[Symbol.toPrimitive]();
  const last = setTimeout(at("never"), 2000);
  clearTimeout(Number(last));
  await pass(DAY_MS - 1);
  clearInterval(hourly);
  await pass(DAY_MS);
  expect(came).toEqual([
    "cleared 2026-01-01T00:00:01",
    "interval 2026-01-01T08:00:00",
    "timeout 2026-01-01T12:00:00",
    "interval 2026-01-01T16:00:00",
  ]);
});

test("imported timers and their promises follow virtual time", async () => {
  const { pass } = virtual();
  const came: string[] = [];
  const at = (what: string) => came.push(`${what} ${performance.now()}`);
  wait(() => at("node:timers"), 1000);
  void sleep(2000, "value").then(at);
  void scheduler.wait(3000).then(() => at("scheduler"));
  void promisify(setTimeout)(4000).then(() => at("promisify"));
  void (async () => {
    for await (const _ of beats(2500)) at("beat");
  })();
  const signal = AbortSignal.timeout(6000);
  signal.addEventListener("abort", () => at((signal.reason as Error).name));
  void sleep(7000, undefined, { signal }).catch((error: Error) => at(error.name));
  await pass(6500);
  expect(came).toEqual([
    "node:timers 1000",
    "value 2000",
    "beat 2500",
    "scheduler 3000",
    "promisify 4000",
    "beat 5000",
    "TimeoutError 6000",
    "AbortError 6000",
  ]);
});

test("promises settle between two timers of one moment", async () => {
  const { pass } = virtual();
  const came: string[] = [];
  for (const name of ["first", "second"])
    setTimeout(async () => {
      came.push(name);
      for (let i = 0; i < 10; i++) await undefined;
      came.push(`${name} settled`);
    }, 5);
  await pass(10);
  expect(came).toEqual(["first", "first settled", "second", "second settled"]);
});

test("every random function draws from the seed", async () => {
  const draws = (seed: number) => {
    const { leave } = enterVirtualTime(createVirtualClock(), seed);
    const drawn = [
      Math.random(),
      crypto.randomUUID(),
      randomUUID(),
      ...crypto.getRandomValues(new Uint16Array(4)),
      ...randomBytes(4),
    ];
    leave();
    return drawn;
  };
  expect(draws(7)[1]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(new Set(draws(7)).size).toBe(11);
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
});

test("a real timer can be cleared in virtual time", async () => {
  let rang = false;
  const real = setTimeout(() => {
    rang = true;
  }, 1);
  const { leave } = enterVirtualTime(createVirtualClock(), 1);
  clearTimeout(real);
  leave();
  await sleep(20);
  expect(rang).toBe(false);
});

test("a second concurrent virtual time is refused; a later one works", () => {
  const { leave } = virtual();
  expect(() => enterVirtualTime(createVirtualClock(), 1)).toThrow("This process is in virtual time already");
  leave();
  virtual();
});

test("an error thrown in a timer ends the wait", async () => {
  const { pass } = virtual();
  setTimeout(() => {
    throw new Error("a program's mistake");
  }, 10);
  await expect(pass(20)).rejects.toThrow("a program's mistake");
});

test("real time is restored afterwards", async () => {
  const before = [setTimeout, Date, wait, sleep, AbortSignal.timeout, Math.random];
  const now = Date.now();
  enterVirtualTime(createVirtualClock(), 1).leave();
  expect([setTimeout, Date, wait, sleep, AbortSignal.timeout, Math.random]).toEqual(before);
  expect(Date.now()).toBeGreaterThanOrEqual(now);
  expect(performance.now()).toBeGreaterThan(1);
  expect(Object.keys(performance)).not.toContain("now");
});

test("code outside the run consumes none of its random numbers", async () => {
  /** What the run draws, beside others who draw as well, or alone. */
  async function drawn(others: boolean): Promise<number[]> {
    const beside = others ? setInterval(() => void Math.random(), 0) : undefined;
    const { pass, leave } = enterVirtualTime(createVirtualClock(), 7);
    const draws: number[] = [];
    const drawing = setInterval(async () => {
      draws.push(Math.random());
      await Promise.resolve();
      draws.push(Math.random());
    }, 10);
    // The others' timer is due before the first turn of the run, as on a busy machine.
    const begunAt = process.hrtime.bigint();
    while (process.hrtime.bigint() - begunAt < 5_000_000n);
    await pass(10_000);
    clearInterval(drawing);
    leave();
    clearInterval(beside);
    return draws;
  }

  expect(await drawn(true)).toEqual(await drawn(false));
});
