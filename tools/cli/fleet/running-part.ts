// A part of a fleet that runs in this process, or in another one.
import type { TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import { type DeviceIdentity, startFleet } from "../../sim/devices/fleet.ts";
import type { FleetCounts } from "../../sim/devices/fleet-counts.ts";
import { createFleetTimers } from "../../sim/devices/fleet-timers.ts";
import { simulatedImage } from "../../sim/devices/simulated-image.ts";
import type { FleetUpdates } from "../../sim/devices/updated-fleet.ts";
import type { BrokerAccess } from "../../sim/home/household.ts";
import { loadI2cModels } from "../../sim/parts/i2c-models.ts";
import { createPacedTimers } from "../../sim/worlds/paced-timers.ts";
import { type MqttVersion, speaking } from "../broker/mqtt-option.ts";
import { readFirmware } from "../catalogue.ts";
import type { Share } from "./share.ts";

/** The devices to run: those of a share, of one firmware. */
export interface PartOptions {
  /**
   * Its name or the path of its folder; whoever starts the fleet has had it checked. That takes 100 MB, in
   * each process.
   */
  firmware: string;
  mqtt: MqttVersion;
  broker: BrokerAccess;
  tls: TlsIdentity;
  share: Share;
  localAddresses?: readonly string[] | undefined;
  /** Of the devices of the share, in the order of their places. */
  identities?: readonly DeviceIdentity[] | undefined;
  seed: number;
  /** Devices that are switched on in a second. */
  rate: number;
  /** Each device loses its network once in so many milliseconds on average. 0: never. */
  faultEvery: number;
  /** Milliseconds of the devices in each of the wall's. */
  speed: number;
  /** The record of the key by which all take updates. */
  updateKey?: string | undefined;
}

export interface RunningPart {
  /** What has happened since the start. From another process it comes a moment late. */
  counts: () => FleetCounts;
  /** Resident memory of its processes. */
  memoryBytes: () => number;
  /** Rejects when the part ends by itself, which is a fault. */
  failed: Promise<never>;
  /**
   * Ends all its devices in an orderly way. Returns the topics at which the broker keeps their messages.
   */
  stop: () => Promise<Iterable<string>>;
}

/** Begins in this process. */
export async function startPart(options: PartOptions): Promise<RunningPart> {
  const { firmware, mqtt, share, localAddresses, identities, speed, updateKey, ...others } = options;
  await loadI2cModels();
  const read = await readFirmware(firmware);
  const updates = updateKey === undefined ? undefined : await updatesOf(read, updateKey, mqtt);
  const fleet = startFleet({
    ...others,
    ...(localAddresses && { localAddresses }),
    ...(identities && { identities }),
    declaration: speaking(read.declaration, mqtt),
    timers: speed === 1 ? createFleetTimers() : createPacedTimers(speed),
    updates,
    first: share.from,
    count: share.to - share.from,
  });
  return {
    counts: () => fleet.counts,
    memoryBytes: () => process.memoryUsage().rss,
    failed: new Promise(() => {}),
    async stop() {
      await fleet.stop();
      return fleet.kept;
    },
  };
}

async function updatesOf(
  { declaration, folder }: Awaited<ReturnType<typeof readFirmware>>,
  key: string,
  mqtt: MqttVersion,
): Promise<FleetUpdates> {
  const image = await simulatedImage(declaration.name, folder);
  return { image, key, speaking: (own) => speaking(own, mqtt) };
}
