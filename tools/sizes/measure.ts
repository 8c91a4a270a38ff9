// What the climate device costs on each board, as far as every computer can measure it: bytes of images, and Lua's heap
// in WebAssembly.

import { hostStateBytes } from "../bench/lua/host-state.ts";
import { CHIPS, engineName, hostClimate } from "../bench/lua/hosted-climate.ts";
import { featureCosts, type Image, wiredBoards } from "../build/build.ts";
import { keptImage } from "../build/kept-image.ts";

const FIRMWARE = "climate";

/** The boards on which each feature is weighed: one a target, and the one that can have them all. */
const WEIGHED = ["esp32-espruino", "esp32-nodemcu"] as const;

export interface Sizes {
  images: readonly Image[];
  /** Bytes of each feature, by board; a board has none for a feature that it cannot have. */
  costs: ReadonlyMap<string, Readonly<Record<string, number>>>;
  heaps: readonly { board: string; engine: string; bytes: number }[];
}

/** Builds the device for each board, weighs its features, and runs it where its memory can be counted. */
export async function measureSizes(): Promise<Sizes> {
  const images: Image[] = [];
  for (const board of await wiredBoards(FIRMWARE))
    images.push(await keptImage({ firmware: FIRMWARE, board }));
  const costs = new Map<string, Readonly<Record<string, number>>>();
  for (const board of WEIGHED) costs.set(board, await featureCosts({ firmware: FIRMWARE, board }));
  const heaps: { board: string; engine: string; bytes: number }[] = [];
  for (const chip of CHIPS) {
    const { device } = await hostClimate(chip);
    const bytes = device.heapBytes() - hostStateBytes(chip);
    heaps.push({ board: chip.board, engine: engineName(chip), bytes });
  }
  return { images, costs, heaps };
}
