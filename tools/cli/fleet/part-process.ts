// Runs a part of a fleet for its parent (part-processes.ts), says how it is, and ends with it.

import { giveMemoryBack } from "./part-memory.ts";
import type { PartReport, PartRequest } from "./part-processes.ts";
import { type RunningPart, startPart } from "./running-part.ts";

/** Short beside what a person or a check asks for. */
const TELL_EVERY_MS = 250;

let part: RunningPart | undefined;

// A terminal's Ctrl-C comes to all processes of a command: the parent says when to end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("message", (request: PartRequest) => void answer(request));
process.once("disconnect", () => void endAlone());

async function answer(request: PartRequest): Promise<void> {
  if ("stop" in request) {
    const kept = await part?.stop();
    tell({ counts: part?.counts(), memoryBytes: part?.memoryBytes(), kept: [...(kept ?? [])] }, () =>
      process.exit(),
    );
    return;
  }
  try {
    const started = await startPart(request);
    part = started;
    giveMemoryBack(() => started.counts().connects);
    setInterval(() => tell({ counts: part?.counts(), memoryBytes: part?.memoryBytes() }), TELL_EVERY_MS);
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error) }, () => process.exit(1));
  }
}

/** The parent is gone, and nobody reads: devices say that they are offline all the same. */
async function endAlone(): Promise<void> {
  await part?.stop();
  process.exit();
}

function tell(report: PartReport, then = () => {}): void {
  if (process.connected) process.send?.(report, then);
}
