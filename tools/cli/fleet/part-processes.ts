// A fleet in several processes, one for each core: they share nothing but the seed, and each has devices of
// its own.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createFleetCounts, type FleetCounts, sumOfCounts } from "../../sim/devices/fleet-counts.ts";
import { RunError } from "../words/failure.ts";
import { PART_FLAGS } from "./part-memory.ts";
import type { PartOptions, RunningPart } from "./running-part.ts";
import { partOf } from "./share.ts";

/** Message to a process: begin with these options, and later stop. */
export type PartRequest = PartOptions | { stop: true };

/**
 * Message from a process: its counts; at the end the topics its devices left at the broker; or why it could
 * not begin.
 */
export interface PartReport {
  counts?: FleetCounts | undefined;
  memoryBytes?: number | undefined;
  kept?: readonly string[];
  failure?: string;
}

const PROGRAM = fileURLToPath(new URL("./part-process.js", import.meta.url));

/** Starts so many processes. Each switches its devices on at its share of the rate. */
export function startParts(options: PartOptions, processes: number): RunningPart {
  const parts = Array.from({ length: processes }, (_, index) => {
    const share = partOf(options.share, { index, parts: processes });
    const first = options.share.from;
    const identities = options.identities?.slice(share.from - first, share.to - first);
    return new PartProcess({ ...options, share, identities, rate: options.rate / processes });
  });
  return {
    counts: () => sumOfCounts(parts.map(({ counts }) => counts)),
    memoryBytes: () => parts.reduce((sum, { memoryBytes }) => sum + memoryBytes, process.memoryUsage().rss),
    failed: Promise.race(parts.map(({ failed }) => failed)),
    stop: async () => (await Promise.all(parts.map((part) => part.stop()))).flat(),
  };
}

class PartProcess {
  counts: FleetCounts = createFleetCounts();
  memoryBytes = 0;
  readonly failed: Promise<never>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<readonly string[]>;

  constructor(options: PartOptions) {
    const child = fork(PROGRAM, {
      serialization: "advanced",
      execArgv: [...process.execArgv, ...PART_FLAGS],
    });
    this.child = child;
    let kept: readonly string[] | undefined;
    let failure: string | undefined;
    child.on("message", (report: PartReport) => {
      this.counts = report.counts ?? this.counts;
      this.memoryBytes = report.memoryBytes ?? this.memoryBytes;
      kept = report.kept ?? kept;
      failure = report.failure ?? failure;
    });
    child.once("error", (error) => {
      failure ??= error.message;
    });
    const end = new Promise<string>((resolve) => {
      child.once("close", (code, signal) => resolve(failure ?? `it ended with ${code ?? signal}`));
    });
    this.ended = end.then(() => kept ?? []);
    this.failed = end.then((why) => {
      if (kept !== undefined) return new Promise<never>(() => {});
      throw new RunError(`A process of the fleet could not go on: ${why.replace(/\.$/, "")}.`);
    });
    // Handled in the race of startParts; a failure after that race is nobody's.
    this.failed.catch(() => {});
    child.send(options satisfies PartRequest);
  }

  stop(): Promise<readonly string[]> {
    if (this.child.connected) this.child.send({ stop: true } satisfies PartRequest);
    return this.ended;
  }
}
