// The parts of a chip in one run, and their answers.

import { createAir } from "./air.ts";
import { createAnalog } from "./analog.ts";
import { createBus } from "./bus.ts";
import { type ChipOptions, createChip } from "./chip.ts";
import { createDatagrams } from "./datagrams.ts";
import { createFiles, type Files } from "./files.ts";
import type { Hardware } from "./hardware.ts";
import type { Life } from "./life.ts";
import { createModules } from "./modules.ts";
import type { Answers } from "./operations.ts";
import { createPins } from "./pins.ts";
import { createSockets, type Sockets } from "./sockets.ts";
import { createStation } from "./station.ts";
import { createTimers } from "./timers.ts";

export interface Parts {
  files: Files;
  sockets: Sockets;
  answers: Answers;
}

/** What the parts ask of the chip around them. */
export interface PartsHost extends Pick<ChipOptions, "bootReason" | "freeHeap" | "restart" | "sleepUntil"> {
  /** Power is gone in the middle of a call. */
  powerLost: () => never;
  softWatchdogBit: () => void;
}

export function createParts(life: Life, hardware: Hardware, host: PartsHost): Parts {
  const { options, firmware, image, lfs, restartMs } = hardware;
  const { world } = life;
  const totalBytes = options.flashBytes ?? 1_000_000;
  const files = createFiles({ image, storage: world.storage, totalBytes, powerLost: host.powerLost });
  const sockets = createSockets(life, {
    unknownHosts: options.unknownHosts ?? [],
    splitOdds: options.splitOdds ?? 4,
    connectMs: options.connectMs ?? Number.POSITIVE_INFINITY,
  });
  const timers = createTimers(life, clockOf(hardware), host.softWatchdogBit);
  const answers: Answers = {
    ...files,
    ...createPins(life, timers.micros),
    ...createAnalog(life),
    ...sockets,
    ...createDatagrams(life),
    ...createAir(life),
    ...createBus(world),
    ...createStation(life, stationOf(hardware)),
    ...timers,
    ...createChip(life, { ...host, rtcMemory: hardware.rtcMemory, radio: hardware.radio, restartMs }),
    ...createModules(files, lfs, {
      version: firmware.version,
      loadBytecode: options.loadBytecode === true,
      restart: () => host.restart("restart", restartMs),
    }),
  };
  return { files, sockets, answers };
}

function stationOf({ options, network, radio }: Hardware) {
  return {
    ...options.wifi,
    joinMs: options.joinMs ?? 50,
    joinsWithWorld: options.joinsWithWorld,
    stored: network,
    radio,
  };
}

function clockOf({ options, firmware }: Hardware) {
  return {
    microsAtBoot: options.microsAtBoot ?? 0,
    epochSeconds: options.epochSeconds ?? 1_750_000_000,
    uptimeIsFloat: firmware.uptimeIsFloat,
  };
}
