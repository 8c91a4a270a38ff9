// The proof at a real broker behind hostile networks: nothing is lost, QoS 2 comes once, QoS 1 comes again
// only as DUP.
import { hasMosquitto } from "../../brokers/mosquitto.ts";
import { type HostedEngine, nodeWith } from "../devices/running-device.ts";
import { orderFault } from "../order.ts";
import { type Figures, type Proof, sumOfFigures } from "../proof.ts";
import { type HostileDevice, liveHostilely, owed } from "./session.ts";

/** Real time. */
export const HOSTILE_MS = 9000;

export interface Trial {
  /** In figures: "messages at QoS 1 behind hostile proxies". */
  name: string;
  engines: () => Promise<readonly HostedEngine[]>;
  qos: 1 | 2;
  /** Protocol levels that CONNECT has: 4 is MQTT 3.1.1, 5 is MQTT 5.0. */
  levels: readonly number[];
  isKilled: boolean;
}

/** On Node, both Luas and Espruino's script. */
async function everywhere(qos: 1 | 2, mqtt: 3 | 5): Promise<readonly HostedEngine[]> {
  const { enginesWith } = await import("../devices/engines.ts");
  return enginesWith(qos, mqtt);
}

/** The trials, each with a broker of its own. */
export const TRIALS: readonly Trial[] = [
  {
    name: "at QoS 1 behind hostile proxies",
    engines: () => everywhere(1, 3),
    qos: 1,
    levels: [4],
    isKilled: false,
  },
  {
    name: "at QoS 2 behind hostile proxies",
    engines: () => everywhere(2, 3),
    qos: 2,
    levels: [4],
    isKilled: false,
  },
  {
    name: "at QoS 1 in MQTT 5.0 behind hostile proxies",
    engines: () => everywhere(1, 5),
    qos: 1,
    levels: [5],
    isKilled: false,
  },
  {
    name: "at QoS 2 in MQTT 5.0 behind hostile proxies",
    engines: () => everywhere(2, 5),
    qos: 2,
    levels: [5],
    isKilled: false,
  },
  {
    name: "to a broker that is killed",
    engines: async () => [nodeWith(1, 3), nodeWith(1, 5), nodeWith(2, 3), nodeWith(2, 5)],
    qos: 1,
    levels: [4, 5],
    isKilled: true,
  },
];

/** What was not as it was promised, in sentences. */
export function hostileFaults(device: HostileDevice, { qos, levels, isKilled }: Trial): string[] {
  const { came, repeats, withoutDup, withoutTopic, refused } = device;
  const lost = owed(device, isKilled);
  const faults: string[] = [];
  if (lost.length > 0) faults.push(`Lost: ${lost.join(", ")}.`);
  if (orderFault(came) !== "") faults.push(orderFault(came));
  if (device.levels.some((level) => !levels.includes(level)))
    faults.push(`CONNECT had level ${device.levels.join(", ")}.`);
  if (withoutTopic.length > 0)
    faults.push(
      `Their alias stood for no topic on their connection: ${[...new Set(withoutTopic)].join(", ")}.`,
    );
  if (refused.length > 0) faults.push(`The broker refused them: ${refused.join(", ")}.`);
  // To a broker that has forgotten the session everything is new.
  if (isKilled) return faults;
  if (qos === 2 && repeats > 0) faults.push(`${repeats} numbers came again at QoS 2.`);
  if (withoutDup.length > 0) faults.push(`Written again without DUP: ${withoutDup.join(", ")}.`);
  return faults;
}

export const hostileBroker: Proof = {
  name: "hostile",
  missing: hasMosquitto ? undefined : "mosquitto is not installed",
  async portion(seed) {
    let figures: Figures = {};
    for (const trial of TRIALS) figures = sumOfFigures(figures, await tried(trial, seed));
    return figures;
  },
};

async function tried(trial: Trial, seed: number): Promise<Figures> {
  const { engines, isKilled, name } = trial;
  const devices = await liveHostilely({ engines: await engines(), seed, hostileMs: HOSTILE_MS, isKilled });
  for (const device of devices) {
    const faults = hostileFaults(device, trial);
    if (faults.length > 0) throw new Error(`Seed ${seed} on ${device.engine}, ${name}: ${faults.join(" ")}`);
  }
  const all = (count: (device: HostileDevice) => number) =>
    devices.reduce((total, device) => total + count(device), 0);
  return {
    [`connections ${name}`]: all(({ connections }) => connections),
    [`messages ${name}`]: all(({ given }) => given),
    [`repeats ${name}`]: all(({ repeats }) => repeats),
    [`promised and lost ${name}`]: all((device) => owed(device, isKilled).length),
    ...(isKilled ? { [`acknowledged and forgotten ${name}`]: all(({ missing }) => missing.length) } : {}),
  };
}
