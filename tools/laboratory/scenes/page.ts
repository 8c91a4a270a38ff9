// docs/brokers.json and docs/brokers.md: what each broker did in each scene.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { ALL_SCENES, type Outcomes } from "./play.ts";
import type { Version } from "./scene.ts";

export interface BrokerRecord {
  name: string;
  version: string;
  /** Year, month and day of the run. */
  date: string;
  outcomes: Outcomes;
}

const RECORD = join(packageFolder, "docs", "brokers.json");
const PAGE = join(packageFolder, "docs", "brokers.md");

export function readScenes(): BrokerRecord[] {
  return JSON.parse(readFileSync(RECORD, "utf8"));
}

export function readScenesPage(): string {
  return readFileSync(PAGE, "utf8");
}

export function writeScenes(records: readonly BrokerRecord[]): void {
  writeFileSync(RECORD, `${JSON.stringify(records, undefined, 2)}\n`);
  writeFileSync(PAGE, scenesPage(records));
}

export function scenesPage(records: readonly BrokerRecord[]): string {
  return `${[
    "# Brokers",
    `\`npm run brokers\` plays these scenes at each broker that is installed, by a program's client, and writes this page. A broker that is
not installed keeps its last column. Mosquitto takes part in every run of the heavy tests, the others where they are found.`,
    ["| broker | version | played |", "| --- | --- | --- |", ...records.map(heading)].join("\n"),
    ...([3, 5] as const).flatMap((mqtt) => tableOf(records, mqtt)),
  ].join("\n\n")}\n`;
}

function heading({ name, version, date }: BrokerRecord): string {
  return `| ${name} | ${version} | ${date} |`;
}

function tableOf(records: readonly BrokerRecord[], mqtt: Version): string[] {
  const columns = records.filter(({ outcomes }) => outcomes[mqtt] !== undefined);
  const scenes = ALL_SCENES.filter(({ versions }) => versions.includes(mqtt));
  return [
    `## MQTT ${mqtt === 5 ? "5.0" : "3.1.1"}`,
    [
      row(
        "scene",
        columns.map(({ name }) => name),
      ),
      row(
        "---",
        columns.map(() => "---"),
      ),
      ...scenes.map(({ what }) =>
        row(
          what,
          columns.map(({ outcomes }) => cell(outcomes[mqtt]?.[what])),
        ),
      ),
    ].join("\n"),
  ];
}

/** A scene without an outcome is newer than the run. */
function cell(outcome: string | undefined): string {
  if (outcome === undefined) return "not played";
  return outcome === "yes" ? "yes" : `no: ${outcome}`;
}

function row(first: string, cells: readonly string[]): string {
  return `| ${[first, ...cells].join(" | ")} |`;
}
