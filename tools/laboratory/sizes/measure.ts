// What each firmware costs on each kind of board, as far as every computer can measure it: bytes of images, and Lua's heap
// in WebAssembly.

import { type FeatureCosts, firmwareNames, type Image, wiredBoards } from "../../image/build.ts";
import { FEATURES } from "../../image/features/feature-table.ts";
import { keptImage } from "../../image/keep/kept-image.ts";
import { CHIPS, engineName } from "../bench/lua/hosted-climate.ts";
import { heapOf } from "./heap.ts";
import { isOf5, PROFILES } from "./profiles.ts";
import { sharedOut } from "./shares.ts";
import type { Weighed, Weighing } from "./weigh-share.ts";

/** The device whose rooms are shown. */
export const SHOWN = "climate";

/** One for each chip and target: on others of the same kind an image has other pins, and is as large. */
const BOARDS: readonly string[] = ["esp32-espruino", "d1-mini-espruino", "esp32-nodemcu", "esp8266-nodemcu"];

/** The boards on which each feature is weighed, one a target: on others of the target it costs about as much. */
const WEIGHED: readonly string[] = ["esp32-espruino", "esp32-nodemcu"];

/** Lua's heap of a connected device. */
export interface Heap {
  firmware: string;
  board: string;
  engine: string;
  bytes: number;
}

interface ProfileImage {
  profile: string;
  image: Image;
}

export interface Measured {
  /** By firmware, in the order of the boards; a firmware has none for a board that it is not wired on. */
  images: readonly Image[];
  /** Of the device whose rooms are shown, by profile, then in the order of the boards. */
  profiles: readonly ProfileImage[];
  heaps: readonly Heap[];
}

export interface Sizes extends Measured {
  /** Bytes of each feature, by board; a board has none for a feature that it cannot have. */
  costs: ReadonlyMap<string, FeatureCosts>;
}

/** Builds each firmware for each kind of board, and runs what runs where its memory can be counted. */
export async function measureSizes(): Promise<Measured> {
  const images = await builtImages();
  const heaps: Heap[] = [];
  for (const image of images) {
    const chip = CHIPS.find(({ board }) => board === image.board);
    if (chip === undefined) continue;
    const { firmware, board } = image;
    heaps.push({ firmware, board, engine: engineName(chip), bytes: await heapOf(image, chip) });
  }
  return { images, profiles: await builtProfiles(), heaps };
}

async function builtImages(): Promise<Image[]> {
  const wanted: { firmware: string; board: string }[] = [];
  for (const firmware of firmwareNames()) {
    const wired = await wiredBoards(firmware);
    for (const board of BOARDS.filter((one) => wired.includes(one))) wanted.push({ firmware, board });
  }
  await sharedOut(new URL("./build-share.ts", import.meta.url), wanted);
  return Promise.all(wanted.map((one) => keptImage(one)));
}

async function builtProfiles(): Promise<ProfileImage[]> {
  const wanted = PROFILES.flatMap(({ name, with: features }) =>
    BOARDS.map((board) => ({
      profile: name,
      options: { firmware: SHOWN, board, with: features, evenTooLarge: true } as const,
    })),
  );
  await sharedOut(
    new URL("./build-share.ts", import.meta.url),
    wanted.map(({ options }) => options),
  );
  return Promise.all(
    wanted.map(async ({ profile, options }) => ({ profile, image: await keptImage(options) })),
  );
}

/** Bytes of each feature, by board. */
export async function weighedFeatures(): Promise<Sizes["costs"]> {
  const weigher = new URL("./weigh-share.ts", import.meta.url);
  const weighings = WEIGHED.flatMap((board) => FEATURES.map(({ name }) => weighingOf(name, board)));
  const weighed = (await sharedOut<Weighing, Weighed[]>(weigher, weighings)).flat();
  return new Map(
    WEIGHED.map((board) => {
      const there = weighed.filter((one) => one.board === board);
      return [board, Object.fromEntries(there.map(({ name, cost }) => [name, cost]))];
    }),
  );
}

/** One of MQTT 5.0 is weighed in an image that speaks it. */
function weighingOf(name: string, board: string): Weighing {
  const options = { firmware: SHOWN, board };
  return { name, options: isOf5(name) ? { ...options, with: ["mqtt5"] } : options };
}
