// The engines that a recording is replayed on: each as a stage with one image in it.
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import type { Transcript as EspruinoTranscript } from "../../tools/laboratory/hosts/espruino/transcript.ts";
import { hostLinux } from "../../tools/laboratory/hosts/linux/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import type { Transcript } from "../../tools/laboratory/hosts/nodemcu/transcript.ts";
import type { LuaVersion } from "../../tools/targets/nodemcu/lua-wasm.ts";
import { type BoardName, type BuiltImage, firmwareOf, imageOf } from "./firmwares.ts";
import type { Stage, StagedDevice } from "./replay-world.ts";

export interface Engine {
  name: string;
  /** What has the image that it runs; none on a computer. */
  board: BoardName | undefined;
  /** A stage with a firmware on it, for one run, in a world whose clock shows `clock` at its start. */
  stage: (firmware: string, clock?: number) => Promise<Stage>;
}

/** init.lua starts an image this long after power. */
const NODEMCU_START_MS = 2000;
/** The context of Espruino boots this long after power. */
const ESPRUINO_START_MS = 300;
const CHUNK_BYTES = { esp32: 536, esp8266: 268 } as const;

export const NODE: Engine = {
  name: "Node",
  board: undefined,
  stage: async (firmware) => ({
    startsAfterMs: 0,
    roleOf: String,
    start(world) {
      const { declaration, limits } = firmwareOf(firmware);
      const device = startNodeDevice(world, declaration, simulatedWires(declaration), limits);
      return staged(device);
    },
  }),
};

/** Real Lua with NodeMCU's modules around it. */
export function nodeMcu(chip: "esp8266" | "esp32", lua: LuaVersion): Engine {
  const board: BoardName = `${chip}-nodemcu`;
  return {
    name: `Lua ${lua} as NodeMCU on the ${chip === "esp32" ? "ESP32" : "ESP8266"}`,
    board,
    stage: async (firmware, clock) => nodeMcuStage(await imageOf(firmware, board, clock), chip, lua),
  };
}

/** The stage of an image; `transcript` keeps what its VM was asked and told. */
export function nodeMcuStage(
  image: BuiltImage,
  chip: "esp8266" | "esp32",
  lua: LuaVersion,
  transcript?: Transcript,
): Stage {
  return {
    startsAfterMs: NODEMCU_START_MS,
    roleOf: roles(image),
    start(world) {
      const { files } = image;
      const device = hostNodeMcu({
        image: files,
        chip,
        lua,
        world,
        splitOdds: 0,
        joinsWithWorld: true,
        transcript,
      });
      device.boot();
      return staged(device);
    },
  };
}

/** A context as poor as Espruino's, with the chunks of a chip. */
export function espruino(chip: "esp8266" | "esp32"): Engine {
  const board: BoardName = `${chip}-espruino`;
  return {
    name: `Espruino's context with chunks of ${CHUNK_BYTES[chip]} bytes`,
    board,
    stage: async (firmware) => espruinoStage(await imageOf(firmware, board), chip),
  };
}

export function espruinoStage(
  image: BuiltImage,
  chip: "esp8266" | "esp32",
  transcript?: EspruinoTranscript,
): Stage {
  return {
    startsAfterMs: ESPRUINO_START_MS,
    roleOf: roles(image),
    start(world) {
      const [script = ""] = Object.values(image.files);
      const { board } = image;
      const device = hostEspruino({
        script,
        world,
        board,
        chunkBytes: CHUNK_BYTES[chip],
        joinsWithWorld: true,
        ...(transcript === undefined ? {} : { transcript }),
      });
      return staged(device);
    },
  };
}

/** The bundle of a small computer, whose kernel and programs are stand-ins. */
const LINUX: Engine = {
  name: "Linux",
  board: "raspberry-pi-zero-2-w",
  stage: async (firmware) => {
    const image = await imageOf(firmware, "raspberry-pi-zero-2-w");
    return {
      startsAfterMs: 0,
      roleOf: roles(image),
      start(world) {
        return staged(hostLinux({ program: image.files["main.js"] ?? "", board: image.board, world }));
      },
    };
  },
};

/** Those that run wherever the tests run. */
export const ENGINES: readonly Engine[] = [
  NODE,
  nodeMcu("esp8266", "5.1"),
  nodeMcu("esp8266", "5.3"),
  nodeMcu("esp32", "5.1"),
  nodeMcu("esp32", "5.3"),
  espruino("esp32"),
  espruino("esp8266"),
  LINUX,
];

function staged(device: SimulatedDevice): StagedDevice {
  return { stop: () => device.stop(() => {}, 0), kill: () => device.kill() };
}

function roles({ wires }: BuiltImage): Stage["roleOf"] {
  const byPin = new Map(Object.entries(wires).map(([role, pin]) => [String(pin), role]));
  return (pin) => byPin.get(String(pin)) ?? `pin ${pin}`;
}
