// A real interpreter as a board at the other end of a line: it starts from its flash, and a restart keeps the
// stored files.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConsoleModel } from "../consoles/model-port.ts";
import { processConsole } from "../consoles/pseudo-terminal.ts";
import type { EspruinoBinary } from "./binaries.ts";
import { FLASH_FILE, filesOf, flashOf } from "./flash.ts";
import { onOneCore } from "./one-core.ts";

export interface RealEspruino extends ConsoleModel {
  /** The power goes and comes back. Whoever listened listens on. */
  powerCycle: () => void;
  /** What is stored, without deleted copies. */
  files: () => Map<string, string>;
  /** Ends it, and removes its folder. */
  dispose: () => void;
}

/**
 * Switches a board on whose flash holds `files`: `.boot0` stands in for what the Linux build has not. `said`
 * are its arguments: with `--telnet` its console stands open at port 2323, as a board's does at 23.
 */
export function realEspruino(
  binary: EspruinoBinary,
  files: ReadonlyMap<string, string>,
  said: readonly string[] = [],
): RealEspruino {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-espruino-"));
  const flash = join(folder, FLASH_FILE);
  writeFileSync(flash, flashOf(files));
  let output: (bytes: string) => void = () => undefined;
  const start = () => {
    const [program = "", ...rest] = onOneCore([binary.path, ...said]);
    const child = spawn(program, rest, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    const console = processConsole(child);
    console.onOutput((bytes) => output(bytes));
    return { child, console };
  };
  let running = start();
  return {
    type: (bytes) => running.console.type(bytes),
    onOutput(take) {
      output = take;
    },
    powerCycle() {
      running.console.onOutput(() => undefined);
      running.child.kill("SIGKILL");
      running = start();
    },
    files: () => filesOf(readFileSync(flash)),
    dispose() {
      running.child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
