// The transcript of a host's only interface, in order: the program's events, its queries, and their answers.
// Replayed in another VM with the same Lua code, it leaves only that VM's arithmetic: the first different
// query shows where the VMs disagree.
import type { EventName, HostEvent, Operation } from "./operations.ts";

export type TranscriptEntry =
  | { event: HostEvent }
  | { operation: Operation; number: number; bytes: string; answer: number | string | undefined };

/** From one boot to the next. */
export type TranscriptLife = readonly TranscriptEntry[];

export interface Transcript {
  lives: readonly TranscriptLife[];
  booted: () => void;
  happened: (event: HostEvent) => void;
  asked: (operation: Operation, number: number, bytes: string, answer: number | string | undefined) => void;
}

/** Modules are left out, as each VM compiles its own, and what only looks at the VM itself. */
const LEFT_OUT: readonly Operation[] = ["moduleProblem", "moduleChunk", "measured", "watchdog"];
const LOOKS: readonly EventName[] = ["measure", "count", "collecting", "counting"];

export function createTranscript(): Transcript {
  const lives: TranscriptEntry[][] = [];
  return {
    lives,
    booted: () => {
      lives.push([]);
    },
    happened: (event) => {
      if (!LOOKS.includes(event.kind)) lives.at(-1)?.push({ event });
    },
    asked: (operation, number, bytes, answer) => {
      if (!LEFT_OUT.includes(operation)) lives.at(-1)?.push({ operation, number, bytes, answer });
    },
  };
}
