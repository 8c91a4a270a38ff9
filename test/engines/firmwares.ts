// The firmware that recordings are made with, and the images of it on each board. All engines get the same limits, or
// their rings would be full at different times.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Board, Wiring } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";
import type { WiredRoles } from "../../tools/targets/targets.ts";
import { TARGETS } from "../../tools/targets/targets.ts";

export type BoardName =
  | "esp32-espruino"
  | "esp8266-espruino"
  | "esp32-nodemcu"
  | "esp8266-nodemcu"
  | "raspberry-pi-zero-2-w";

interface Row {
  /** Default: the folder of fixtures with its name. */
  folder?: string;
  /** Default: those of a device that only measures. */
  limits?: ClientLimits;
  /** Features that it has beside those that it declares. */
  with?: readonly string[];
  /** What it does without, so that it fits the smallest boards: nobody names a user in its sessions. */
  without?: readonly string[];
  /**
   * It fits an ESP8266 under Espruino, but not beside the player of a replay, which holds some 400 of its
   * 1,600 JsVars.
   */
  fillsSmallPool?: true;
}

export interface Firmware extends Row {
  folder: string;
  declaration: DeviceDeclaration;
  /** A board that is not here lacks what a part of it needs. */
  wiring: Partial<Record<BoardName, Wiring>>;
  limits: ClientLimits;
}

const MEASURING: ClientLimits = { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 };
/** Of the firmwares that act by themselves. */
const ACTING: ClientLimits = { ...MEASURING, packetBytes: 256 };
const LARGE: Row = { fillsSmallPool: true };
const LARGE_ACTING: Row = { limits: ACTING, without: ["credentials"], ...LARGE };
/** More slots than may be out at once, fewer bytes than the slots could take. */
const COUNTING: Row = { limits: { slots: 12, bytes: 28, packetBytes: 128, linkBytes: 160 } };

const ROWS: Readonly<Record<string, Row>> = {
  climate: {
    folder: "../../tools/laboratory/bench/firmware/climate",
    // Those of the smallest board.
    limits: { slots: 8, bytes: 512, packetBytes: 512, linkBytes: 536 },
  },
  counter: COUNTING,
  "travelling-counter": { ...COUNTING, folder: "fixtures/counter", with: ["brokers"] },
  // What comes in some seconds without a connection fits into the ring.
  "roomy-counter": {
    folder: "fixtures/counter",
    limits: { slots: 32, bytes: 256, packetBytes: 128, linkBytes: 160 },
  },
  ledger: { ...COUNTING, ...LARGE },
  "roomy-ledger": {
    folder: "fixtures/ledger",
    limits: { slots: 64, bytes: 512, packetBytes: 128, linkBytes: 160 },
    ...LARGE,
  },
  "version-5": { limits: { slots: 12, bytes: 64, packetBytes: 256, linkBytes: 400 }, ...LARGE },
  "either-version": { limits: { slots: 12, bytes: 64, packetBytes: 256, linkBytes: 400 } },
  answering: LARGE_ACTING,
  panel: { limits: { slots: 8, bytes: 512, packetBytes: 512, linkBytes: 536 } },
  filters: { limits: { slots: 8, bytes: 128, packetBytes: 128, linkBytes: 160 } },
  // Two messages wait, the log has the longest payload.
  itself: { limits: { ...MEASURING, bytes: 300 } },
  chip: {},
  remote: { limits: ACTING },
  addressed: { folder: "fixtures/remote", limits: ACTING, with: ["static-address"] },
  restarted: { limits: ACTING },
  dust: {},
  fusebox: {},
  mill: {},
  plug: {},
  workshop: {},
  well: {},
  den: LARGE_ACTING,
  cellar: {},
  kiln: {},
  beds: {},
  aviary: LARGE,
  blind: {},
  wall: { without: ["credentials"], ...LARGE },
  larder: LARGE,
  shelf: {},
  reef: {},
  thermostat: LARGE_ACTING,
  porch: { limits: ACTING, ...LARGE },
  vivarium: LARGE_ACTING,
  cistern: LARGE_ACTING,
  doser: LARGE_ACTING,
  marks: { limits: ACTING, ...LARGE },
  pump: { ...LARGE_ACTING, limits: { ...ACTING, slots: 3 } },
  bed: {},
  flap: {},
  frame: LARGE,
};

async function read(name: string, row: Row): Promise<Firmware> {
  const { limits = MEASURING } = row;
  const folder = fileURLToPath(new URL(row.folder ?? `fixtures/${name}`, import.meta.url));
  const [declaration, wiring] = await Promise.all(
    ["device.ts", "wiring.ts"].map(async (file) => (await import(join(folder, file))).default),
  );
  return { ...row, folder, declaration, wiring, limits };
}

const FIRMWARES: ReadonlyMap<string, Firmware> = new Map(
  await Promise.all(Object.entries(ROWS).map(async ([name, row]) => [name, await read(name, row)] as const)),
);

/** An image, and which pin of it plays which role. */
export interface BuiltImage {
  board: Board;
  files: Record<string, string>;
  wires: WiredRoles;
}

const built = new Map<string, Promise<BuiltImage>>();

/**
 * The image of a firmware for a board, whose clock shows `clock` at its start where it has one of its own;
 * built once.
 */
export function imageOf(firmware: string, board: BoardName, clock = 0): Promise<BuiltImage> {
  const key = `${firmware} ${board} ${clock}`;
  const image = built.get(key) ?? build(firmwareOf(firmware), board, clock);
  built.set(key, image);
  return image;
}

/** Throws when no firmware has that name. */
export function firmwareOf(name: string): Firmware {
  const firmware = FIRMWARES.get(name);
  if (firmware !== undefined) return firmware;
  throw new Error(`No firmware is called "${name}"; there are: ${[...FIRMWARES.keys()].join(", ")}.`);
}

async function build(firmware: Firmware, board: BoardName, clock: number): Promise<BuiltImage> {
  const { folder, declaration, wiring, limits } = firmware;
  const wired = wiring[board];
  if (wired === undefined) throw new Error(`${folder} has no wiring for ${board}.`);
  // Only NodeMCU's program counts its milliseconds by itself.
  const constants = { "src/platform/nodemcu/program.ts": { FIRST_MILLISECOND: clock } };
  const options = {
    firmware: folder,
    board,
    limits,
    with: firmware.with,
    // An image of a small computer has every feature.
    without: "bundle" in TARGETS[wired.board.target] ? [] : firmware.without,
    // Each has many features in one device, to be tried on every engine.
    evenTooLarge: true,
  } as const;
  const image = await keptImage(board.endsWith("nodemcu") ? { ...options, constants } : options);
  return {
    board: wired.board,
    files: Object.fromEntries(image.files.map(({ name, content }) => [name, content.text])),
    wires: await wiredRoles(neededRoles(declaration), wired, board),
  };
}
