// The settings of a device on Espruino: a line for its console that writes them to Storage and starts it
// anew.
import { SETTINGS } from "../../../src/runtime/settings.ts";
import type { StoredSettings } from "../settings.ts";
import { textLiteral } from "./text-literal.ts";

export const espruinoSettings: StoredSettings = {
  needsWifi: true,
  tlsRefusal: ({ hasAuthority }) =>
    hasAuthority
      ? "TLS on Espruino verifies no certificate, and --ca would promise that it does; leave it out."
      : undefined,
  chipRefusal: () => undefined,
  lines: (record) => `require("Storage").write("${SETTINGS}",${textLiteral(record)});load()`,
};
