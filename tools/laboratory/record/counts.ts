// The figures of the bench: docs/performance.json and what is made of it. All that takes under ten minutes is
// measured; times only on an idle machine. Checked are the counts that are the same on every machine, and
// those of an engine that is here whose subject has changed.
import { packageFolder } from "../../files/package-folder.ts";
import { measureSection } from "../bench/bench.ts";
import { isIdle, runNow } from "../bench/now.ts";
import { type BenchRecord, grownCounts, type MeasuredSection, recordAfter } from "../bench/record.ts";
import { readBenchRecord, recordPages } from "../bench/record-files.ts";
import { type Section, subjectsNow } from "../bench/section.ts";
import { SECTIONS } from "../bench/sections.ts";
import { isCounted, subjectDigest } from "../bench/subject.ts";
import type { MadePart, RecordPart } from "./part.ts";

export const counts: RecordPart = {
  word: "counts",
  make: (reason) => makeCounts(({ subject }) => isCounted(subject) || isIdle, reason),
  check: () => makeCounts(isChecked),
};

/** A count on an engine takes a minute: where its subject is as recorded it would be the same. */
async function isChecked({ title, subject }: Section, record: BenchRecord): Promise<boolean> {
  if (subject === undefined) return true;
  if (!isCounted(subject)) return false;
  const recorded = record.find((section) => section.title === title)?.rows[0]?.image;
  return recorded !== (await subjectDigest(subject));
}

async function makeCounts(
  isWanted: (section: Section, record: BenchRecord) => boolean | Promise<boolean>,
  reason?: string,
): Promise<MadePart> {
  const record = readBenchRecord(packageFolder);
  const measured: MeasuredSection[] = [];
  for (const section of SECTIONS)
    if (await isWanted(section, record)) measured.push(await measureSection(section, {}, record));
  const titles = SECTIONS.map(({ title }) => title);
  const after = recordAfter(record, measured, titles, { ...runNow(), reason });
  const files = recordPages(packageFolder, after, await subjectsNow(SECTIONS));
  return { files, faults: grownCounts(record, measured) };
}
