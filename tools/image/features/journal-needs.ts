// Parts of a declaration that need the journal.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";

export function needsJournal({ journal }: DeviceDeclaration): string | undefined {
  return journal === true ? "something of it is kept through a power cut; let nothing be" : undefined;
}
