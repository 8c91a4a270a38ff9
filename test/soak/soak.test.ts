// The soak goes on until its time is over, stops when it is asked to or when a promise breaks, and says what it did.
import { describe, expect, test } from "vitest";
import type { Proof } from "../../tools/laboratory/soak/proof.ts";
import { figuresLine, type SoakOptions, soak } from "../../tools/laboratory/soak/soak.ts";

const MINUTE = 60_000;

/** A run in which each portion takes half a minute. */
function staged(names: readonly string[], options: Partial<SoakOptions> = {}) {
  let time = 0;
  const tried: string[] = [];
  const proofs: Proof[] = names.map((name) => ({
    name,
    ...(name === "tests" && { isOnce: true }),
    async portion(seed) {
      time += MINUTE / 2;
      tried.push(`${name} ${seed}`);
      if (name === "broken") throw new Error("It was not kept.");
      return { tries: 2, [name]: 1 };
    },
  }));
  const all = { minutes: 0, seed: 7, now: () => time, isOver: () => false, progress: () => {}, ...options };
  return { run: () => soak(proofs, all), tried };
}

describe("the soak", () => {
  test("tries each proof once, however short its time is", async () => {
    const { run, tried } = staged(["one", "two"]);
    expect(figuresLine(await run())).toBe("soak: seed 7, 1.0 min; 4 tries; 1 one; 1 two; every promise kept");
    expect(tried).toEqual(["one 7", "two 2007"]);
  });

  test("goes on in turn until its time is over", async () => {
    const { run, tried } = staged(["one", "two"], { minutes: 1.5 });
    await run();
    expect(tried).toEqual(["one 7", "two 2007", "one 4007"]);
  });

  test("a proof without chance is tried once", async () => {
    const { run, tried } = staged(["one", "tests"], { minutes: 2 });
    await run();
    expect(tried).toEqual(["one 7", "tests 2007", "one 4007", "one 6007"]);
  });

  test("the soak ends after its current step when asked, with its line", async () => {
    let asked = false;
    const isOver = () => asked;
    const progress = () => {
      asked = true;
    };
    const { run } = staged(["one", "two"], { minutes: 10, isOver, progress });
    expect(figuresLine(await run())).toBe("soak: seed 7, 0.5 min; 2 tries; 1 one; every promise kept");
  });

  test("the soak stops at a broken promise and says how to repeat", async () => {
    const { run, tried } = staged(["one", "broken", "two"], { minutes: 10 });
    const soaked = await run();
    expect(soaked.broken).toBe(
      "It was not kept.\nAgain: npm run soak -- --only broken --seed 2007 --minutes 0",
    );
    expect(figuresLine(soaked)).toMatch(/; A PROMISE BROKE$/);
    expect(tried).toHaveLength(2);
  });
});
