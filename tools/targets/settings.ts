// Stored settings of a device, on each target and in Node.
import type { TargetName } from "../../boards/board.ts";
import { espruinoSettings } from "./espruino/settings.ts";
import { linuxSettings } from "./linux/settings.ts";
import { nodeSettings } from "./node/settings.ts";
import { nodemcuSettings } from "./nodemcu/settings.ts";

export interface StoredSettings {
  /** Does the device need a Wi-Fi network? */
  needsWifi: boolean;
  /**
   * The reason why the device's TLS cannot do what was requested, in a sentence. `hasAuthority`: the broker
   * must have a given authority.
   */
  tlsRefusal(request: { usesTls: boolean; hasAuthority: boolean }): string | undefined;
  /**
   * The reason why the board that was found has no TLS, in a sentence. `chip`: its name as the firmware there
   * gives it.
   */
  chipRefusal(chip: string): string | undefined;
  /** The stored form: lines for the device's own console, or the text of their file. */
  lines(record: string, authority: string | undefined): string;
}

export const STORED_SETTINGS: Readonly<Record<TargetName | "node", StoredSettings>> = {
  node: nodeSettings,
  espruino: espruinoSettings,
  nodemcu: nodemcuSettings,
  linux: linuxSettings,
};
