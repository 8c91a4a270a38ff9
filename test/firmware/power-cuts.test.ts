// Readings that are durable, and totals, on each engine, whose power goes at steps of its flash. npm run soak
// tries thousands.
import { expect, test, vi } from "vitest";
import { CUT_BOARDS, cutOnBoard, IN_NODE } from "../../tools/laboratory/soak/power-cuts/engines.ts";
import { liveAndCut } from "../../tools/laboratory/soak/power-cuts/life.ts";
import { cutPowerOf } from "../../tools/laboratory/soak/power-cuts/proof.ts";
import { atGate } from "../everything.ts";

vi.setConfig({ testTimeout: 600_000 });

const SCHEDULES = atGate(20, 1000);

test.each(["node", ...CUT_BOARDS])(
  "power lost at any step of the flash loses nothing and doubles nothing on %s",
  async (name) => {
    const engine = name === "node" ? IN_NODE : await cutOnBoard(name);
    const figures = cutPowerOf(engine, 1, SCHEDULES);
    expect(figures[`power cuts on ${name}`]).toBeGreaterThanOrEqual(SCHEDULES);
    expect(figures["durable readings at each QoS"]).toBeGreaterThan(10 * SCHEDULES);
    expect(figures["readings of a durable history"]).toBeGreaterThan(10 * SCHEDULES);
  },
);

test("flash that forgets when power is lost is detected", () => {
  const forgetful = {
    ...IN_NODE,
    over: (...given: Parameters<typeof IN_NODE.over>) => {
      const powered = IN_NODE.over(...given);
      const boot: typeof powered.boot = (world) => {
        for (const bytes of given[0].areas) bytes.fill(255);
        return powered.boot(world);
      };
      return { ...powered, boot };
    },
  };
  const lives = Array.from({ length: 20 }, (_, i) => liveAndCut(forgetful, i + 1, 2000 + i));
  const faults = lives.flatMap(({ faults }) => faults).join("\n");
  for (const words of ["lost at QoS", "lost of the history", "a total of"]) expect(faults).toContain(words);
});
