// Writes of what a device keeps over its sleep, on a board whose chip has no memory for it: one before each sleep.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { costOf } from "../../../src/journal/held.ts";
import { sleepMemoryBytes } from "../wiring/sleep-memory.ts";
import type { JournalUse } from "./journal-fit.ts";

export function sleepUses(declaration: DeviceDeclaration): JournalUse[] {
  const { sleep, sensors = [] } = declaration;
  if (sleep === undefined) return [];
  // Nobody knows how often a contact wakes it: as often as it would be looked at.
  const every = sleep.every || sensors.find(({ name }) => name === sleep.wakeBy)?.options.every;
  if (every === undefined) return [];
  const bytes = sleepMemoryBytes(declaration);
  return [
    {
      of: declaration,
      option: "sleep",
      rates: [{ every: every / 1000, bytes }],
      heldBytes: costOf(bytes),
    },
  ];
}
