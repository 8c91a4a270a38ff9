// The embedded broker, filled by clients in every way: its process stays small, others are served
// meanwhile, and it says what it has no room for. The tests look at the memory of the process, and at
// no counter of the broker's.
import { setTimeout as passed } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startAttackedBroker } from "./attacked/attacked-broker.ts";
import { endAttackers } from "./attacked/attacks.ts";
import { FILLINGS } from "./attacked/fillings.ts";

/** What the fullest room takes, and Node beside it. */
const MOST_GROWTH = 150_000_000;
const SOON_MS = 8000;
const FILLING_MS = 120_000;

test.each(FILLINGS)(
  "$name: the broker stays small, serves others and says so",
  async ({ run, told }) => {
    const broker = await startAttackedBroker();
    onTestFinished(() => broker.end());
    onTestFinished(endAttackers);
    expect(await broker.serves(SOON_MS)).toBe(true);
    const before = await broker.memory();
    await run(broker.port);
    expect(await broker.serves(SOON_MS), broker.complaints()).toBe(true);
    // What was in use for a moment is given back to the system a little later.
    let growth = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 20 && growth > MOST_GROWTH; i += 1) {
      await passed(i * 100);
      growth = (await broker.memory()) - before;
    }
    expect(growth).toBeLessThan(MOST_GROWTH);
    if (told !== undefined) expect(broker.told().join("\n")).toContain(told);
    expect(new Set(broker.told()).size).toBe(broker.told().length);
    expect(broker.complaints()).toBe("");
  },
  FILLING_MS,
);
