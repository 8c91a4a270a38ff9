// The time that the histories of a device cover on its board: their memory is fixed, and
// known before the device runs.
import type { Board } from "../../boards/board.ts";
import { type Fault, fault } from "../../src/checks/fault.ts";
import { LONGEST_HISTORY_MS } from "../../src/checks/history-faults.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { SensorDeclaration } from "../../src/device/declare/sensor.ts";
import { PART_BYTES, partsFor, READINGS_OF_PART } from "../../src/device/run/history-part.ts";
import type { Image } from "../targets/image.ts";
import type { Holding } from "../targets/memory-estimate.ts";

/**
 * Beside the bytes of a part: its string and its place in a list, as counted in a real Espruino 2v29 and in
 * Lua's heap, all parts full.
 */
const BESIDES = { JsVars: 2, bytes: 40 } as const;
/**
 * Beside the parts of a history: its record and its publication, as a second history of a device adds them
 * (37 JsVars, 505 bytes).
 */
const EACH = { JsVars: 40, bytes: 520 } as const;
/** Of one that is durable: what the journal's lists have for each part. */
const KEPT = { JsVars: 5, bytes: 64 } as const;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What a target holds things in, and how much for each byte. */
export type Measure = Pick<Holding, "unit" | "buffered">;

/** What all histories of a device hold. */
export function heldByHistories({ sensors = [] }: DeviceDeclaration, measure: Measure): number {
  return sensors.reduce((sum, sensor) => sum + heldByHistory(sensor, measure), 0);
}

function heldByHistory(sensor: SensorDeclaration, measure: Measure): number {
  const { history } = sensor.options;
  if (history === undefined) return 0;
  return EACH[measure.unit] + partsFor(history.keep, everyOf(sensor)) * heldByPart(sensor, measure);
}

function heldByPart({ options: { history } }: SensorDeclaration, { unit, buffered }: Measure): number {
  return Math.ceil(PART_BYTES * buffered) + BESIDES[unit] + (history?.durable === undefined ? 0 : KEPT[unit]);
}

function everyOf({ options }: SensorDeclaration): number {
  return options.history?.every ?? options.every;
}

/** For each history a sentence: how far it reaches back, and how far it could. */
export function historyNotes(
  image: Pick<Image, "held" | "inLfs">,
  declaration: DeviceDeclaration,
  board: Board,
  measure: Measure,
): string[] {
  return withHistory(declaration).map((sensor) => {
    const { keep = 0 } = sensor.options.history ?? {};
    const most = mostKept(sensor, image, board, measure);
    const readings = Math.floor(keep / everyOf(sensor));
    return `The history of the sensor "${sensor.name}" keeps ${readings} readings, of ${inWords(keep)}; the board has room for ${inWords(most)} of them.`;
  });
}

/** Where a board would hold the device with shorter histories: at the one with the most parts. */
export function longHistories(
  image: Pick<Image, "held" | "inLfs">,
  declaration: DeviceDeclaration,
  board: Board,
  measure: Measure,
): Fault[] {
  const [longest] = withHistory(declaration).sort(
    (a, b) => heldByHistory(b, measure) - heldByHistory(a, measure),
  );
  if (longest === undefined) return [];
  const { keep = 0 } = longest.options.history ?? {};
  const most = mostKept(longest, image, board, measure);
  if (most <= 0) return [];
  const sentence = `The history of the sensor "${longest.name}" reaches back ${inWords(keep)}, and ${board.name} has room for ${inWords(most)} of it; write keep: ${written(most)}, or a longer every.`;
  return [fault(longest, "history.keep", sentence)];
}

function withHistory({ sensors = [] }: DeviceDeclaration): SensorDeclaration[] {
  return sensors.filter(({ options }) => options.history !== undefined);
}

/** Milliseconds, while all else stays as it is; 0 for none at all. */
function mostKept(
  sensor: SensorDeclaration,
  { held, inLfs }: Pick<Image, "held" | "inLfs">,
  { budget }: Board,
  measure: Measure,
): number {
  // One that fits as files is not asked what it would hold in an LFS.
  const most = held.most <= budget.held ? held.most : (inLfs?.most ?? held.most);
  const free = budget.held - most + heldByHistory(sensor, measure) - EACH[measure.unit];
  // One is being filled, and of one the broker may have had half.
  const parts = Math.floor(free / heldByPart(sensor, measure)) - 2;
  const reach = Math.floor((parts * READINGS_OF_PART * everyOf(sensor)) / MINUTE_MS) * MINUTE_MS;
  return Math.min(LONGEST_HISTORY_MS, Math.max(0, reach));
}

function inWords(ms: number): string {
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} minutes`;
  return `${Math.floor(ms / HOUR_MS)} hours`;
}

function written(ms: number): string {
  return ms < 2 * HOUR_MS ? `minutes(${Math.floor(ms / MINUTE_MS)})` : `hours(${Math.floor(ms / HOUR_MS)})`;
}
