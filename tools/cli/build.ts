// ringmote build: a firmware as an image for a board.
import { relative } from "node:path";
import { Command } from "commander";
import type { Image } from "../build/build.ts";
import { RunError } from "./failure.ts";
import { knownName } from "./known-name.ts";

interface BuildOptions {
  board: string;
  out?: string;
  with: readonly string[];
  without: readonly string[];
  costs: boolean;
  json: boolean;
}

export function buildCommand(): Command {
  return new Command("build")
    .description("builds the image of a firmware for a board, and prints what each room of the source costs")
    .argument("<firmware>", "its name (see ringmote list), or the path of its folder")
    .requiredOption("--board <board>", "what it is built for (see ringmote boards)")
    .option("--out <folder>", "where the image goes (default: dist/<board>/<firmware>)")
    .option("--with <features>", "what the image has besides, as wildcards", names, [])
    .option("--without <features>", "what the image does without, as credentials,tls", names, [])
    .option("--costs", "prints what each feature costs, too: builds once more for each", false)
    .option("--json", "prints the summary of the image as JSON", false)
    .action(build);
}

/** "a,b" and a second option's "c" as one list. */
function names(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(",").filter((name) => name !== "")];
}

async function build(firmware: string, options: BuildOptions): Promise<void> {
  const { checkedBoard, checkedFirmware } = await import("./catalogue.ts");
  const { buildImage, FEATURES, featureCosts, imageFolder, imageSummary, writeImage } = await import(
    "../build/build.ts"
  );
  const known = FEATURES.map(({ name }) => name);
  const wanted = {
    firmware: checkedFirmware(firmware),
    board: checkedBoard(options.board),
    with: options.with.map((name) => knownName("feature", name, known)),
    without: options.without.map((name) => knownName("feature", name, known)),
  };
  const image = await buildImage(wanted);
  const folder = options.out ?? imageFolder(image, process.cwd());
  try {
    writeImage(image, folder);
  } catch (error) {
    throw new RunError(`The image cannot be written into ${folder}: ${(error as Error).message}.`);
  }
  const costs = options.costs ? await featureCosts(wanted) : undefined;
  if (options.json) process.stdout.write(withCosts(imageSummary(image), costs));
  else console.log(await report(image, options.out ?? relative(process.cwd(), folder), costs));
}

type Costs = Readonly<Record<string, number>> | undefined;

function withCosts(summary: string, costs: Costs): string {
  if (costs === undefined) return summary;
  return `${JSON.stringify({ ...JSON.parse(summary), costs }, undefined, 2)}\n`;
}

async function report(image: Image, folder: string, costs: Costs): Promise<string> {
  const { sizeReport } = await import("./size-report.ts");
  return sizeReport(image, folder, costs);
}
