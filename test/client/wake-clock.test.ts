// Sleepers beside each other on one timer, in a simulated time.
import { expect, test } from "vitest";
import { Sleeper, WakeClock } from "../../src/client/transport/wake-clock.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";

function sleepers() {
  const time = createVirtualClock();
  const clock = new WakeClock(time);
  const woken: string[] = [];
  class Named extends Sleeper {
    constructor(readonly name: string) {
      super();
    }
    protected override clock(): WakeClock {
      return clock;
    }
    sleep(ms: number): void {
      this.wakeIn(ms);
    }
    end(): void {
      this.wakeNoMore();
    }
    override wake(): void {
      woken.push(`${this.name} at ${time.now()}`);
    }
  }
  return { time, woken, sleeper: (name: string) => new Named(name) };
}

test("a sleeper wakes at the earliest of its times", () => {
  const { time, woken, sleeper } = sleepers();
  const timer = sleeper("one");
  timer.sleep(100);
  timer.sleep(300);
  timer.sleep(50);
  time.advance(1000);
  expect(woken).toEqual(["one at 50"]);
});

test("a thousand sleepers wake in order, except those that ended", () => {
  const { time, woken, sleeper } = sleepers();
  const random = createRandom(7);
  const due = new Map<string, number>();
  const all = Array.from({ length: 1000 }, (_, index) => sleeper(`${index}`));
  for (let turn = 0; turn < 5000; turn += 1) {
    const timer = all[random.below(all.length)];
    if (random.once(4)) {
      timer.end();
      due.delete(timer.name);
    } else {
      const ms = random.between(1, 60_000);
      timer.sleep(ms);
      due.set(timer.name, Math.min(ms, due.get(timer.name) ?? ms));
    }
  }
  time.advance(60_000);
  expect(woken.map((line) => Number(line.split(" ")[2]))).toEqual([...due.values()].sort((a, b) => a - b));
  expect(new Set(woken)).toEqual(new Set([...due].map(([name, ms]) => `${name} at ${ms}`)));
});

test("a sleeper that throws does not keep others asleep", () => {
  const { time, woken, sleeper } = sleepers();
  const bad = sleeper("bad");
  bad.wake = () => {
    throw new Error("by its handler");
  };
  bad.sleep(10);
  sleeper("good").sleep(10);
  expect(() => time.advance(10)).toThrow("by its handler");
  time.advance(10);
  expect(woken).toEqual(["good at 11"]);
});

test("a sleeper that sleeps again while it wakes is woken again", () => {
  const { time, woken, sleeper } = sleepers();
  const busy = sleeper("busy");
  const { wake } = busy;
  busy.wake = () => {
    wake.call(busy);
    if (woken.length < 3) busy.sleep(1);
  };
  busy.sleep(5);
  time.advance(100);
  expect(woken).toEqual(["busy at 5", "busy at 6", "busy at 7"]);
});
