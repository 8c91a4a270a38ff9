// A program that is killed with messages half-way at QoS 2, and started again with its store: what
// subscribers hear keeps its order.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atGate } from "../everything.ts";
import { program } from "./program-client.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-killed-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Pieces of a message or two, each so late. */
const LANE = { delayMs: [1, 9], pieceBytes: 40 } as const;
/** A process has connected by then, and is killed by then. */
const CONNECTED_MS = 200;
const LIFE_MS = 1000;
const DELIVERED_MS = 10_000;
const END_MS = 60_000;

/**
 * What one process does: messages that are all delivered, so that the identifiers come near their end, then
 * some at so many milliseconds after one another, and it is killed so long after the last.
 */
const life = fc.record({
  delivered: fc.constantFrom(0, 0, 240),
  gapsMs: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 }),
  killedMs: fc.integer({ min: 0, max: 40 }),
  window: fc.constantFrom(undefined, undefined, 2, 20, 255),
});

test("QoS 2 messages arrive in order, however often their program is killed", async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 5 }), async (lives) => {
      number += 1;
      const store = join(folder, `messages-${number}`);
      const { broker, world, pass, start } = program({}, () => ({ toPeer: LANE, toDevice: LANE }));
      let said = 0;
      for (const { delivered, gapsMs, killedMs, window } of lives) {
        const limits = window === undefined ? {} : { window };
        const client = start({ store, session: "persistent", limits });
        const say = () => {
          said += 1;
          client.send("home/a", `${said}`, { qos: 2 }).catch(() => {});
        };
        for (let i = 0; i < delivered; i += 1) say();
        if (delivered > 0) await pass(DELIVERED_MS);
        let at = CONNECTED_MS;
        for (const gap of gapsMs) {
          at += gap;
          world.after(at, say);
        }
        world.after(at + killedMs, () => client.kill());
        await pass(LIFE_MS);
      }
      const last = start({ store, session: "persistent" });
      await pass(END_MS);
      last.kill();
      // One that came twice came the first time in its place.
      const heard = [...new Set(broker.received.map(({ payload }) => Number(payload)))];
      expect(heard).toEqual(Array.from({ length: said }, (_, i) => i + 1));
      expect(broker.breaches).toEqual([]);
    }),
    { numRuns: atGate(40, 1000) },
  );
}, 120_000);
