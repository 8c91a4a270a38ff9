// The plan of a rollout: which devices at the broker are meant, what each would be sent, and in which wave.
import { problemTopic, statusTopic, UPDATE_NAME, valueTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import type { UpdateImage } from "../../update/signed-update.ts";
import { keptMessages } from "../broker/kept-messages.ts";
import { RolledOut } from "./rollout.ts";
import { type Standing, standingIn } from "./standing.ts";
import { imageFor, type PushedFirmware } from "./update-image.ts";
import { inWaves } from "./waves.ts";

/** A device that tells of its updates. */
export interface FoundDevice {
  device: string;
  root: string;
  standing: Standing;
  status: string;
  problem: string;
}

/** A device of a wave: what it said of itself, and the image for its board. */
export interface Planned {
  device: RolledOut;
  standing: Standing;
  image: UpdateImage;
}

export interface Wave {
  percent: number;
  devices: Planned[];
}

export interface Plan {
  version: string;
  /** Those that run it already, and those that are offline. */
  have: string[];
  away: string[];
  waves: Wave[];
  /** Those behind the last wave. */
  later: number;
}

/** In the order of their identities. */
export async function devicesAt(
  connection: BrokerConnection,
  parent: string,
  isMeant: RegExp,
): Promise<FoundDevice[]> {
  const any = `${parent}/+`;
  const kept = await keptMessages(connection, [
    valueTopic(any, UPDATE_NAME),
    statusTopic(any),
    problemTopic(any),
  ]);
  const at = new Map(kept.map(({ topic, payload }) => [topic, payload]));
  const devices: FoundDevice[] = [];
  for (const { topic, payload } of kept) {
    const root = topic.slice(0, topic.lastIndexOf("/"));
    const device = root.slice(parent.length + 1);
    const standing = topic === valueTopic(root, UPDATE_NAME) ? standingIn(payload) : undefined;
    if (standing === undefined || !isMeant.test(device)) continue;
    const [status, problem] = [at.get(statusTopic(root)) ?? "", at.get(problemTopic(root)) ?? "none"];
    devices.push({ device, root, standing, status, problem });
  }
  return devices.sort((a, b) => (a.device < b.device ? -1 : 1));
}

/** Rejects with a RunError for a device whose board takes no update of this firmware. */
export async function planOf(
  devices: readonly FoundDevice[],
  pushed: PushedFirmware,
  percents: readonly number[],
): Promise<Plan> {
  const images = await imagesFor(devices, pushed);
  const version = [...images.values()][0]?.version ?? "";
  const plan: Plan = { version, have: [], away: [], waves: [], later: devices.length };
  for (const [i, inWave] of inWaves(devices, percents).entries()) {
    const wave: Wave = { percent: percents[i] ?? 0, devices: [] };
    for (const { device, root, standing, status, problem } of inWave) {
      const image = images.get(machineOf(standing)) as UpdateImage;
      if (standing.version === image.version && standing.state === "idle") plan.have.push(device);
      else if (status === "offline") plan.away.push(device);
      else wave.devices.push({ device: new RolledOut(device, root, problem), standing, image });
    }
    plan.waves.push(wave);
    plan.later -= inWave.length;
  }
  return plan;
}

async function imagesFor(
  devices: readonly FoundDevice[],
  pushed: PushedFirmware,
): Promise<Map<string, UpdateImage>> {
  const images = new Map<string, UpdateImage>();
  for (const { standing } of devices) {
    const machine = machineOf(standing);
    if (!images.has(machine)) images.set(machine, await imageFor(standing, pushed));
  }
  return images;
}

function machineOf({ board, target }: Standing): string {
  return `${board} ${target}`;
}
