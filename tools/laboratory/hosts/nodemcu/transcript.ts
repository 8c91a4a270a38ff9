// The transcript of a host's one door, in order: the events that the program received, its
// questions, and their answers.
//
// Played back into another VM with the same Lua side it leaves that VM no freedom but its own arithmetic: the
// first question that differs is the place where the VMs disagree.
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
