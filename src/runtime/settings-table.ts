// The table of settings: what each is called, what it takes, what it is when nobody sets it. The one place
// that says so: the command line, the documents, the writer of the record and what a device checks come from
// it. An image has of it the names and limits that it checks, and none of the words.

type SettingKind = "text" | "topic" | "number" | "yes or no" | "level" | "place" | "address";

export interface SettingRow {
  key: string;
  kind: SettingKind;
  /** Bytes of a text or topic, or the values of a number. */
  least: number;
  most: number;
  /** Never printed, logged or published. */
  isSecret: boolean;
  meaning: string;
  /** What holds when it is not set. */
  byDefault: string;
  /** What one may get wrong. */
  trap: string;
}

/** IEEE 802.11, 9.4.2.2: an SSID has at most 32 bytes. */
export const SSID: SettingRow = {
  key: "ssid",
  kind: "text",
  least: 1,
  most: 32,
  isSecret: false,
  meaning: "the Wi-Fi network",
  byDefault: "what the chip has stored",
  trap: "an ESP8266 and most ESP32 see 2.4 GHz networks only",
};

/** WPA2: 8 to 63 characters, or 64 hexadecimal digits. */
export const PASSWORD: SettingRow = {
  key: "password",
  kind: "text",
  least: 8,
  most: 64,
  isSecret: true,
  meaning: "the network's password",
  byDefault: "none: an open network",
  trap: "it stands in the device's flash as it is",
};

export const ADDRESS: SettingRow = {
  key: "address",
  kind: "address",
  least: 13,
  most: 50,
  isSecret: false,
  meaning:
    "the device's own address with its prefix, the gateway and, if it is another one, the DNS server: `192.168.1.40/24,192.168.1.1`",
  byDefault: "one by DHCP",
  trap: "only for a device that declares `staticAddress: true`, any other ignores it; no two devices may have the same, and the router must not give it away",
};

export const HOST: SettingRow = {
  key: "host",
  kind: "text",
  least: 1,
  most: 100,
  isSecret: false,
  meaning:
    "the broker's name or address; several (`a,b:1884`) are tried in turn by an image built with `brokers`",
  byDefault: "none: it must be there",
  trap: "a name that ends in `.local` needs an image built with `multicast-dns`; `_mqtt._tcp.local` is any broker that announces itself",
};

export const PORT: SettingRow = {
  key: "port",
  kind: "number",
  least: 1,
  most: 65535,
  isSecret: false,
  meaning: "the broker's port",
  byDefault: "1883, with TLS 8883",
  trap: "a port that was set stays when `tls` is changed",
};

export const TLS_SETTING: SettingRow = {
  key: "tls",
  kind: "yes or no",
  least: 0,
  most: 1,
  isSecret: false,
  meaning: "`1` for TLS",
  byDefault: "`0`",
  trap: "an image without TLS does not start with `1`; one for NodeMCU has it on an ESP8266 only, built `--with tls`",
};

export const USER: SettingRow = {
  key: "user",
  kind: "text",
  least: 1,
  most: 100,
  isSecret: false,
  meaning: "the user name at the broker",
  byDefault: "none",
  trap: "without TLS it travels in the clear",
};

export const SECRET: SettingRow = {
  key: "secret",
  kind: "text",
  least: 1,
  most: 200,
  isSecret: true,
  meaning: "the user's password at the broker",
  byDefault: "none",
  trap: "without TLS it travels in the clear; it goes only with a `user`",
};

export const ID: SettingRow = {
  key: "id",
  kind: "text",
  least: 1,
  most: 64,
  isSecret: false,
  meaning: "the client identifier",
  byDefault: "`<name>-<chip>`",
  trap: "two devices with one identifier throw each other out; another one begins a new session",
};

export const ROOT_SETTING: SettingRow = {
  key: "root",
  kind: "topic",
  least: 1,
  most: 128,
  isSecret: false,
  meaning: "where the topics begin",
  byDefault: "`home/` and the identity",
  trap: "what the broker keeps below the old root stays there",
};

/** MQTT 3.1.1, 3.1.2.10: two bytes of seconds. */
export const KEEP_ALIVE: SettingRow = {
  key: "keepalive",
  kind: "number",
  least: 10,
  most: 65535,
  isSecret: false,
  meaning: "seconds of silence after which the broker gives the device up",
  byDefault: "the device's `status.keepAlive`, or 60",
  trap: "the shorter, the more the battery is drained",
};

export const LOG_LEVEL: SettingRow = {
  key: "log",
  kind: "level",
  least: 0,
  most: 0,
  isSecret: false,
  meaning: "the lowest level of the log that is published: `error`, `warning`, `info` or `debug`",
  byDefault: "the device's `log.level`",
  trap: "only for a device that declares a log",
};

/** The longest name of the IANA database has 32 letters. */
export const ZONE_ROW: SettingRow = {
  key: "zone",
  kind: "text",
  least: 1,
  most: 40,
  isSecret: false,
  meaning: "the time zone, one of those that the device declares as `clock.zones`: `Europe/Lisbon`",
  byDefault: "the device's `clock.zone`",
  trap: "another one is reported as a problem, and has no effect",
};

export const PLACE: SettingRow = {
  key: "place",
  kind: "place",
  least: 3,
  most: 24,
  isSecret: false,
  meaning: "latitude and longitude of a device whose `clock` is `movable`: `38.7,-9.1`",
  byDefault: "the device's `clock.latitude` and `clock.longitude`",
  trap: "the setting `zone` does not move the sun, and this one does not change the zone",
};

/** All of them, in the order in which they are told. */
export const SETTINGS_TABLE: readonly SettingRow[] = [
  SSID,
  PASSWORD,
  ADDRESS,
  HOST,
  PORT,
  TLS_SETTING,
  USER,
  SECRET,
  ID,
  ROOT_SETTING,
  KEEP_ALIVE,
  LOG_LEVEL,
  ZONE_ROW,
  PLACE,
];
