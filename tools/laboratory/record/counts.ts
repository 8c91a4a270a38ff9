// The counts of the bench that are the same on every machine: docs/performance.json and what is made of it.
import { packageFolder } from "../../files/package-folder.ts";
import { measureSection } from "../bench/bench.ts";
import { type MeasuredSection, recordAfter, recordedOf, rounded } from "../bench/record.ts";
import { readRecord, recordPages } from "../bench/record-files.ts";
import { chosenSections, EXACT, subjectsNow } from "../bench/section.ts";
import { SECTIONS } from "../bench/sections.ts";
import { growthFault } from "./growth.ts";
import type { MadePart, RecordPart } from "./part.ts";

export const counts: RecordPart = { word: "counts", make: makeCounts, check: makeCounts };

async function makeCounts(): Promise<MadePart> {
  const record = readRecord(packageFolder);
  const measured: MeasuredSection[] = [];
  for (const section of chosenSections(SECTIONS, EXACT))
    measured.push(await measureSection(section, {}, record));
  const faults = measured.flatMap(({ title, rows }) =>
    rows.flatMap((row) => {
      const { name, engine, ours, unit } = row;
      const figure = { name: `${name} (${engine})`, value: rounded(ours), unit: `${unit}s` };
      return growthFault(figure, recordedOf(record, title, row)?.ours) ?? [];
    }),
  );
  const today = new Date().toISOString().substring(0, "2000-01-01".length);
  const now = await subjectsNow(SECTIONS);
  const titles = SECTIONS.map(({ title }) => title);
  return { files: recordPages(packageFolder, recordAfter(record, measured, titles, today), now), faults };
}
