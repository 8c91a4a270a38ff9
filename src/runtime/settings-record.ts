// Writing the settings record, on a computer: for `ringmote settings`, the simulator and tests.
import { utf8 } from "../bytes/utf8.ts";
import type { LogLevel } from "../device/run/log.ts";
import { SETTINGS_TABLE } from "./settings-table.ts";

/** What a device must know that no image holds. Texts as people write them; they are stored as UTF-8. */
export interface Settings {
  /** Wi-Fi network and its password; left out where there is no Wi-Fi. */
  ssid?: string;
  password?: string;
  /** Its own address, where its author allows one: "192.168.1.40/24,192.168.1.1". By default DHCP gives one. */
  address?: string;
  /** The broker: host name or address, port (default 1883, with TLS 8883). */
  host: string;
  port?: number;
  tls?: boolean;
  /** User name at the broker, and its password. */
  user?: string;
  secret?: string;
  /**
   * Identity in place of name and chip number; and where the topics begin in place of "home/" and the
   * identity.
   */
  id?: string;
  root?: string;
  /** Seconds of silence after which the broker gives the device up: 0 (never), or 10 to 65,535. */
  keepalive?: number;
  /** The least that is published of the log. */
  log?: LogLevel;
}

/** The bytes of the record, in the order of the table. Throws when a value holds a line feed. */
export function settingsRecord(settings: Settings): string {
  let record = "ringmote 1\n";
  for (const { key } of SETTINGS_TABLE) {
    const value = settings[key as keyof Settings];
    if (value === undefined) continue;
    const text = value === true ? "1" : value === false ? "0" : String(value);
    if (text.includes("\n")) throw new Error(`The setting ${key} holds a line feed; a setting is one line.`);
    record += `${key}=${utf8(text)}\n`;
  }
  return `${record}end\n`;
}
