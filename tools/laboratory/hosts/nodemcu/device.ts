// A hosted NodeMCU chip: its options and its functions.
import type { LaterVariant } from "../../../../boards/chips/chip.ts";
import type { SimulatedDevice, World } from "../../../../src/platform/node/world.ts";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import type { Files } from "./files.ts";
import type { LfsStore } from "./lfs/store.ts";
import type { Chip } from "./prelude.ts";
import type { Sockets } from "./sockets.ts";
import type { Transcript } from "./transcript.ts";

export interface NodeMcuOptions {
  /** File name to contents, or the folder that the files are in. `init.lua` runs at boot. */
  image: Readonly<Record<string, string>> | string;
  chip: Chip;
  /** The chip exactly, where it is a later one of its family. */
  variant?: LaterVariant | undefined;
  /** Default: 5.1 on the ESP8266, 5.3 on the ESP32, as the firmwares are built by default. */
  lua?: LuaVersion;
  world: World;
  /** The host's own draws (cut buffers, split acknowledgements) come from it. Default 1. */
  seed?: number;
  /**
   * One network buffer in so many is cut short, one write in so many acknowledged in two parts; 0: none.
   * Default 4.
   */
  splitOdds?: number;
  /** The Wi-Fi network that is there. Default: any name and password is right. */
  wifi?: { ssid: string; password: string };
  /** From the call that joins to an address, in milliseconds. Default 50. */
  joinMs?: number;
  /**
   * Wi-Fi is joined and lost in the moment in which the world's network comes and goes. Default false: as on
   * a chip.
   */
  joinsWithWorld?: boolean;
  /**
   * lwIP gives up a connection that nobody has answered for so long, in milliseconds; how long is a matter of
   * the build. Default: never, so that the program's own deadline is what ends it.
   */
  connectMs?: number;
  /** Names that no DNS server knows; nothing is heard of a connection to one. */
  unknownHosts?: readonly string[];
  /** Modules run from stripped bytecode, as after `luac.cross -s`. Default false. */
  loadBytecode?: boolean;
  /** What the microsecond counter shows at boot; near 2^31 it wraps soon. Default 0. */
  microsAtBoot?: number;
  /**
   * `node.uptime()` of the ESP32. `float`: one number that does not wrap, a single float as builds with Lua
   * 5.3 have it, so that it loses digits after 16 seconds. `wrapping`: 31 bits, as integer builds have it.
   * Default `float`.
   */
  uptime?: "float" | "wrapping";
  /** Seconds since 1970, as a time server tells them, when the world begins. Default 1,750,000,000. */
  epochSeconds?: number;
  /** Free Lua heap at boot, in bytes. Default 44,000 on the ESP8266, 150,000 on the ESP32. */
  heapBytes?: number;
  /** Size of the file system, in bytes. Default 1 MB. */
  flashBytes?: number;
  /** Size of the firmware's LFS, in bytes. Default 0: it was built without. */
  lfsBytes?: number;
  /** Was the firmware built with `crypto`? Default false. */
  hasCrypto?: boolean;
  /** From a crash or node.restart() to the next boot, in milliseconds. Default 300. */
  restartMs?: number;
  /**
   * Lua that begins an orderly stop; `stop` runs it and waits until it has closed every socket. Default
   * `halt()`.
   */
  stopLua?: string;
  /**
   * Told at each boot, before `init.lua` runs. What it adds to the heap is the firmware's, as `node.heap()`
   * sees it.
   */
  booted?: () => void;
  /** Records the program's queries and their answers, for a replay in another VM. */
  transcript?: Transcript;
}

export interface NodeMcuDevice extends SimulatedDevice {
  /** Powers the chip up: runs `init.lua`. */
  boot: () => void;
  isRunning: () => boolean;
  /** Errors that escaped a callback, oldest first; each one restarted the chip. */
  panics: readonly string[];
  /** An error of `init.lua` itself: the chip then waits at its prompt. */
  bootError: () => string | undefined;
  /** Boots after the first one since the device was made, whatever the reason. */
  restarts: () => number;
  /**
   * Lua heap that the program holds, after two full collections, in bytes; the host's own share is taken off.
   */
  heapBytes: () => number;
  /** The host's own share of the Lua heap, in bytes. */
  hostBytes: number;
  /** Lua heap allocated by the program while `action` runs, collector stopped, in bytes. */
  allocatedDuring: (action: () => void) => number;
  /** Instructions of the Lua VM executed by the program while `action` runs. */
  instructionsDuring: (action: () => void) => number;
  /** Runs Lua as if typed at the chip's prompt and gives the first result as text; an error is thrown. */
  evaluate: (lua: string) => string;
  files: Pick<Files, "contents" | "cutPower">;
  lfs: Pick<LfsStore, "empty" | "names" | "reload">;
  /** Sockets that the firmware holds, lost ones that were not closed included. */
  socketsHeld: Sockets["socketsHeld"];
}
