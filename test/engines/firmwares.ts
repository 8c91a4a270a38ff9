// The firmware that recordings are made with, and the images of it on each board. All engines get the same limits, or
// their rings would be full at different times.
import { fileURLToPath } from "node:url";
import type { Board, Wiring } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";
import climate from "../../tools/laboratory/bench/firmware/climate/device.ts";
import climateWiring from "../../tools/laboratory/bench/firmware/climate/wiring.ts";
import type { WiredRoles } from "../../tools/targets/targets.ts";
import { TARGETS } from "../../tools/targets/targets.ts";
import answering from "./fixtures/answering/device.ts";
import answeringWiring from "./fixtures/answering/wiring.ts";
import aviary from "./fixtures/aviary/device.ts";
import aviaryWiring from "./fixtures/aviary/wiring.ts";
import beds from "./fixtures/beds/device.ts";
import bedsWiring from "./fixtures/beds/wiring.ts";
import blind from "./fixtures/blind/device.ts";
import blindWiring from "./fixtures/blind/wiring.ts";
import cellar from "./fixtures/cellar/device.ts";
import cellarWiring from "./fixtures/cellar/wiring.ts";
import chip from "./fixtures/chip/device.ts";
import chipWiring from "./fixtures/chip/wiring.ts";
import cistern from "./fixtures/cistern/device.ts";
import cisternWiring from "./fixtures/cistern/wiring.ts";
import counter from "./fixtures/counter/device.ts";
import counterWiring from "./fixtures/counter/wiring.ts";
import den from "./fixtures/den/device.ts";
import denWiring from "./fixtures/den/wiring.ts";
import doser from "./fixtures/doser/device.ts";
import doserWiring from "./fixtures/doser/wiring.ts";
import dust from "./fixtures/dust/device.ts";
import dustWiring from "./fixtures/dust/wiring.ts";
import either from "./fixtures/either-version/device.ts";
import eitherWiring from "./fixtures/either-version/wiring.ts";
import filters from "./fixtures/filters/device.ts";
import filtersWiring from "./fixtures/filters/wiring.ts";
import fusebox from "./fixtures/fusebox/device.ts";
import fuseboxWiring from "./fixtures/fusebox/wiring.ts";
import itself from "./fixtures/itself/device.ts";
import itselfWiring from "./fixtures/itself/wiring.ts";
import kiln from "./fixtures/kiln/device.ts";
import kilnWiring from "./fixtures/kiln/wiring.ts";
import larder from "./fixtures/larder/device.ts";
import larderWiring from "./fixtures/larder/wiring.ts";
import ledger from "./fixtures/ledger/device.ts";
import ledgerWiring from "./fixtures/ledger/wiring.ts";
import mill from "./fixtures/mill/device.ts";
import millWiring from "./fixtures/mill/wiring.ts";
import panel from "./fixtures/panel/device.ts";
import panelWiring from "./fixtures/panel/wiring.ts";
import plug from "./fixtures/plug/device.ts";
import plugWiring from "./fixtures/plug/wiring.ts";
import porch from "./fixtures/porch/device.ts";
import porchWiring from "./fixtures/porch/wiring.ts";
import pump from "./fixtures/pump/device.ts";
import pumpWiring from "./fixtures/pump/wiring.ts";
import reef from "./fixtures/reef/device.ts";
import reefWiring from "./fixtures/reef/wiring.ts";
import remote from "./fixtures/remote/device.ts";
import remoteWiring from "./fixtures/remote/wiring.ts";
import restarted from "./fixtures/restarted/device.ts";
import restartedWiring from "./fixtures/restarted/wiring.ts";
import shelf from "./fixtures/shelf/device.ts";
import shelfWiring from "./fixtures/shelf/wiring.ts";
import thermostat from "./fixtures/thermostat/device.ts";
import thermostatWiring from "./fixtures/thermostat/wiring.ts";
import version5 from "./fixtures/version-5/device.ts";
import version5Wiring from "./fixtures/version-5/wiring.ts";
import vivarium from "./fixtures/vivarium/device.ts";
import vivariumWiring from "./fixtures/vivarium/wiring.ts";
import wall from "./fixtures/wall/device.ts";
import wallWiring from "./fixtures/wall/wiring.ts";
import well from "./fixtures/well/device.ts";
import wellWiring from "./fixtures/well/wiring.ts";
import workshop from "./fixtures/workshop/device.ts";
import workshopWiring from "./fixtures/workshop/wiring.ts";

export interface Firmware {
  folder: string;
  declaration: DeviceDeclaration;
  /** A board that is not here lacks what a part of it needs. */
  wiring: Partial<Record<keyof typeof counterWiring, Wiring>>;
  limits: ClientLimits;
  /** Features that it has beside those that it declares. */
  with?: readonly string[];
  /** What it does without, so that it fits the smallest boards: nobody names a user in its sessions. */
  without?: readonly string[];
  /** It fits an ESP8266 under Espruino, but not beside the player of a replay, which holds some 400 of its 1,600 JsVars. */
  fillsSmallPool?: true;
}

const folderAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const counterParts = { folder: folderAt("fixtures/counter"), declaration: counter, wiring: counterWiring };

const ledgerParts = { folder: folderAt("fixtures/ledger"), declaration: ledger, wiring: ledgerWiring };

/** Of the firmwares that act by themselves. */
const ACTING: ClientLimits = { slots: 8, bytes: 256, packetBytes: 256, linkBytes: 400 };

const FIRMWARES: Readonly<Record<string, Firmware>> = {
  climate: {
    folder: folderAt("../../tools/laboratory/bench/firmware/climate"),
    declaration: climate,
    wiring: climateWiring,
    // Those of the smallest board.
    limits: { slots: 8, bytes: 512, packetBytes: 512, linkBytes: 536 },
  },
  counter: {
    ...counterParts,
    // More slots than may be out at once, fewer bytes than the slots could take.
    limits: { slots: 12, bytes: 28, packetBytes: 128, linkBytes: 160 },
  },
  "travelling-counter": {
    ...counterParts,
    limits: { slots: 12, bytes: 28, packetBytes: 128, linkBytes: 160 },
    with: ["brokers"],
  },
  chip: {
    folder: folderAt("fixtures/chip"),
    declaration: chip,
    wiring: chipWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  panel: {
    folder: folderAt("fixtures/panel"),
    declaration: panel,
    wiring: panelWiring,
    limits: { slots: 8, bytes: 512, packetBytes: 512, linkBytes: 536 },
  },
  remote: { folder: folderAt("fixtures/remote"), declaration: remote, wiring: remoteWiring, limits: ACTING },
  "roomy-counter": {
    ...counterParts,
    // What comes in some seconds without a connection fits into the ring.
    limits: { slots: 32, bytes: 256, packetBytes: 128, linkBytes: 160 },
  },
  ledger: {
    ...ledgerParts,
    limits: { slots: 12, bytes: 28, packetBytes: 128, linkBytes: 160 },
    fillsSmallPool: true,
  },
  "roomy-ledger": {
    ...ledgerParts,
    limits: { slots: 64, bytes: 512, packetBytes: 128, linkBytes: 160 },
    fillsSmallPool: true,
  },
  "version-5": {
    folder: folderAt("fixtures/version-5"),
    declaration: version5,
    wiring: version5Wiring,
    limits: { slots: 12, bytes: 64, packetBytes: 256, linkBytes: 400 },
    fillsSmallPool: true,
  },
  "either-version": {
    folder: folderAt("fixtures/either-version"),
    declaration: either,
    wiring: eitherWiring,
    limits: { slots: 12, bytes: 64, packetBytes: 256, linkBytes: 400 },
  },
  answering: {
    folder: folderAt("fixtures/answering"),
    declaration: answering,
    wiring: answeringWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 256, linkBytes: 400 },
    without: ["credentials"],
    fillsSmallPool: true,
  },
  filters: {
    folder: folderAt("fixtures/filters"),
    declaration: filters,
    wiring: filtersWiring,
    limits: { slots: 8, bytes: 128, packetBytes: 128, linkBytes: 160 },
  },
  dust: {
    folder: folderAt("fixtures/dust"),
    declaration: dust,
    wiring: dustWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  fusebox: {
    folder: folderAt("fixtures/fusebox"),
    declaration: fusebox,
    wiring: fuseboxWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  mill: {
    folder: folderAt("fixtures/mill"),
    declaration: mill,
    wiring: millWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  plug: {
    folder: folderAt("fixtures/plug"),
    declaration: plug,
    wiring: plugWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  workshop: {
    folder: folderAt("fixtures/workshop"),
    declaration: workshop,
    wiring: workshopWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  well: {
    folder: folderAt("fixtures/well"),
    declaration: well,
    wiring: wellWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  den: {
    folder: folderAt("fixtures/den"),
    declaration: den,
    wiring: denWiring,
    limits: ACTING,
    without: ["credentials"],
    fillsSmallPool: true,
  },
  cellar: {
    folder: folderAt("fixtures/cellar"),
    declaration: cellar,
    wiring: cellarWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  kiln: {
    folder: folderAt("fixtures/kiln"),
    declaration: kiln,
    wiring: kilnWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  beds: {
    folder: folderAt("fixtures/beds"),
    declaration: beds,
    wiring: bedsWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  aviary: {
    folder: folderAt("fixtures/aviary"),
    declaration: aviary,
    wiring: aviaryWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
    fillsSmallPool: true,
  },
  blind: {
    folder: folderAt("fixtures/blind"),
    declaration: blind,
    wiring: blindWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  wall: {
    folder: folderAt("fixtures/wall"),
    declaration: wall,
    wiring: wallWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
    without: ["credentials"],
    fillsSmallPool: true,
  },
  larder: {
    folder: folderAt("fixtures/larder"),
    declaration: larder,
    wiring: larderWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
    fillsSmallPool: true,
  },
  shelf: {
    folder: folderAt("fixtures/shelf"),
    declaration: shelf,
    wiring: shelfWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  reef: {
    folder: folderAt("fixtures/reef"),
    declaration: reef,
    wiring: reefWiring,
    limits: { slots: 8, bytes: 256, packetBytes: 128, linkBytes: 400 },
  },
  itself: {
    folder: folderAt("fixtures/itself"),
    declaration: itself,
    wiring: itselfWiring,
    // Two messages wait, the log has the longest payload.
    limits: { slots: 8, bytes: 300, packetBytes: 128, linkBytes: 400 },
  },
  restarted: {
    folder: folderAt("fixtures/restarted"),
    declaration: restarted,
    wiring: restartedWiring,
    limits: ACTING,
  },
  thermostat: {
    folder: folderAt("fixtures/thermostat"),
    declaration: thermostat,
    wiring: thermostatWiring,
    limits: ACTING,
    without: ["credentials"],
    fillsSmallPool: true,
  },
  porch: {
    folder: folderAt("fixtures/porch"),
    declaration: porch,
    wiring: porchWiring,
    limits: ACTING,
    fillsSmallPool: true,
  },
  vivarium: {
    folder: folderAt("fixtures/vivarium"),
    declaration: vivarium,
    wiring: vivariumWiring,
    limits: ACTING,
    without: ["credentials"],
    fillsSmallPool: true,
  },
  cistern: {
    folder: folderAt("fixtures/cistern"),
    declaration: cistern,
    wiring: cisternWiring,
    limits: ACTING,
    without: ["credentials"],
    fillsSmallPool: true,
  },
  doser: {
    folder: folderAt("fixtures/doser"),
    declaration: doser,
    wiring: doserWiring,
    limits: ACTING,
    without: ["credentials"],
    fillsSmallPool: true,
  },
  pump: {
    folder: folderAt("fixtures/pump"),
    declaration: pump,
    wiring: pumpWiring,
    limits: { ...ACTING, slots: 3 },
    without: ["credentials"],
    fillsSmallPool: true,
  },
};

export type BoardName = keyof Firmware["wiring"];

/** An image, and which pin of it plays which role. */
export interface BuiltImage {
  board: Board;
  files: Record<string, string>;
  wires: WiredRoles;
}

const built = new Map<string, Promise<BuiltImage>>();

/** The image of a firmware for a board, whose clock shows `clock` at its start where it has one of its own; built once. */
export function imageOf(firmware: string, board: BoardName, clock = 0): Promise<BuiltImage> {
  const key = `${firmware} ${board} ${clock}`;
  const image = built.get(key) ?? build(firmwareOf(firmware), board, clock);
  built.set(key, image);
  return image;
}

/** Throws when no firmware has that name. */
export function firmwareOf(name: string): Firmware {
  const firmware = FIRMWARES[name];
  if (firmware !== undefined) return firmware;
  throw new Error(`No firmware is called "${name}"; there are: ${Object.keys(FIRMWARES).join(", ")}.`);
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
