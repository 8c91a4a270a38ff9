// ringmote build: a firmware as an image for a board.
import { relative } from "node:path";
import { Command } from "commander";
import type { Image } from "../build/build.ts";
import { columns } from "./columns.ts";
import { RunError } from "./failure.ts";

interface BuildOptions {
  board: string;
  out?: string;
  json: boolean;
}

export function buildCommand(): Command {
  return new Command("build")
    .description("builds the image of a firmware for a board, and prints what each room of the source costs")
    .argument("<firmware>", "its name (see ringmote list), or the path of its folder")
    .requiredOption("--board <board>", "what it is built for (see ringmote boards)")
    .option("--out <folder>", "where the image goes (default: dist/<board>/<firmware>)")
    .option("--json", "prints the summary of the image as JSON", false)
    .action(build);
}

async function build(firmware: string, { board, out, json }: BuildOptions): Promise<void> {
  const { checkedBoard, checkedFirmware } = await import("./catalogue.ts");
  const { buildImage, imageFolder, imageSummary, writeImage } = await import("../build/build.ts");
  const image = await buildImage({ firmware: checkedFirmware(firmware), board: checkedBoard(board) });
  const folder = out ?? imageFolder(image, process.cwd());
  try {
    writeImage(image, folder);
  } catch (error) {
    throw new RunError(`The image cannot be written into ${folder}: ${(error as Error).message}.`);
  }
  if (json) process.stdout.write(imageSummary(image));
  else console.log(await report(image, out ?? relative(process.cwd(), folder)));
}

/** The files of an image and the rooms they come from, each with its bytes. */
async function report(image: Image, folder: string): Promise<string> {
  const { fileSizes, roomSizes } = await import("../build/build.ts");
  const total = Object.values(fileSizes(image)).reduce((sum, bytes) => sum + bytes, 0);
  return [
    `${folder}: ${total} bytes for ${image.board}`,
    sizeTable("file", fileSizes(image)),
    sizeTable("room", roomSizes(image.files)),
  ].join("\n\n");
}

function sizeTable(heading: string, sizes: Readonly<Record<string, number>>): string {
  const rows = Object.entries(sizes).map(([name, bytes]) => [name, String(bytes)]);
  const widest = Math.max("bytes".length, ...rows.map(([, bytes]) => bytes.length));
  return columns([[heading, "bytes"], ...rows].map(([name, bytes]) => [name, bytes.padStart(widest)]));
}
