// Attacks of clients on the embedded broker: its process lives, its memory is bounded, and others are served.
import { setTimeout as passed } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type AttackedBroker, startAttackedBroker } from "./attacked/attacked-broker.ts";
import { ATTACKS, areEnded, endAttackers } from "./attacked/attacks.ts";

/** What the broker keeps, what waits, what is not whole: all at their bounds, with what Node takes beside them. */
const MOST_MEMORY = 1_000_000_000;
const SOON_MS = 5000;
const ATTACK_MS = 60_000;

let broker: AttackedBroker;

beforeAll(async () => {
  broker = await startAttackedBroker();
}, ATTACK_MS);
afterAll(() => broker.end());
afterEach(endAttackers);

test.each(ATTACKS)(
  "$name: the broker lives and serves others",
  async ({ run, endsIt = false }) => {
    await run(broker.port);
    expect(await broker.serves(SOON_MS), broker.complaints()).toBe(true);
    if (endsIt) {
      for (let i = 0; i < 100 && !areEnded(); i += 1) await passed(50);
      expect(areEnded()).toBe(true);
    }
    expect(broker.isAlive()).toBe(true);
    expect(await broker.memory()).toBeLessThan(MOST_MEMORY);
    expect(broker.complaints()).toBe("");
  },
  ATTACK_MS,
);
