// Does an image fit its board? What is over the board's budget is refused, with what costs most and may be left out.
import type { Board } from "../../boards/board.ts";
import { type Image, roomSizes, totalBytes } from "./image.ts";

/** What flash keeps for each file besides its bytes: Espruino's Storage a header, a SPIFFS at least a page of its index. */
const FILE_OVERHEAD: Readonly<Record<Board["target"], number>> = { espruino: 32, nodemcu: 256 };

/** How many rooms a refusal names. */
const NAMED_ROOMS = 3;

/** Bytes of flash that the image takes on its board. */
export function flashBytes({ files, target }: Pick<Image, "files" | "target">): number {
  return totalBytes({ files }) + files.length * FILE_OVERHEAD[target];
}

/** One sentence for each budget of the board that the image is over. */
export function overBudget(image: Image, board: Board): string[] {
  const { budget } = board;
  const refusals: string[] = [];
  const flash = flashBytes(image);
  if (flash > budget.flashBytes)
    refusals.push(
      `The image of ${image.firmware} takes ${flash} bytes of flash where ${board.name} has ${budget.flashBytes} for it; ${cure(image)}`,
    );
  const { most, unit, connected, ring, buffers, start } = image.held;
  if (most > budget.held)
    refusals.push(
      `${image.firmware} is estimated to hold ${most} ${unit} (${connected} connected, and ${ring} in a full ring and ${buffers} in buffers, or ${start} while it starts) where ${board.name} has ${budget.held} for it; ${cure(image)}`,
    );
  return refusals;
}

function cure(image: Image): string {
  const rooms = Object.entries(roomSizes(image.files)).slice(0, NAMED_ROOMS);
  const largest = rooms.map(([room, bytes]) => `${room} ${bytes} bytes`).join(", ");
  const features = Object.keys(image.features).filter((name) => image.features[name]);
  const leave = features.length === 0 ? "" : `, or the need of a feature (it has ${features.join(", ")})`;
  return `leave out sensors or filters${leave}, or take a larger board. Its largest rooms: ${largest}.`;
}
