// Records the build's output in the tour: docs/tour.md is followed as its reader does, as far as
// figures of images depend on it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import type { MadePart, RecordPart } from "./part.ts";

const PAGE = "docs/tour.md";
const PROGRAM = join(packageFolder, "tools", "cli", "ringmote.js");
/** A block with what its comment says, as test/docs/tour.ts reads them. */
const BLOCK = /(<!-- ([^\n]*) -->\n```\w*\n)(.*?)(?=^```$)/gms;
const BUILT = /^npx ringmote (new-device .*|build .*)$/m;
/** A number that stands alone, and not one in a name. */
const FIGURE = /(?<![\w.-])\d+(?![\w-])/g;

export const tour: RecordPart = { word: "tour", make: makeTour };

/** Where the tour is gone through. */
export interface TourPlace {
  put(file: string, text: string): void;
  /** What `ringmote` prints with these words. */
  run(words: readonly string[]): string;
}

async function makeTour(): Promise<MadePart> {
  const page = readFileSync(join(packageFolder, PAGE), "utf8");
  const folder = mkdtempSync(join(tmpdir(), "ringmote-tour-"));
  try {
    return { files: [[PAGE, withFigures(page, placeIn(folder))]], faults: [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The page with the figures that its builds print. Throws for a line that is shown and not printed. */
export function withFigures(page: string, { put, run }: TourPlace): string {
  let printed: string | undefined;
  return page.replaceAll(BLOCK, (whole, head: string, said: string, text: string) => {
    const file = /^put into (\S+)$/.exec(said)?.[1];
    if (file !== undefined) put(file, text);
    if (said === "prints" && printed !== undefined) return head + asPrinted(text, printed);
    const words = said === "run" ? BUILT.exec(text)?.[1] : undefined;
    printed = words === undefined ? undefined : run(words.split(" "));
    return whole;
  });
}

/** The lines that are shown, as they were printed: the same words with other figures. */
function asPrinted(shown: string, printed: string): string {
  const lines = printed.split("\n");
  return shown.replace(/^.+$/gm, (line) => {
    const same = (text: string) => text.replace(FIGURE, "0").replace(/\s+/g, " ").trim();
    const sameLine = lines.find((text) => same(text) === same(line));
    if (sameLine === undefined) throw new Error(`${PAGE} shows "${line}", which is not printed:\n${printed}`);
    return sameLine.trimEnd();
  });
}

/** A folder in which this package is installed. */
function placeIn(folder: string): TourPlace {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageFolder, join(folder, "node_modules", "ringmote"));
  return {
    put(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    run: (words) => execFileSync(process.execPath, [PROGRAM, ...words], { cwd: folder, encoding: "utf8" }),
  };
}
