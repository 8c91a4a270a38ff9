// Programs of others that Espruino starts by itself, before ringmote's or in its place. A flashed board has
// none.

import type { RemovedFiles } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";
import { GUARD } from "./send-parts.ts";
import { FILE_OVERHEAD, type Listed } from "./storage.ts";

/**
 * Espruino runs these before the file that shuts a board's doors: the first one when power comes on, the
 * others at each start. Nothing of ringmote's is in them.
 */
const RUN_BEFORE = [".bootPowerOn", ".boot0", ".boot1", ".boot2"];
/** A state of save(): it is there, with its timers, when the loader runs. */
export const SAVED_STATE = ".varimg";
/** Boot code that also runs after reset(). With it, the loader does not start. */
export const RESET_CODE = ".bootrst";

/** An expression for the board, whose Storage is `s`: those of these files that it has. */
export const RUN_BEFORE_FOUND = `${JSON.stringify(RUN_BEFORE)}.filter(function(n){return s.read(n)})`;

export function runningBefore(files: readonly Listed[]): Listed[] {
  return files.filter(({ name }) => RUN_BEFORE.includes(name));
}

/** Files that start in place of the loader, or beside it. */
export function shadowsOf(files: readonly Listed[]): Listed[] {
  return files.filter(({ name }) => name === SAVED_STATE || name === RESET_CODE);
}

/** Bytes of Storage that are free when these files are gone. */
export function roomOfBootFiles(files: readonly Listed[]): number {
  return files.reduce((sum, { length }) => sum + length + FILE_OVERHEAD, 0);
}

/** For the board: stops every program, so that none writes its file anew. */
export const END_PROGRAMS = `clearInterval();clearTimeout();clearWatch();E.removeAllListeners("kill");${GUARD}`;

/**
 * Removes these files, and ends what they have started: `reset` starts the interpreter without a program.
 * Throws a FlashError of kind "refused" when one of them is there again.
 */
export async function removeRunningBefore(
  asker: Asker,
  files: readonly Listed[],
  reset: () => Promise<void>,
): Promise<void> {
  if (files.length === 0) return;
  const names = JSON.stringify(files.map(({ name }) => name));
  // Until the reset their program is in memory: none of it may run after the erasure, and write a file anew.
  await asker.ask(
    `(function(s){${END_PROGRAMS};${names}.forEach(function(n){s.erase(n)})})(require("Storage"))`,
  );
  await reset();
  const left = await asker.ask<string[]>(`(function(s){return ${RUN_BEFORE_FOUND}})(require("Storage"))`);
  if (left.length > 0)
    throw new FlashError(
      "refused",
      `${left.join(" and ")} of another program cannot be taken off the board: install Espruino anew with "ringmote flash --firmware <file.bin>", then repeat this.`,
    );
}

/** The report of them; nothing where there were none. */
export function asRemoved(files: readonly Listed[]): { removed?: RemovedFiles } {
  if (files.length === 0) return {};
  const bytes = files.reduce((sum, { length }) => sum + length, 0);
  return { removed: { files: files.map(({ name }) => name), bytes } };
}
