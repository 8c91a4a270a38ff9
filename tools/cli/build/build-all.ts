// Every firmware for every board that it is wired on: built, written, and shown in one table beside the
// boards' budgets.

import { jsonText } from "../../../src/client/faults/foreign-text.ts";
import { flashBytes } from "../../image/budget.ts";
import { imageFolder, imageSummary, writeImage } from "../../image/build.ts";
import { type Attempt, buildAll } from "../../image/build-all.ts";
import type { FeatureWishes } from "../../image/features/features.ts";
import { boardOf } from "../../image/firmware/wired-board.ts";
import { print } from "../../terminal/output.ts";
import { columns } from "../words/columns.ts";
import { RunError } from "../words/failure.ts";
import { createProgress } from "../words/progress.ts";
import { tellWarnings } from "./tell-warnings.ts";

const HEADING = [
  "firmware",
  "board",
  "flash",
  "of flash",
  "holds at most",
  "in LFS",
  "of LFS",
  "unit",
  "warnings",
];
/** The columns of HEADING that hold numbers. */
const NUMBERS = [2, 3, 4, 5, 6, 8];

/** Builds and writes all that can be built. Throws when some image cannot, with a sentence for each. */
export async function buildThemAll(
  firmwares: readonly string[],
  wishes: FeatureWishes,
  json: boolean,
): Promise<void> {
  const attempts = await buildAndWrite(firmwares, wishes);
  print(json ? summaries(attempts) : await sizesTable(attempts));
  for (const { board, image } of attempts)
    if (image !== undefined) tellWarnings(image, `${image.firmware} for ${board}: `);
  const refusals = attempts.flatMap(({ firmware, board, refusals: ofOne }) =>
    ofOne.map((sentence) => `${firmware} for ${board}: ${sentence}`),
  );
  if (refusals.length > 0) throw new RunError(refusals.join("\n"));
}

async function buildAndWrite(firmwares: readonly string[], wishes: FeatureWishes): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const progress = createProgress("Building");
  try {
    for await (const attempt of buildAll(firmwares, wishes, progress)) {
      if (attempt.image !== undefined) writeImage(attempt.image, imageFolder(attempt.image, process.cwd()));
      attempts.push(attempt);
    }
  } finally {
    progress.end();
  }
  return attempts;
}

function summaries(attempts: readonly Attempt[]): string {
  const all = attempts.map(({ firmware, board, image, refusals }) =>
    image === undefined ? { firmware, board, refusals } : JSON.parse(imageSummary(image)),
  );
  return jsonText(all, 2);
}

/** One row an image: what it takes of its board's budget. */
export async function sizesTable(attempts: readonly Attempt[]): Promise<string> {
  const rows = attempts.map(async ({ firmware, board, image }) => {
    if (image === undefined) return [firmware, board, "refused"];
    const { budget } = await boardOf(firmware, board);
    const { most, unit } = image.held;
    const inLfs = image.inLfs?.most ?? "-";
    const numbers = [flashBytes(image), budget.flashBytes, most, inLfs, budget.held].map(String);
    return [image.firmware, board, ...numbers, unit, String(image.warnings.length)];
  });
  return columns([HEADING, ...(await Promise.all(rows))], NUMBERS);
}
