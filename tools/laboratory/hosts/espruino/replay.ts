// A life of a hosted program once more, in a real interpreter.
import type { EspruinoBinary } from "./binaries.ts";
import { startInterpreter } from "./interpreter-process.ts";
import { type PlayerOptions, playerSource, TAPE_FILE } from "./player.ts";
import { BOOT_FILE } from "./storage.ts";
import type { Life } from "./transcript.ts";

export interface Replay {
  /** True when the program asked the same, to the end, and did the same. */
  isSame: boolean;
  /** What it did, in the words of the transcript. */
  outputs: string[];
  /** Where it first went another way. */
  difference?: string;
  /** Asked for with `isSampling`. */
  jsVars?: ReplayedJsVars;
  /** Lines of the interpreter itself: errors that nothing caught, out of memory. */
  remarks: string[];
}

/**
 * JsVars of the program, its timers and listeners included; those of the player are taken off. A socket of the player
 * is a bare object: a real one holds 26 more, and what it has not sent yet.
 */
interface ReplayedJsVars {
  /** The most that was seen in use, from inside the program's turns. */
  most: number;
  /** In use when the life was over. */
  atEnd: number;
}

export interface ReplayOptions {
  binary: EspruinoBinary;
  life: Life;
  /** 6 to 12 hexadecimal digits; those of the world in which the life was lived. */
  chipId: string;
  /** Also watches the pool, which takes longer. Default false. */
  isSampling?: boolean;
}

const LIMIT_MS = 60_000;

/** Plays `life` to its program. Rejects when the interpreter does not come to an end. */
export async function replayLife(options: ReplayOptions): Promise<Replay> {
  const { binary, life, chipId, isSampling = false } = options;
  const outputs: string[] = [];
  const remarks: string[] = [];
  let jsVars: ReplayedJsVars | undefined;
  let end: string | undefined;
  const player = { isQuiet: false, isAlone: false, isSampling, chipSerial: grouped(chipId) };
  const child = startInterpreter({
    binary,
    files: filesWithPlayer(life, player),
    onLine: (line, isMarked) => {
      if (!isMarked) remarks.push(line);
      else if (line.startsWith("vars ")) jsVars = jsVarsOf(line);
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
  return {
    isSame: difference === undefined,
    outputs,
    remarks,
    ...(difference === undefined ? {} : { difference }),
    ...(jsVars === undefined ? {} : { jsVars }),
  };
}

function jsVarsOf(line: string): ReplayedJsVars {
  const [bare = 0, most = 0, atEnd = 0] = line.split(" ").slice(1).map(Number);
  return { most: most - bare, atEnd: atEnd - bare };
}

/** What is in flash for a replay: the life's records and program, the tape, and the player in front. */
export function filesWithPlayer(life: Life, player: PlayerOptions): Map<string, string> {
  const files = new Map(life.files);
  if (player.isAlone) files.delete(BOOT_FILE);
  files.set(TAPE_FILE, life.tape.map((line) => `${line}\n`).join(""));
  return files.set(".boot0", playerSource(player));
}

export function grouped(chipId: string): string {
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
