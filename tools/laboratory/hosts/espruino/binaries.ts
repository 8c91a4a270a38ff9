// Finds real Espruino interpreters on this computer, with the size of each one's JsVar pool.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { isProgram } from "../is-program.ts";

/** One interpreter: a Linux build with a fixed pool. */
export interface EspruinoBinary {
  path: string;
  /** Its file name, for the words of a test. */
  name: string;
  /** JsVars in the pool, and bytes in one. */
  jsVars: number;
  blockBytes: number;
}

const ASK = 'print("<<"+JSON.stringify(process.memory())+">>")';
const ANSWER_MS = 5000;

/**
 * Those that ESPRUINO_BIN lists (separated by `:` or `,`; "none" is an empty list), else every `espruino`,
 * `espruino-<number>` on the PATH that answers like one; smallest pool first. Throws when a listed one does
 * not answer.
 */
export function espruinoBinaries(environment: NodeJS.ProcessEnv = process.env): readonly EspruinoBinary[] {
  if (environment.ESPRUINO_BIN === "none") return [];
  const listed = (environment.ESPRUINO_BIN ?? "").split(/[:,]/).filter((path) => path !== "");
  const binaries = listed.length > 0 ? listed.map(introduceListed) : onPath(environment).flatMap(introduce);
  return binaries.sort((a, b) => a.jsVars - b.jsVars);
}

function introduceListed(path: string): EspruinoBinary {
  const [binary] = introduce(path);
  if (binary !== undefined) return binary;
  throw new Error(
    `"${path}" in ESPRUINO_BIN is not an Espruino: it did not answer when asked for its memory.`,
  );
}

function onPath(environment: NodeJS.ProcessEnv): string[] {
  return (environment.PATH ?? "").split(delimiter).flatMap((folder) => {
    try {
      return readdirSync(folder)
        .filter((name) => /^espruino(-\d+)?$/.test(name))
        .map((name) => join(folder, name))
        .filter(isProgram);
    } catch {
      return [];
    }
  });
}

function introduce(path: string): EspruinoBinary[] {
  const { stdout } = spawnSync(path, ["-e", ASK], {
    encoding: "latin1",
    timeout: ANSWER_MS,
    killSignal: "SIGKILL",
  });
  const answer = /<<(.*)>>/.exec(stdout ?? "")?.[1];
  if (answer === undefined) return [];
  const { total, blocksize } = JSON.parse(answer) as { total: number; blocksize: number };
  return [{ path, name: basename(path), jsVars: total, blockBytes: blocksize }];
}
