// What went through a host's one door, in order: what the program was told, what it asked, what it was answered.
//
// Played back into another VM with the same Lua side it leaves that VM no freedom but its own arithmetic: the first
// question that differs is the place where the VMs disagree.
import type { HostEvent, Operation } from "./operations.ts";

export type Entry =
  | { event: HostEvent }
  | { operation: Operation; number: number; bytes: string; answer: number | string | undefined };

export interface Transcript {
  entries: readonly Entry[];
  happened: (event: HostEvent) => void;
  asked: (operation: Operation, number: number, bytes: string, answer: number | string | undefined) => void;
}

export function createTranscript(): Transcript {
  const entries: Entry[] = [];
  return {
    entries,
    happened: (event) => {
      entries.push({ event });
    },
    asked: (operation, number, bytes, answer) => {
      entries.push({ operation, number, bytes, answer });
    },
  };
}
