// A hosted chip's parts that survive a restart: its flash, its LFS, its network and its RTC memory.
import { ESP_CHIPS } from "../../../../boards/chips/chip.ts";
import { createRandom, type Random } from "../../../../src/platform/node/random.ts";
import type { NodeMcuOptions } from "./device.ts";
import { readImage } from "./image.ts";
import { createLfsStore, type LfsStore } from "./lfs/store.ts";
import { hostHeapBytes, type MachineOptions } from "./machine.ts";
import type { Radio, StoredNetwork } from "./station.ts";

export interface Hardware {
  options: NodeMcuOptions;
  /** The firmware's Lua. */
  firmware: MachineOptions;
  /** Bytes of the Lua heap that the host's own side takes. */
  hostBytes: number;
  /** The files that were flashed; the program can remove from them. */
  image: Map<string, string>;
  lfs: LfsStore;
  network: StoredNetwork;
  /** Lost with the power. */
  rtcMemory: Int32Array;
  radio: Radio;
  /** The host's own draws, never the program's. */
  draws: Random;
  /** From a crash or node.restart() to the next boot. */
  restartMs: number;
}

const RTC_WORDS = 128;

export function createHardware(options: NodeMcuOptions): Hardware {
  const { chip, variant, lfsBytes = 0, restartMs = 300 } = options;
  const version = options.lua ?? ESP_CHIPS[chip].lua;
  const uptimeIsFloat = (options.uptime ?? "float") === "float";
  const firmware = {
    version,
    chip,
    variant,
    uptimeIsFloat,
    hasLfs: lfsBytes > 0,
    hasCrypto: options.hasCrypto === true,
  };
  return {
    options,
    firmware,
    hostBytes: hostHeapBytes(firmware),
    image: readImage(options.image),
    lfs: createLfsStore(version, lfsBytes),
    network: { names: undefined },
    rtcMemory: new Int32Array(RTC_WORDS),
    radio: { isOff: false },
    draws: createRandom(options.seed ?? 1),
    restartMs,
  };
}
