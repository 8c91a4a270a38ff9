// The page of the settings says what the table of settings says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { valueFault } from "../../src/runtime/settings-check.ts";
import { SETTINGS_TABLE } from "../../src/runtime/settings-table.ts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "topics.md"), "utf8");
const [, section = ""] = /^## Settings\n(.*?)^###/ms.exec(page) ?? [];

test("each setting has its row with meaning, default and trap, in order", () => {
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows).toEqual(
    SETTINGS_TABLE.map(
      ({ key, meaning, byDefault, trap }) => `| \`${key}\` | ${meaning} | ${byDefault} | ${trap} |`,
    ),
  );
});

const WORDS: Readonly<Record<string, { fits: string; beyond: string }>> = {
  level: { fits: "debug", beyond: "loud" },
  address: { fits: "192.168.1.40/24,192.168.1.1", beyond: "192.168.1.255/24,192.168.1.1" },
  place: { fits: "-33.87,151.21", beyond: "-33.87,181" },
};

test("a device checks each setting of the table by its limits", () => {
  for (const { key, kind, least, most } of SETTINGS_TABLE) {
    const words = WORDS[kind];
    const fits =
      words !== undefined
        ? [words.fits]
        : kind === "number" || kind === "yes or no"
          ? [least, most]
          : ["x".repeat(least), "x".repeat(most)];
    for (const value of fits) expect(valueFault(key, String(value)), key).toBe("");
    const beyond =
      words !== undefined
        ? words.beyond
        : kind === "number" || kind === "yes or no"
          ? most + 1
          : "x".repeat(most + 1);
    expect(valueFault(key, String(beyond)), key).not.toBe("");
  }
});
