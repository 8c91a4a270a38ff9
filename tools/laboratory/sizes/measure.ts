// The size of each firmware on each kind of board, as far as every computer can measure it: bytes of images,
// and Lua's heap in WebAssembly.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BuildOptions,
  type FeatureCosts,
  firmwareNames,
  type Image,
  wiredBoards,
} from "../../image/build.ts";
import { FEATURES } from "../../image/features/feature-table.ts";
import { keptImage } from "../../image/keep/kept-image.ts";
import { CHIPS, luaEngineName } from "../bench/lua/hosted-climate.ts";
import { heapOf } from "./heap.ts";
import { isOf5, PROFILES } from "./profiles.ts";
import { sharedOut } from "./shares.ts";
import {
  HISTORY_STEPS,
  NO_CLOCK,
  SET_UP_STEPS,
  TIME_STEPS,
  type TimeStep,
  writeTimedClimate,
} from "./time-steps.ts";
import type { Weighed, Weighing } from "./weigh-share.ts";

/** The device whose rooms are shown. */
export const ROOMS_FIRMWARE = "climate";

/** One for each chip and target: on others of the same kind an image has other pins, and is as large. */
const BOARDS: readonly string[] = ["esp32-espruino", "d1-mini-espruino", "esp32-nodemcu", "esp8266-nodemcu"];

/** The boards on which the time of day is weighed: those with the least memory of each target. */
const SMALL: readonly string[] = ["d1-mini-espruino", "esp8266-nodemcu"];

/**
 * The boards on which each feature is weighed, one a target: on others of the target it costs about as much.
 */
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
  /** The same with more and more of the time of day. */
  timed: readonly ProfileImage[];
  /** With readings that are published with their times, kept, and kept through power cuts. */
  kept: readonly ProfileImage[];
  /** Without a set-up over the air, with what of the device it needs, and with it. */
  setUp: readonly ProfileImage[];
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
    heaps.push({ firmware, board, engine: luaEngineName(chip), bytes: await heapOf(image, chip) });
  }
  const profiles = await builtProfiles();
  const timed = [...asItIs(profiles, SMALL, NO_CLOCK.name), ...(await builtTimed(TIME_STEPS, SMALL))];
  const kept = await builtTimed(HISTORY_STEPS, SMALL);
  return { images, profiles, timed, kept, setUp: await builtSetUps(profiles), heaps };
}

async function builtImages(): Promise<Image[]> {
  const wanted: { firmware: string; board: string }[] = [];
  for (const firmware of firmwareNames()) {
    const wired = await wiredBoards(firmware);
    for (const board of BOARDS.filter((board) => wired.includes(board))) wanted.push({ firmware, board });
  }
  await sharedOut(new URL("./build-share.ts", import.meta.url), wanted);
  return Promise.all(wanted.map((pair) => keptImage(pair)));
}

async function builtProfiles(): Promise<ProfileImage[]> {
  return builtAs(
    PROFILES.map(({ name, with: features }) => ({
      profile: name,
      options: { firmware: ROOMS_FIRMWARE, with: features },
    })),
    BOARDS,
  );
}

/** The first step is the device as it is, with nothing of MQTT besides. */
function asItIs(profiles: readonly ProfileImage[], boards: readonly string[], named: string): ProfileImage[] {
  const [least] = PROFILES.filter((profile) => profile.with.length === 0);
  const there = profiles.filter(
    ({ profile, image }) => profile === least?.name && boards.includes(image.board),
  );
  return there.map(({ image }) => ({ profile: named, image }));
}

/** The set-up has programs of its own beside the device, which tries the settings: each by itself. */
async function builtSetUps(profiles: readonly ProfileImage[]): Promise<ProfileImage[]> {
  const tries = { firmware: ROOMS_FIRMWARE, with: ["remote-settings", "stop-flushes"] };
  return [
    ...asItIs(profiles, BOARDS, "no set-up"),
    ...(await builtAs([{ profile: "the device tries settings", options: tries }], BOARDS)),
    ...(await builtTimed(SET_UP_STEPS, BOARDS)),
  ];
}

async function builtTimed(steps: readonly TimeStep[], boards: readonly string[]): Promise<ProfileImage[]> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-timed-"));
  try {
    const wanted = steps
      .filter((step) => step !== NO_CLOCK)
      .map((step) => ({
        profile: step.name,
        options: { firmware: writeTimedClimate(step, folder) },
      }));
    return await builtAs(wanted, boards);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each on each board, even where it is too large. */
async function builtAs(
  wanted: readonly { profile: string; options: Omit<BuildOptions, "board"> }[],
  boards: readonly string[],
): Promise<ProfileImage[]> {
  const all = wanted.flatMap(({ profile, options }) =>
    boards.map((board) => ({ profile, options: { ...options, board, evenTooLarge: true as const } })),
  );
  await sharedOut(
    new URL("./build-share.ts", import.meta.url),
    all.map(({ options }) => options),
  );
  return Promise.all(
    all.map(async ({ profile, options }) => ({
      profile,
      image: { ...(await keptImage(options)), firmware: ROOMS_FIRMWARE },
    })),
  );
}

/** Bytes of each feature, by board. */
export async function weighedFeatures(): Promise<Sizes["costs"]> {
  const weigher = new URL("./weigh-share.ts", import.meta.url);
  const weighings = WEIGHED.flatMap((board) => FEATURES.map(({ name }) => weighingOf(name, board)));
  const weighed = (await sharedOut<Weighing, Weighed[]>(weigher, weighings)).flat();
  return new Map(
    WEIGHED.map((board) => {
      const there = weighed.filter((image) => image.board === board);
      return [board, Object.fromEntries(there.map(({ name, cost }) => [name, cost]))];
    }),
  );
}

/** One of MQTT 5.0 is weighed in an image that speaks it. */
function weighingOf(name: string, board: string): Weighing {
  const options = { firmware: ROOMS_FIRMWARE, board };
  return { name, options: isOf5(name) ? { ...options, with: ["mqtt5"] } : options };
}
