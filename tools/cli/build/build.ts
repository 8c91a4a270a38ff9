// ringmote build: a firmware as an image for a board, or every firmware for every board that it is wired on.
import { basename, relative } from "node:path";
import { Command, Option } from "commander";
import type { FeatureCosts, Image } from "../../image/build.ts";
import type { FeatureWishes } from "../../image/features/features.ts";
import { print, printJson } from "../../terminal/output.ts";
import { withExamples } from "../words/example.ts";
import { knownName, RunError, UsageError } from "../words/failure.ts";
import type { Progress } from "../words/progress.ts";
import { type FeatureOptions, featureWishes, withFeatures } from "./feature-options.ts";
import type { Built, ReportOptions } from "./size-report.ts";

interface BuildOptions extends FeatureOptions {
  board?: string;
  all?: boolean;
  out?: string;
  costs?: boolean;
  after?: string;
  json?: boolean;
  verbose?: boolean;
}

export function buildCommand(): Command {
  const command = withFeatures(
    new Command("build")
      .description(
        "builds the image of a firmware for a board, and prints its size beside the board's limits",
      )
      .argument("[firmware]", "its name (see ringmote list), or the path of its folder")
      .option("--board <board>", "what it is built for (see ringmote boards)")
      .addOption(
        new Option(
          "--all",
          "builds for every board of its wiring; without a <firmware>, all of them",
        ).conflicts(["board", "out", "costs", "after"]),
      )
      .option(
        "--out <folder>",
        "where the image goes: a folder that is new, empty, or holds an image (default: dist/<board>/<firmware>)",
      ),
  )
    .addOption(
      new Option(
        "--verbose",
        "prints, too, the bytes of each file and each room of the source, the features, and the memory",
      ).conflicts(["all", "json"]),
    )
    .option("--costs", "prints what each feature costs, too: builds once more for each")
    .addOption(
      new Option(
        "--after <pass>",
        "prints the program as it stands after this pass of the compiler changed it last, and writes no image",
      ).conflicts(["out", "costs", "json", "verbose"]),
    )
    .option("--json", "prints the summary of the image as JSON")
    .action(build);
  return withExamples(command, "ringmote build climate --board d1-mini-nodemcu");
}

async function build(firmware: string | undefined, options: BuildOptions): Promise<void> {
  const wishes = await featureWishes(options);
  const { checkedBoardOf, checkedFirmware, firmwareNames } = await import("../catalogue.ts");
  if (options.all) {
    const { buildThemAll } = await import("./build-all.ts");
    const firmwares = firmware === undefined ? firmwareNames() : [checkedFirmware(firmware)];
    return buildThemAll(firmwares, wishes, options.json === true);
  }
  if (firmware === undefined)
    throw new UsageError(
      'ringmote build needs a <firmware>, or --all; "ringmote build --help" shows how it is used.',
    );
  if (options.board === undefined)
    throw new UsageError(
      'ringmote build needs --board <board>, or --all; "ringmote boards" names the boards there are.',
    );
  const path = checkedFirmware(firmware);
  const wanted = { ...wishes, firmware: path, board: await checkedBoardOf(path, options.board) };
  if (options.after !== undefined) return printAfter(wanted, options.after);
  await buildOne(wanted, options);
}

interface Wanted extends FeatureWishes {
  firmware: string;
  board: string;
}

async function printAfter(wanted: Wanted, pass: string): Promise<void> {
  const { PASSES } = await import("../../compiler/optimise.ts");
  const names = PASSES.map(({ name }) => name);
  const known = knownName("pass", pass, names);
  const { programAfter } = await import("../../image/build.ts");
  const program = await programAfter(wanted, known);
  if (program === undefined)
    throw new RunError(`The pass ${pass} changes nothing in ${wanted.firmware} for ${wanted.board}.`);
  print(program.trimEnd());
}

async function buildOne(wanted: Wanted, options: BuildOptions): Promise<void> {
  const { out, json, verbose = false } = options;
  const { firmwareFolder } = await import("../../image/firmware/firmware.ts");
  const { imageFolder, requireImageFolder } = await import("../../image/keep/image-folder.ts");
  const firmware = basename(firmwareFolder(wanted.firmware));
  const folder = out ?? imageFolder({ ...wanted, firmware }, process.cwd());
  // Before the compiler is loaded, and the build, which takes its time.
  requireImageFolder(folder);
  const { imageSummary, OverBudget, writeImage } = await import("../../image/build.ts");
  const { shownBuild } = await import("./shown-build.ts");
  const { tellWarnings } = await import("./tell-warnings.ts");
  const image = await shownBuild(wanted).catch(async (error: unknown) => {
    if (options.costs && error instanceof OverBudget) await printCuts(wanted, json === true);
    throw error;
  });
  writeImage(image, folder);
  tellWarnings(image);
  const costs = options.costs ? await measuredCosts(wanted) : undefined;
  if (json) printJson(withCosts(imageSummary(image), costs), 2);
  else {
    const built = { folder: out ?? relative(process.cwd(), folder), firmware: wanted.firmware };
    print(await report(image, built, { verbose, costs }));
  }
}

type Costs = FeatureCosts | undefined;

async function measuredCosts(wanted: Wanted): Promise<FeatureCosts> {
  const { featureCosts } = await import("../../image/build.ts");
  return measuring((progress) => featureCosts(wanted, undefined, progress));
}

/** What each feature of an image takes that is too large for its board, and what to write so that it goes. */
async function printCuts(wanted: Wanted, json: boolean): Promise<void> {
  const { cutsOf } = await import("../../image/build.ts");
  const { cutTable } = await import("./size-report.ts");
  const cuts = await measuring((progress) => cutsOf(wanted, progress));
  if (json) printJson({ cuts }, 2);
  else print(cutTable(cuts));
}

async function measuring<T>(measure: (progress: Progress) => Promise<T>): Promise<T> {
  const { createProgress } = await import("../words/progress.ts");
  const progress = createProgress("Measuring features");
  try {
    return await measure(progress);
  } finally {
    progress.end();
  }
}

function withCosts(summary: string, costs: Costs): object {
  return { ...JSON.parse(summary), ...(costs !== undefined && { costs }) };
}

async function report(image: Image, built: Built, options: ReportOptions): Promise<string> {
  const { boardOf } = await import("../../image/firmware/wired-board.ts");
  const { sizeReport } = await import("./size-report.ts");
  return sizeReport(image, await boardOf(built.firmware, image.board), built, options);
}
