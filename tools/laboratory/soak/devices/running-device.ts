// The counting device at work, whichever engine runs it: what a test can ask of it. And the engine that needs
// no image.

import type { TlsIdentity } from "../../../../src/client/transport/tls-identity.ts";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import { createRealWorld } from "../../../../src/platform/node/real-world.ts";
import type { SimulatedDevice, World } from "../../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../../image/wiring/simulated-wires.ts";
import { countingDevice } from "../counter/counting-device.ts";
import { createWatched, type Watched } from "../watched.ts";
import { type CountingChip, createCountingChip } from "./counting-chip.ts";

export interface RunningDevice extends CountingChip {
  log: Watched<string>;
  /** Resolves when such a line has been logged `times` times. */
  untilLogged: (line: RegExp, times?: number) => Promise<void>;
  /** Takes the network away, or gives it back. */
  setNetwork: (up: boolean) => void;
  /** Orderly end. */
  stop: () => Promise<void>;
  /** Power cut. */
  kill: () => void;
  /** Leaves nothing of it behind. */
  end: () => Promise<void>;
}

export interface Engine {
  name: string;
  /** Messages that the device's ring can hold. */
  slots: number;
  start: (settings: Settings) => Promise<RunningDevice>;
}

/** One that runs in this process, in whatever world it is put. */
export interface HostedEngine extends Engine {
  run: (world: World) => SimulatedDevice;
}

/** One identity everywhere, whatever number an engine's chip has. */
export const SOAK_DEVICE = "counter-1";
export const STATUS = `home/${SOAK_DEVICE}/status`;
export const SOAK_NUMBER = `home/${SOAK_DEVICE}/number`;

/** The device's storage, with these settings in it. */
export function storageWith(settings: Settings): Map<string, string> {
  const identified = { ssid: "net", password: "long enough", id: SOAK_DEVICE, ...settings };
  return new Map([[SETTINGS, settingsRecord(identified)]]);
}

/** What a test can ask of any device. */
export function asked(
  device: SimulatedDevice,
  log: Watched<string>,
): Pick<RunningDevice, "log" | "untilLogged" | "stop" | "kill"> {
  return {
    log,
    untilLogged: (line, times = 1) =>
      log.until(`the line ${line}`, (lines) => lines.filter((text) => line.test(text)).length >= times),
    stop: () => new Promise((resolve) => device.stop(resolve)),
    kill: () => device.kill(),
  };
}

/** A device in a world with real sockets. */
function inRealWorld(settings: Settings, run: HostedEngine["run"], tls?: TlsIdentity): RunningDevice {
  const { i2c, ...chip } = createCountingChip();
  const log = createWatched<string>();
  const world = createRealWorld({ i2c, storage: storageWith(settings), tls, log: log.add });
  return { ...chip, ...asked(run(world), log), setNetwork: world.setNetwork, end: world.end };
}

/** An engine of this process. */
export function hosted(name: string, slots: number, run: HostedEngine["run"]): HostedEngine {
  return { name, slots, run, start: async (settings) => inRealWorld(settings, run) };
}

/** The ring of a large board: a computer's own would take too long to fill. */
const LIMITS = { slots: 32, bytes: 4096, packetBytes: 2048, linkBytes: 1072 };

function runInNode(world: World, declaration = countingDevice()): SimulatedDevice {
  return startNodeDevice(world, declaration, simulatedWires(declaration), LIMITS);
}

/** With its numbers at this QoS, in this version of MQTT. */
export function nodeWith(qos: 1 | 2, mqtt: 3 | 5): HostedEngine {
  return hosted("node", LIMITS.slots, (world) =>
    runInNode(world, countingDevice(undefined, undefined, qos, mqtt)),
  );
}

export const nodeEngine: HostedEngine = nodeWith(1, 3);

/** Starts a Node device, with TLS where the settings ask for it. */
export function startInNode(settings: Settings, tls?: TlsIdentity): RunningDevice {
  return inRealWorld(settings, (world) => runInNode(world), tls);
}
