// Recovery of the journal at a start: of the two areas the newer complete one counts, as
// far as its records are whole.
import type { JournalAreas } from "../ports/journal.ts";
import { type Held, holdNothing, takeRecord } from "./held.ts";
import { type Log, logAt } from "./log.ts";
import { moveOver } from "./move.ts";
import { APPENDED, COMPLETE, FORMAT, formatOf, HEADER_BYTES, LEFT, mostRecordBytes } from "./record.ts";
import { beginWalk, CLEAN, DAMAGED, nextRecord, TORN, tailOf, usedEnd } from "./walk.ts";

export interface Recovery {
  log: Log;
  held: Held;
  /** Something was being written when the power went; what was accepted before is there. */
  isTorn: boolean;
  /** In how many places something was that is gone now: any of what was written last. 0: nothing is. */
  damaged: number;
  /** The newest area is gone: what is held is of an earlier time, and what was forgotten since is held again. */
  isOld: boolean;
  /** Another version of the image wrote it, in this format: nothing was read. "": in this image's own. */
  otherFormat: string;
}

/** As much of an area as says whether it counts. */
interface Survey {
  /** -1: no record in it is whole. */
  generation: number;
  isComplete: boolean;
  otherFormat: string;
}

/** @cold */
function survey(areas: JournalAreas, area: number): Survey {
  const walk = beginWalk(areas, area);
  let isComplete = false;
  for (let record = nextRecord(walk); record !== "" && !isComplete; record = nextRecord(walk)) {
    const kind = record.charCodeAt(0);
    isComplete = kind === COMPLETE || kind === APPENDED || kind === LEFT;
  }
  const format = formatOf(areas, area);
  return { generation: walk.generation, isComplete, otherFormat: format === FORMAT ? "" : format };
}

/** Which of both counts; -1: neither has a whole record. @cold */
function chosen(first: Survey, second: Survey): number {
  if (first.isComplete !== second.isComplete) return first.isComplete ? 0 : 1;
  if (first.generation === -1) return second.generation === -1 ? -1 : 1;
  if (second.generation === -1) return 0;
  return (first.generation - second.generation + 256) % 256 < 128 ? 0 : 1;
}

/** Reads what is there, and goes to a clean area where this one is not. @cold */
export function recover(areas: JournalAreas): Recovery {
  const first = survey(areas, 0);
  const second = survey(areas, 1);
  const otherFormat = first.otherFormat !== "" ? first.otherFormat : second.otherFormat;
  const area = otherFormat !== "" ? -1 : chosen(first, second);
  const recovery =
    area === -1 ? nothing(areas, otherFormat) : inArea(areas, area, area === 0 ? first : second);
  if (recovery.log.end >= areas.areaBytes()) moveOver(recovery.log, recovery.held);
  return recovery;
}

/** Neither area has a whole record. Is it more than the first write of all may have left? @cold */
function nothing(areas: JournalAreas, otherFormat: string): Recovery {
  const first = usedEnd(areas, 0, 0);
  const second = usedEnd(areas, 1, 0);
  const used = first > second ? first : second;
  const isStrange = otherFormat === "" && used > HEADER_BYTES + mostRecordBytes(areas);
  const log = logAt(areas, 1, 0, areas.areaBytes());
  return {
    log,
    held: holdNothing(),
    isTorn: used > 0,
    damaged: isStrange ? 1 : 0,
    isOld: false,
    otherFormat,
  };
}

/** @cold */
function inArea(areas: JournalAreas, area: number, { isComplete }: Survey): Recovery {
  const walk = beginWalk(areas, area);
  const held = holdNothing();
  let isLeft = false;
  for (let record = nextRecord(walk); record !== ""; record = nextRecord(walk)) {
    if (record.charCodeAt(0) === LEFT) isLeft = true;
    takeRecord(held, record, walk.at - record.length);
  }
  const tail = tailOf(walk);
  const isWhole = isComplete && !isLeft && tail === CLEAN && walk.damaged === 0;
  // It counts although it is not complete, or left: another one that was, is gone.
  const isOther = !isComplete || isLeft;
  return {
    log: logAt(areas, area, walk.generation, isWhole ? walk.at : areas.areaBytes()),
    held,
    isTorn: tail === TORN,
    damaged: walk.damaged + (tail === DAMAGED ? 1 : 0) + (isOther ? 1 : 0),
    isOld: isLeft,
    otherFormat: "",
  };
}
