// The climate device on a hosted NodeMCU chip, in virtual time, connected to a broker.

import { createSht3x } from "../../../sim/parts/i2c/sht3x.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { hostNodeMcu, hostNodeMcu, type NodeMcuDevice, type NodeMcuDevice } from "../../hosts/nodemcu/nodemcu.ts";
import type { Transcript } from "../../hosts/nodemcu/transcript.ts";
import { type CannedBroker, createCannedBroker } from "../canned-broker.ts";
import { CHIP_ID, CLIMATE_ROOT, climateImage, climateSettings } from "../climate.ts";

export interface HostedClimate {
  device: NodeMcuDevice;
  /** Sends a command to the heater, and lets the device answer. */
  command: (topic: string, payload: string) => void;
  advance: (ms: number) => void;
  /** How many messages the device has published. */
  published: () => number;
  /** Warms or cools the air of the room. */
  setAir: (celsius: number, humidity: number) => void;
}

/** The chips, each with the Lua that its firmware is built with by default. */
export const CHIPS = [
  { board: "esp32-nodemcu", chip: "esp32", lua: "5.3" },
  { board: "esp8266-nodemcu", chip: "esp8266", lua: "5.1" },
] as const satisfies readonly { board: string; chip: "esp32" | "esp8266"; lua: LuaVersion }[];

export type LuaChip = (typeof CHIPS)[number];

/** How the rows call this engine. */
export function engineName({ lua }: LuaChip): string {
  return `Lua ${lua}, 32-bit`;
}

/** From power to connected, greeted and told everything, the delay of init.lua included. */
const SETTLED_MS = 10_000;
const ANSWER_MS = 100;

/** Powers the device up and waits until it is connected and its first readings have gone out. */
export async function hostClimate({ board, chip, lua }: LuaChip): Promise<HostedClimate> {
  const image = await climateImage(board);
  const clock = createVirtualClock();
  let broker: CannedBroker | undefined;
  let published = 0;
  let air = { celsius: 21, humidity: 44 };
  const world = createVirtualWorld({
    clock,
    chipId: CHIP_ID,
    i2c: createSht3x({ now: clock.now, air: () => air }),
    storage: new Map([["settings", climateSettings("broker", 1883)]]),
    peer: (end) => {
      broker = createCannedBroker({
        write: end.write,
        published: (topic) => {
          if (topic.startsWith(CLIMATE_ROOT)) published += 1;
        },
      });
      return { received: broker.received, closed: () => undefined };
    },
  });
  const files = Object.fromEntries(image.files.map(({ name, content }) => [name, content.text]));
  const device = hostNodeMcu({
    image: files,
    chip,
    lua,
    world,
    loadBytecode: true,
    splitOdds: 0,
  });
  device.boot();
  clock.advance(SETTLED_MS);
  if (broker === undefined || published === 0) {
    throw new Error(`The climate device did not connect on ${board}: ${device.bootError() ?? device.panics}`);
  }
  return {
    device,
    command(topic, payload) {
      broker?.publish(topic, payload);
      clock.advance(ANSWER_MS);
    },
    advance: clock.advance,
    published: () => published,
    setAir: (celsius, humidity) => {
      air = { celsius, humidity };
    },
  };
}
