// Stored settings of a device, on each target and in Node.
import type { TargetName } from "../../boards/board.ts";
import { espruinoSettings } from "./espruino/settings.ts";
import { linuxSettings } from "./linux/settings.ts";
import { nodeSettings } from "./node/settings.ts";
import { nodemcuSettings } from "./nodemcu/settings.ts";

export interface StoredSettings {
  /** Has the device to be told a Wi-Fi network? */
  needsWifi: boolean;
  /** Why the device's TLS cannot do what is asked for, in a sentence. `hasAuthority`: one is given that the broker must have. */
  tlsRefusal(asked: { usesTls: boolean; hasAuthority: boolean }): string | undefined;
  /** Why no TLS is there on what was found, in a sentence. `chip`: as the firmware on the board calls it. */
  chipRefusal(chip: string): string | undefined;
  /** What stores them: lines for the device's own console, or the text of their file. */
  lines(record: string, authority: string | undefined): string;
}

export const STORED_SETTINGS: Readonly<Record<TargetName | "node", StoredSettings>> = {
  node: nodeSettings,
  espruino: espruinoSettings,
  nodemcu: nodemcuSettings,
  linux: linuxSettings,
};
