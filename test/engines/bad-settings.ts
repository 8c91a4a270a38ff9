// Values that no setting may have: for each key of the table, from what its row says. Byte strings.
import { SETTINGS_TABLE, type SettingRow } from "../../src/runtime/settings-table.ts";

export interface BadSetting {
  key: string;
  value: string;
  /** What is wrong with it. */
  what: string;
}

/** Keys whose values the broker takes as text, or the network looks up. */
const TEXTS = ["host", "user", "id", "root"];
/** Keys whose values stand in topics. */
const IN_TOPICS = ["id", "root"];

export const BAD_SETTINGS: readonly BadSetting[] = SETTINGS_TABLE.flatMap((row) =>
  badValues(row).map(([what, value]) => ({ key: row.key, value, what })),
);

function badValues(row: SettingRow): [what: string, value: string][] {
  const { key, kind, least, most } = row;
  if (kind === "level")
    return [
      ["a word of another key", "8883"],
      ["no level", "loud"],
      ["a NUL", "debug\0"],
    ];
  if (kind === "place")
    return [
      ["a word", "Lisbon"],
      ["a latitude beyond all", "91,0"],
      ["a NUL", "38.7,-9.1\0"],
      ["a line break", "38.7,-9.1\nhost"],
    ];
  if (kind === "address")
    return [
      ["no prefix", "192.168.1.40,192.168.1.1"],
      ["a broadcast address", "192.168.1.255/24,192.168.1.1"],
      ["a NUL", "192.168.1.40/24,192.168.1.1\0"],
      ["a line break", "192.168.1.40/24,192.168.1.1\nhost"],
    ];
  if (kind === "number" || kind === "yes or no")
    return [
      ["one too large", String(most + 1)],
      ["a number too large for any engine", "9".repeat(30)],
      ["below zero", "-1"],
      ["a word of another key", "debug"],
      ["a NUL", `${most}\0`],
    ];
  const fits = "x".repeat(least);
  const values: [string, string][] = [
    ["longest + 1", "x".repeat(most + 1)],
    ["a NUL", `${fits}\0`],
    ["a carriage return", `${fits}\r`],
  ];
  if (key === "host") values.push(["empty", ""]);
  if (TEXTS.includes(key)) values.push(["ill-formed UTF-8", `${fits}\xc3`]);
  if (IN_TOPICS.includes(key)) values.push(["the wildcard +", "a+b"], ["the wildcard #", "a/#"]);
  if (key === "root") values.push(["a topic of the broker's own", "$share/a/b"]);
  return values;
}
