// A machine made of files and programs that stand in: what the kernel shows is a folder, what gpiod and
// i2c-tools do is noted and answered by the test.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { ProgramEvents, Programs } from "../../../src/platform/linux/programs.ts";
import { type Sysfs, sysfs } from "../../../src/platform/linux/sysfs.ts";

export interface MadeFiles {
  sysfs: Sysfs;
  root: string;
  put: (path: string, text: string) => void;
  text: (path: string) => string;
}

/** A folder in place of "/", with these files. */
export function madeFiles(files: Readonly<Record<string, string>> = {}): MadeFiles {
  const root = mkdtempSync(join(tmpdir(), "ringmote-sysfs-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) put(path, text);
  return { sysfs: sysfs(root), root, put, text: (path) => readFileSync(join(root, path), "utf8") };
}

export interface MadePrograms extends Programs {
  /** Each call and each line that was said, in their order. */
  done: string[];
  /** What a program that runs to its end gives; `undefined` is a failure. */
  answers: Map<string, string | undefined>;
  /** The events of the programs that go on, by their command. */
  running: Map<string, ProgramEvents>;
}

export function madePrograms(): MadePrograms {
  const done: string[] = [];
  const answers = new Map<string, string | undefined>();
  const running = new Map<string, ProgramEvents>();
  return {
    done,
    answers,
    running,
    run(name, args) {
      const command = [name, ...args].join(" ");
      done.push(command);
      return answers.get(command);
    },
    start(name, args, events) {
      const command = [name, ...args].join(" ");
      done.push(command);
      running.set(command, events);
      return {
        say: (line) => void done.push(`${name}: ${line}`),
        end() {
          done.push(`${name} ends`);
          running.delete(command);
        },
      };
    },
  };
}
