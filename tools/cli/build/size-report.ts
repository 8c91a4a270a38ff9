// The cost of an image, for a terminal: the lines that most people want, and on request bytes by file, room
// and feature, the most that its client keeps, and the memory that the device holds.
import type { Board } from "../../../boards/board.ts";
import { flashBytes } from "../../image/budget.ts";
import { type Cut, type FeatureCosts, fileSizes, type Image, roomSizes } from "../../image/build.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import { columns } from "../words/columns.ts";

/** Where the image lies, and the firmware as its user names it. */
export interface Built {
  folder: string;
  firmware: string;
}

/** What its user wants to know besides. */
export interface ReportOptions {
  /** All tables. */
  verbose: boolean;
  /** The bytes of each feature, where they were measured. */
  costs?: FeatureCosts | undefined;
}

export function sizeReport(
  image: Image,
  board: Board,
  built: Built,
  { verbose, costs }: ReportOptions,
): string {
  const tables = [
    sizeTable("file", fileSizes(image)),
    sizeTable("room", roomSizes(image.files)),
    featureTable(image, costs),
    memoryTable(image),
  ];
  const shown = verbose ? tables : costs === undefined ? [] : [featureTable(image, costs)];
  return [headlines(image, board, built), ...shown].join("\n\n");
}

/** What was built, whether it fits, and what to do next. */
function headlines(image: Image, board: Board, { folder, firmware }: Built): string {
  const { held, inLfs, needsLfs, notes = [] } = image;
  const { budget } = board;
  const { most } = needsLfs && inLfs !== undefined ? inLfs : held;
  const where = needsLfs ? ", with its code in the LFS" : "";
  const next = TARGET_FACTS[board.target].hasConsole
    ? `ringmote flash ${firmware} --board ${board.name}`
    : `copy ${folder} to the computer (docs/linux.md)`;
  return [
    `built: ${folder} for ${board.name}`,
    `size:  ${ofWhole(flashBytes(image), budget.flashBytes, "bytes of flash")}; memory at most ${ofWhole(most, budget.held, held.unit)}${where} (estimated)`,
    ...notes.map((note) => `note:  ${note}`),
    `next:  ${next}`,
  ].join("\n");
}

function ofWhole(part: number, whole: number, unit: string): string {
  return `${part} of ${whole} ${unit}, ${Math.round((100 * part) / whole)} %`;
}

function sizeTable(heading: string, sizes: Readonly<Record<string, number>>): string {
  return numberTable(
    [heading, "bytes"],
    Object.entries(sizes).map(([name, bytes]) => [name, bytes]),
  );
}

function featureTable({ features, held }: Image, costs: FeatureCosts | undefined): string {
  const state = (name: string) => (features[name] ? "in" : "left out");
  if (costs === undefined) {
    return columns([["feature", "here"], ...Object.keys(features).map((name) => [name, state(name)])]);
  }
  return columns([
    ["feature", "here", "bytes", `held, ${held.unit}`],
    ...Object.keys(features).map((name) => {
      const cost = costs[name];
      return [name, state(name), String(cost?.bytes ?? "not to be had"), String(cost?.held ?? "")];
    }),
  ]);
}

/** What each feature takes of an image that is too large, the most of the memory first. */
export function cutTable(cuts: readonly Cut[]): string {
  const rows = [...cuts].sort((a, b) => b.held - a.held || b.flash - a.flash);
  return columns([
    ["feature", "flash", "memory", "without it"],
    ...rows.map(({ feature, flash, held, need }) => [
      feature,
      String(flash),
      String(held),
      need ?? `--without ${feature}`,
    ]),
  ]);
}

/** The ring, the buffers, and what the device is estimated to hold. */
function memoryTable({ limits, held, inLfs }: Image): string {
  return numberTable(
    ["memory", ""],
    [
      ["slots of the ring", limits.slots],
      ["bytes of the ring", limits.bytes],
      ["longest packet coming in, bytes", limits.packetBytes],
      ["bytes handed to the link", limits.linkBytes],
      [`estimated to hold when connected, ${held.unit}`, held.connected],
      [`estimated to hold at most, ${held.unit}`, held.most],
      ...lfsRows(inLfs),
    ],
  );
}

function lfsRows(inLfs: Image["inLfs"]): [string, number][] {
  if (inLfs === undefined) return [];
  return [
    ["with its code in the LFS, bytes of the LFS", inLfs.fills],
    ["with its code in the LFS, connected, bytes", inLfs.connected],
    ["with its code in the LFS, at most, bytes", inLfs.most],
  ];
}

function numberTable(
  [heading, unit]: readonly [string, string],
  rows: readonly (readonly [string, number])[],
): string {
  const widest = Math.max(unit.length, ...rows.map(([, value]) => String(value).length));
  const lines = rows.map(([name, value]) => [name, String(value).padStart(widest)]);
  return columns([[heading, unit.padStart(widest)], ...lines]);
}
