// The settings of a device in Node: a file in the folder of its storage.
import type { StoredSettings } from "../settings.ts";

export const nodeSettings: StoredSettings = {
  needsWifi: false,
  tlsRefusal: ({ hasAuthority }) =>
    hasAuthority
      ? 'A device in Node is given its authority by "ringmote run --ca"; leave it out here.'
      : undefined,
  chipRefusal: () => undefined,
  // The record is bytes, and the printed form is text.
  lines: (record) => Buffer.from(record, "latin1").toString().trimEnd(),
};
