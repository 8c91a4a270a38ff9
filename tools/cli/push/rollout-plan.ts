// The plan of a rollout: which devices at the broker are meant, what each would be sent, and in which wave.
import { connectsEvery } from "../../../src/checks/connects-every.ts";
import { problemTopic, statusTopic, UPDATE_NAME, valueTopic } from "../../../src/device/run/topics.ts";
import { BuildError } from "../../compiler/source/build-error.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import type { UpdateImage } from "../../update/signed-update.ts";
import { keptMessages } from "../broker/kept-messages.ts";
import { RunError } from "../words/failure.ts";
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

interface LeftOut {
  device: string;
  why: string;
}

export interface Plan {
  version: string;
  /** Those that run it already, and those that are offline. */
  have: string[];
  away: string[];
  /** Those that can be sent none, and why: no key, no image for their board, a counter that is not believed. */
  leftOut: LeftOut[];
  waves: Wave[];
  /** Those behind the last wave. */
  later: number;
}

/** Nobody knows when a contact wakes a device: a letter box is opened once a day. */
const WOKEN_BY_CONTACT_MS = 86_400_000;
/** A manifest can name it. */
const IDENTITY = /^[\x21-\x7e]{1,96}$/;

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
    if (standing === undefined || !IDENTITY.test(device) || !isMeant.test(device)) continue;
    const [status, problem] = [at.get(statusTopic(root)) ?? "", at.get(problemTopic(root)) ?? "none"];
    devices.push({ device, root, standing, status, problem });
  }
  return devices.sort((a, b) => (a.device < b.device ? -1 : 1));
}

/** `faultOf`: why a device can be signed nothing for; `undefined`: it can. */
export async function planOf(
  devices: readonly FoundDevice[],
  pushed: PushedFirmware,
  percents: readonly number[],
  faultOf: (device: Planned) => string | undefined,
): Promise<Plan> {
  const images = await imagesFor(devices, pushed);
  const version = [...images.values()].find((image) => typeof image !== "string")?.version ?? "";
  const plan: Plan = { version, have: [], away: [], leftOut: [], waves: [], later: devices.length };
  for (const [i, inWave] of inWaves(devices, percents).entries()) {
    const wave: Wave = { percent: percents[i] ?? 0, devices: [] };
    for (const { device, root, standing, status, problem } of inWave) {
      const image = images.get(machineOf(standing)) ?? "";
      if (typeof image === "string") plan.leftOut.push({ device, why: image });
      else if (standing.version === image.version && standing.state === "idle") plan.have.push(device);
      else if (status === "offline") plan.away.push(device);
      else {
        const asleepMs = longestSleep(pushed);
        const planned = { device: new RolledOut(device, root, problem, asleepMs), standing, image };
        const why = faultOf(planned);
        if (why === undefined) wave.devices.push(planned);
        else plan.leftOut.push({ device, why });
      }
    }
    plan.waves.push(wave);
    plan.later -= inWave.length;
  }
  return plan;
}

/** Milliseconds between two connections of a device; 0 where it stays awake. */
function longestSleep({ declaration: { sleep } }: PushedFirmware): number {
  return sleep === undefined ? 0 : connectsEvery(sleep) || WOKEN_BY_CONTACT_MS;
}

/** Of each board and target the image, or why there is none. */
async function imagesFor(
  devices: readonly FoundDevice[],
  pushed: PushedFirmware,
): Promise<Map<string, UpdateImage | string>> {
  const images = new Map<string, UpdateImage | string>();
  for (const { standing } of devices) {
    const machine = machineOf(standing);
    if (images.has(machine)) continue;
    try {
      images.set(machine, await imageFor(standing, pushed));
    } catch (error) {
      if (!(error instanceof RunError || error instanceof BuildError)) throw error;
      images.set(machine, error.message);
    }
  }
  return images;
}

function machineOf({ board, target }: Standing): string {
  return `${board} ${target}`;
}
