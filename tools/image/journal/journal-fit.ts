// Demands of a device's journal on its board: flash, and how long that lasts.
import type { Board } from "../../../boards/board.ts";
import { type Fault, fault } from "../../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { costOf } from "../../../src/journal/held.ts";
import { mostRecordBytes } from "../../../src/journal/record.ts";
import type { Holding } from "../../targets/memory-estimate.ts";
import { needsJournal } from "../features/journal-needs.ts";
import { durableUses } from "./durable-uses.ts";
import { keptRecordUses } from "./kept-record-uses.ts";
import { sleepUses } from "./sleep-uses.ts";
import { totalUses } from "./total-uses.ts";
import { type JournalRate, wearOf, wearRefusal, wearWords } from "./wear.ts";

/** What a part of a declaration has written. */
export interface JournalUse {
  /** What asks for it, and its option. */
  of: object;
  option: string;
  rates: readonly JournalRate[];
  /** The most bytes of its values that are held at a time. */
  heldBytes: number;
}

/**
 * What the lists of a journal hold that the code does not show; counted on a real Espruino. Under NodeMCU the
 * estimate is right without.
 */
const HELD = { JsVars: 90, bytes: 0 } as const;

export function heldByJournal(declaration: DeviceDeclaration, { unit }: Pick<Holding, "unit">): number {
  return needsJournal(declaration) === undefined ? 0 : HELD[unit];
}

/** All that a device has written; the first one is named where there is too much. */
function usesOf(declaration: DeviceDeclaration, board: Board): JournalUse[] {
  return [
    ...durableUses(declaration),
    ...totalUses(declaration),
    ...keptRecordUses(declaration),
    ...(board.sleep?.memoryBytes === undefined ? sleepUses(declaration) : []),
  ];
}

/** Why the board cannot keep what the device has kept. */
export function journalFaults(declaration: DeviceDeclaration, board: Board): Fault[] {
  const { name, journal } = board;
  const need = needsJournal(declaration);
  if (need === undefined) return [];
  const [first, ...rest] = usesOf(declaration, board);
  const { of, option } = first ?? { of: declaration, option: "journal" };
  if (journal === undefined) {
    const sentence = `${name} has no flash of its own for what is kept through a power cut: ${need}, or take another board.`;
    return [fault(of, option, sentence)];
  }
  if (first === undefined) return [];
  const long = [...recordFaults(declaration, journal), ...roomFaults([first, ...rest], journal)];
  if (long.length > 0) return long;
  const refusal = wearRefusal(wear(journal, [first, ...rest]));
  return refusal === undefined ? [] : [fault(of, option, refusal)];
}

/** One record of the journal has all states, and one all starts. */
function recordFaults(declaration: DeviceDeclaration, journal: NonNullable<Board["journal"]>): Fault[] {
  const most = mostRecordBytes({ areaBytes: () => journal.areaBytes }) - costOf(0);
  return keptRecordUses(declaration).flatMap(({ of, option, rates }) => {
    const bytes = Math.max(...rates.map((rate) => rate.bytes));
    if (bytes <= most) return [];
    const sentence = `What actuators keep has up to ${bytes} bytes, and the journal keeps ${most} of it: let fewer of them go on in their last state, or keep nothing else in the journal.`;
    return [fault(of, option, sentence)];
  });
}

/** Half an area holds all that is kept at a time: a history has its room there whatever else waits. */
function roomFaults(uses: readonly JournalUse[], { areaBytes }: NonNullable<Board["journal"]>): Fault[] {
  const histories = uses.filter(({ option }) => option === "history.durable");
  const [longest] = histories.toSorted((use, other) => other.heldBytes - use.heldBytes);
  const most = areaBytes / 2 - costOf(0);
  const held = uses.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
  if (longest === undefined || held <= most) return [];
  const room = Math.max(0, most - held + longest.heldBytes);
  const sentence = `A durable history has up to ${longest.heldBytes} bytes, and the journal has room for ${room} of it: keep fewer hours of it, or write a longer every.`;
  return [fault(longest.of, longest.option, sentence)];
}

/** What the build says of it; `undefined`: it is not written. */
export function journalNote(declaration: DeviceDeclaration, board: Board): string | undefined {
  const { journal } = board;
  const uses = usesOf(declaration, board);
  if (journal === undefined || uses.length === 0) return undefined;
  const words = wearWords(wear(journal, uses));
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function wear(journal: NonNullable<Board["journal"]>, uses: readonly JournalUse[]) {
  const held = uses.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
  const rates = uses.flatMap((use) => use.rates);
  return wearOf(journal, rates, Math.min(held, journal.areaBytes / 2));
}
