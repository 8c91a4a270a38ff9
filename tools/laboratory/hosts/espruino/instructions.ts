// What a life costs a real interpreter in machine instructions, counted by valgrind's callgrind; for benches.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EspruinoBinary } from "./binaries.ts";
import { startInterpreter } from "./interpreter-process.ts";
import { filesWithPlayer, grouped } from "./replay.ts";
import type { Life } from "./transcript.ts";

export interface InstructionOptions {
  binary: EspruinoBinary;
  /** A life with the operations in it, and the same without them. */
  withOperations: Life;
  without: Life;
  /** How many operations the first has more. */
  operations: number;
  /** 6 to 12 hexadecimal digits; those of the world in which the lives were lived. */
  chipId: string;
}

const LIMIT_MS = 120_000;

/**
 * Instructions of one operation, the stand-ins taken off: what the program costs more for `operations` of them, less
 * what walking along the longer tape costs alone. Rejects when a life does not come to its end.
 */
export async function espruinoInstructions(options: InstructionOptions): Promise<number> {
  const { withOperations, without, operations } = options;
  const count = (life: Life, isAlone: boolean): Promise<number> => instructionsOf(options, life, isAlone);
  const program = (await count(withOperations, false)) - (await count(without, false));
  const player = (await count(withOperations, true)) - (await count(without, true));
  return Math.round((program - player) / operations);
}

async function instructionsOf(
  { binary, chipId }: InstructionOptions,
  life: Life,
  isAlone: boolean,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-callgrind-"));
  const profile = join(folder, "callgrind.out");
  let end: string | undefined;
  const child = startInterpreter({
    binary,
    files: filesWithPlayer(life, { isQuiet: true, isAlone, isSampling: false, chipSerial: grouped(chipId) }),
    under: ["valgrind", "--tool=callgrind", `--callgrind-out-file=${profile}`, "-q"],
    onLine: (line, isMarked) => {
      if (isMarked) end = line;
    },
  });
  const limit = setTimeout(child.kill, LIMIT_MS);
  try {
    await child.exited;
    if (end !== "same ")
      throw new Error(`${binary.name} left the transcript while its instructions were counted: ${end}`);
    const total = /^(?:totals|summary): (\d+)/m.exec(readFileSync(profile, "utf8"))?.[1];
    return Number(total);
  } finally {
    clearTimeout(limit);
    child.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
