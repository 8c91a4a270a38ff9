// The settings of a device on a small computer: a file in the folder of its state.
import type { StoredSettings } from "../settings.ts";

export const linuxSettings: StoredSettings = {
  needsWifi: false,
  tlsRefusal: () => undefined,
  chipRefusal: () => undefined,
  // The record is bytes, and the printed form is text.
  lines: (record) => Buffer.from(record, "latin1").toString().trimEnd(),
};
