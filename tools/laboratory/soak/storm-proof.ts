// The proof of storms: whatever a device was given while its ring had room comes to the broker, on every hosted engine.
import type { HostedEngine } from "./devices/running-device.ts";
import { orderFault } from "./order.ts";
import type { Proof } from "./proof.ts";
import { type Storm, weather } from "./storm.ts";

const MINUTE = 60_000;
/** Calm is longer than the longest pause between two attempts, and the time in which a dead connection is found. */
export const TIMES = { stormMs: 10 * MINUTE, calmMs: 10 * MINUTE };
/** Behind a full window such a ring has no room of which one could be sure from outside. */
const SMALLEST_RING = 8;

/** Those whose storms can be judged. Their images are built when they are asked for. */
export async function stormEngines(): Promise<HostedEngine[]> {
  const { hostedEngines } = await import("./devices/engines.ts");
  return hostedEngines.filter(({ slots }) => slots > SMALLEST_RING);
}

/** What was not as it was promised, in sentences. */
export function stormFaults({ given, came, broker }: Storm): string[] {
  const faults = [...broker.breaches];
  const missing = Array.from({ length: given }, (_, index) => index + 1).filter((n) => !came.includes(n));
  if (missing.length > 0) faults.push(`Numbers were lost: ${missing.join(", ")}.`);
  if (orderFault(came) !== "") faults.push(orderFault(came));
  return faults;
}

/** Two storms on each engine: one in which the broker keeps its sessions, and one in which it forgets some. */
export const storms: Proof = {
  name: "storms",
  async portion(seed) {
    const figures = {
      storms: 0,
      "connections in storms": 0,
      "messages through storms": 0,
      "repeats in storms": 0,
    };
    for (const engine of await stormEngines()) {
      for (const forgets of [false, true]) {
        const storm = weather(engine, { ...TIMES, seed, forgets });
        const faults = stormFaults(storm);
        if (faults.length > 0) throw new Error(`Seed ${seed} on ${engine.name}: ${faults.join(" ")}`);
        figures.storms += 1;
        figures["connections in storms"] += storm.connections;
        figures["messages through storms"] += storm.given;
        figures["repeats in storms"] += storm.repeats;
      }
    }
    return { ...figures, "messages lost in storms": 0 };
  },
};
