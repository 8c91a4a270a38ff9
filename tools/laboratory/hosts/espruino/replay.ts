// Replay of a hosted program's run in a real interpreter.
import type { EspruinoBinary } from "./binaries.ts";
import { startInterpreter } from "./interpreter-process.ts";
import { playerSource, TAPE_FILE } from "./player.ts";
import type { TranscriptLife } from "./transcript.ts";

export interface Replay {
  /** Where it first went another way. */
  difference?: string;
  /** Lines of the interpreter itself: errors that nothing caught, out of memory. */
  remarks: string[];
}

export interface ReplayOptions {
  binary: EspruinoBinary;
  life: TranscriptLife;
  /** 6 to 12 hexadecimal digits; those of the world in which the life was lived. */
  chipId: string;
}

const LIMIT_MS = 60_000;

/** Plays `life` to its program. Rejects when the interpreter does not come to an end. */
export async function replayLife(options: ReplayOptions): Promise<Replay> {
  const { binary, life, chipId } = options;
  const outputs: string[] = [];
  const remarks: string[] = [];
  let end: string | undefined;
  const child = startInterpreter({
    binary,
    files: filesWithPlayer(life, chipId),
    onLine: (line, isMarked) => {
      if (!isMarked) remarks.push(line);
      else if (/^(same|different) /.test(line)) {
        end = line;
        child.kill();
      } else outputs.push(line);
    },
  });
  const limit = setTimeout(() => child.kill(), LIMIT_MS);
  await child.exited;
  clearTimeout(limit);
  child.dispose();
  const difference = end?.startsWith("same")
    ? firstDifference(life.outputs, outputs)
    : (end ?? "no end came");
  return { remarks, ...(difference === undefined ? {} : { difference }) };
}

/** What is in flash for a replay: the life's records and program, the tape, and the player in front. */
function filesWithPlayer(life: TranscriptLife, chipId: string): Map<string, string> {
  const files = new Map(life.files);
  files.set(TAPE_FILE, life.tape.map((line) => `${line}\n`).join(""));
  return files.set(".boot0", playerSource(grouped(chipId)));
}

function grouped(chipId: string): string {
  return (chipId.match(/.{1,8}/g) ?? []).join("-");
}

function firstDifference(expected: readonly string[], actual: readonly string[]): string | undefined {
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at += 1) {
    if (expected[at] !== actual[at]) {
      return `output ${at} is ${actual[at] ?? "missing"} where the context had ${expected[at] ?? "none"}`;
    }
  }
  return undefined;
}
