// Writes of what a device keeps over its sleep, on a board whose chip has no memory for it: one before each sleep.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { costOf } from "../../../src/journal/held.ts";
import { sleepMemoryBytes } from "../wiring/sleep-memory.ts";
import type { JournalUse } from "./journal-fit.ts";

export function sleepUses(declaration: DeviceDeclaration): JournalUse[] {
  const { sleep } = declaration;
  if (sleep === undefined) return [];
  const bytes = sleepMemoryBytes(declaration);
  return [
    {
      of: declaration,
      option: "sleep",
      rates: [{ every: sleep.every / 1000, bytes }],
      heldBytes: costOf(bytes),
    },
  ];
}
