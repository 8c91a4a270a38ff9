// Real Espruino on one core of this computer. Its Linux build stands a thread in for the interrupt that takes
// what is typed; on a chip an interrupt has the core to itself, but here both reach into the queue of events
// at once, and lines are lost or run for ever. On one core the thread comes in between, as an interrupt does.
import { spawnSync } from "node:child_process";

/** Cores that this process may use, as `taskset` names them; none where there is no `taskset`. */
let cores: readonly number[] | undefined;
/** The next one of them: interpreters that run at the same time share the cores. */
let next = process.pid;

/**
 * The program and its arguments that run this command on one core; the command itself where that cannot be
 * asked for.
 */
export function onOneCore(command: readonly string[]): readonly string[] {
  cores ??= allowedCores();
  const core = cores[next++ % cores.length];
  return core === undefined ? command : ["taskset", "-c", `${core}`, ...command];
}

function allowedCores(): number[] {
  const { stdout } = spawnSync("taskset", ["-cp", `${process.pid}`], { encoding: "utf8" });
  return coresIn(/:\s*([\d,-]+)\s*$/.exec(stdout ?? "")?.[1] ?? "");
}

/** The numbers of a list like "0,2-4". */
function coresIn(list: string): number[] {
  return list.split(",").flatMap((range) => {
    const [first, last = first] = range.split("-");
    if (first === undefined || first === "") return [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
  });
}
