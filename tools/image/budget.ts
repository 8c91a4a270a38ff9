// Does an image fit its board? What is over the board's budget is refused, with what helps.
import type { Board } from "../../boards/board.ts";
import { TARGET_FACTS } from "../targets/facts.ts";
import { type Image, roomSizes, totalBytes } from "../targets/image.ts";
import { lfsBytesFor } from "../targets/nodemcu/lfs/in-lfs.ts";
import { TARGETS } from "../targets/targets.ts";

/** The most rooms that a refusal names. */
const NAMED_ROOMS = 3;

/** Bytes of flash that the image takes on its board. */
export function flashBytes({ files, target }: Pick<Image, "files" | "target">): number {
  return totalBytes({ files }) + files.length * TARGET_FACTS[target].flash.fileOverhead;
}

/** Does it fit the memory of its board with its code in the LFS, and not without? */
export function fitsOnlyInLfs({ held, inLfs }: Image, { budget }: Board): boolean {
  return inLfs !== undefined && held.most > budget.held && inLfs.most <= budget.held;
}

/**
 * Advice for the user of an image that fits its board, but not by itself or not twice: a sentence, or none.
 */
export function placeWarnings(image: Image, board: Board): string[] {
  if (image.needsLfs && image.inLfs !== undefined) {
    const { most, fills } = image.inLfs;
    return [
      `${image.firmware} is estimated to hold ${image.held.most} bytes where ${board.name} has ${board.budget.held} for it, and ${most} with its code in the LFS: it can be flashed where NodeMCU was built with an LFS of ${lfsBytesFor(fills)} bytes`,
    ];
  }
  const flash = flashBytes(image);
  if (!TARGET_FACTS[board.target].flash.isInPlaceOnly(flash, board)) return [];
  return [
    `The image of ${image.firmware} takes ${flash} bytes of flash, and ${board.name} holds two images of at most ${board.budget.flashBytes}: flash it with --in-place, and a cut then leaves the board without a program; or ${cure(image)}`,
  ];
}

/** One sentence for each budget of the board that the image is over. */
export function overBudget(image: Image, board: Board): string[] {
  const { budget } = board;
  const refusals: string[] = [];
  const flash = flashBytes(image);
  const mostBytes = TARGET_FACTS[board.target].flash.most(board);
  if (flash > mostBytes)
    refusals.push(
      `The image of ${image.firmware} takes ${flash} bytes of flash where ${board.name} has ${mostBytes} for it; ${cure(image)}`,
    );
  const { most, unit, connected, ring, buffers, start } = image.held;
  if (most > budget.held && !fitsOnlyInLfs(image, board)) {
    const inLfs = image.inLfs === undefined ? "" : `, and still ${image.inLfs.most} with its code in the LFS`;
    refusals.push(
      `${image.firmware} is estimated to hold ${most} ${unit} (${connected} connected, and ${ring} in a full ring and ${buffers} in buffers, or ${start} while it starts) where ${board.name} has ${budget.held} for it${inLfs}; ${cure(image, eachPart(board, unit))}`,
    );
  }
  return refusals;
}

/** A device's own ring that its board does not hold, where it would hold the device with the board's. */
export function tooLargeRing({ firmware, limits, held, inLfs }: Image, board: Board): string {
  const { most } = inLfs ?? held;
  const excess = most - board.budget.held;
  return `The ring of ${limits.slots} messages and ${limits.bytes} bytes is more than ${board.name} holds: with it ${firmware} is estimated to hold ${most} ${held.unit}, ${excess} too many; make it smaller, or leave \`ring\` out for the board's ${board.ring.slots} messages and ${board.ring.bytes} bytes.`;
}

function eachPart({ target }: Board, unit: string): string {
  const { sensor, actuator } = TARGETS[target].heldByEach;
  return ` Each sensor holds about ${sensor} ${unit}, each actuator ${actuator}.`;
}

function cure(image: Image, each = ""): string {
  const rooms = Object.entries(roomSizes(image.files)).slice(0, NAMED_ROOMS);
  const largest = rooms.map(([room, bytes]) => `${room} ${bytes} bytes`).join(", ");
  return `leave out sensors, filters or features, or take a larger board.${each} Its largest rooms: ${largest}. Build it with --costs to see what each of its features takes.`;
}
