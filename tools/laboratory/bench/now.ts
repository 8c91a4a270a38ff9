// The time of a run of the bench: its day, how many commits the history has, and whether the machine was idle
// as it began.
import { spawnSync } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { packageFolder } from "../../files/package-folder.ts";
import type { RunOfBench } from "./record.ts";

/** Others that work at the same time take what is measured as time. */
const IDLE_SHARE = 0.25;
export const isIdle = (loadavg()[0] ?? 0) <= IDLE_SHARE * availableParallelism();

/** Without a history, or with a part of one, no count of commits. */
export function runNow(): RunOfBench {
  return { date: new Date().toISOString().substring(0, "2000-01-01".length), commits: commitsNow() };
}

function commitsNow(): number | undefined {
  const git = (...words: string[]) =>
    spawnSync("git", words, { cwd: packageFolder, encoding: "utf8" }).stdout?.trim();
  if (git("rev-parse", "--is-shallow-repository") !== "false") return undefined;
  return Number(git("rev-list", "--count", "HEAD"));
}
