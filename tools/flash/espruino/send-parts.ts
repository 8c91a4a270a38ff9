// The parts of an image over the line: each once, and again what the board finds damaged.
import { crc32 } from "../../files/crc32.ts";
import type { UploadOptions } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";
import { type Sender, sendFile, storeFile } from "./packets.ts";
import type { ScriptPart } from "./script-parts.ts";
import { eraseFiles, type Listed, listFiles } from "./storage.ts";
import { PART } from "./stored-image.ts";

/** Sends parts without checking them: the board does, when it commits. */
export async function sendParts(
  sender: Sender,
  parts: readonly ScriptPart[],
  onProgress: UploadOptions["onProgress"],
): Promise<void> {
  const all = bytesOf(parts);
  let done = 0;
  onProgress?.(0, all);
  const sent = (bytes: number): void => {
    done += bytes;
    onProgress?.(done, all);
  };
  await eachGuarded(sender, parts, ({ hash, content }) =>
    sendFile({ ...sender, sent }, PART + hash, content),
  );
}

/** Finds the parts that differ from what was sent, and stores those piece by piece. */
export async function sendDamagedAgain(sender: Sender, parts: readonly ScriptPart[]): Promise<void> {
  const files = await listFiles(sender.asker);
  const damaged = parts.filter((part) => !isThere(part, files));
  await eachGuarded(sender, damaged, async ({ hash, content }) => {
    await eraseFiles(sender.asker, [PART + hash]);
    if (!(await storeFile(sender, PART + hash, content)))
      throw new FlashError(
        "refused",
        "The board stored something else than it was sent, each time: use a shorter cable, another USB port or another power supply. Its old program is untouched.",
      );
  });
}

/** Does something with each part, and keeps the guard meanwhile. */
async function eachGuarded(
  { asker, line }: Sender,
  parts: readonly ScriptPart[],
  act: (part: ScriptPart) => Promise<void>,
): Promise<void> {
  let guarded = line.timers.now();
  for (const part of parts) {
    if (line.timers.now() - guarded > GUARD_MS / 4) {
      await keepGuard(asker);
      guarded = line.timers.now();
    }
    await act(part);
  }
}

/**
 * When no more questions come, the board starts its program by itself: the computer went to sleep, or the
 * cable came out.
 */
const GUARD_MS = 60_000;
/** For the board: from now on. */
export const GUARD = `global.$g=setTimeout(load,${GUARD_MS})`;

/** Sets that guard anew. No program may run. */
export async function keepGuard(asker: Asker): Promise<void> {
  await asker.ask(`(global.$g&&clearTimeout(global.$g),${GUARD},1)`);
}

/** A part that was cut already has its name, but not its checksum. */
export function isThere({ hash, content }: ScriptPart, files: readonly Listed[]): boolean {
  return files.some(
    ({ name, length, crc }) => name === PART + hash && length === content.length && crc === crc32(content),
  );
}

/** Bytes of all their contents. */
export function bytesOf(parts: readonly ScriptPart[]): number {
  return parts.reduce((sum, { content }) => sum + content.length, 0);
}
