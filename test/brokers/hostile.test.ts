// Real Mosquitto behind hostile networks: cuts, delays, pieces, dead connections, and a broker that restarts
// or is killed.
import { describe, expect, test } from "vitest";
import { HOSTILE_MS, hostileFaults, TRIALS } from "../../tools/laboratory/soak/hostile/proof.ts";
import { liveHostilely } from "../../tools/laboratory/soak/hostile/session.ts";
import { chosenAtGate } from "../everything.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const SEED = 1;

describe("numbers", needs(MOSQUITTO), () => {
  test.each(
    chosenAtGate(TRIALS, "at QoS 2 in MQTT 5.0", "to a broker that is killed").map(
      (trial) => [trial.name, trial] as const,
    ),
  )("%s keep what was promised of them", async (_, trial) => {
    const { engines, isKilled, levels } = trial;
    const devices = await liveHostilely({
      engines: await engines(),
      seed: SEED,
      hostileMs: HOSTILE_MS,
      isKilled,
    });
    expect(devices.flatMap((device) => hostileFaults(device, trial))).toEqual([]);
    expect([...new Set(devices.flatMap((device) => device.levels))].sort()).toEqual(levels);
    for (const { given, connections, aliased, levels: spoken } of devices) {
      expect(given).toBeGreaterThan(20);
      expect(connections).toBeGreaterThan(2);
      if (spoken.includes(5)) expect(aliased).toBeGreaterThan(10);
      else expect(aliased).toBe(0);
    }
  });
});
