// ringmote new-device: a folder with a device of one's own, built and tried at once.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Command } from "commander";
import { writeFolder } from "../../files/whole-folder.ts";
import type { Image } from "../../image/build.ts";
import { print } from "../../terminal/output.ts";
import { withExamples } from "../words/example.ts";
import { RunError, UsageError } from "../words/failure.ts";
import {
  addProjectFiles,
  copiedFirmware,
  DEVICE,
  isCheckout,
  newFolder,
  pathFromHere,
  TEMPLATE,
} from "./new-folder.ts";

interface NewDeviceOptions {
  board: string;
  from?: string;
}

const DEFAULT_BOARD = "esp32-espruino";
const TEST = "device.test.ts";

export function newDeviceCommand(): Command {
  const command = new Command("new-device")
    .description(
      "makes a folder with a device, its wiring, its README and its test; builds the device and runs the test",
    )
    .argument("<name>", 'lower-case letters, digits and "-": the folder and the device are called so')
    .option("--board <board>", "the board that it is built for at once (see ringmote boards)", DEFAULT_BOARD)
    .option("--from <firmware>", "copies another firmware: its name, or its folder")
    .action(newDevice);
  return withExamples(command, "ringmote new-device porch-light --board d1-mini-nodemcu");
}

async function newDevice(name: string, { board, from }: NewDeviceOptions): Promise<void> {
  const { checkedBoard, checkedFirmware, readFirmware } = await import("../catalogue.ts");
  const { noWiring } = await import("../../image/firmware/wired-board.ts");
  const { filesForBoard } = await import("./one-board.ts");
  const folder = newFolder(name);
  const origin = await readFirmware(from === undefined ? TEMPLATE : checkedFirmware(from));
  if (!Object.hasOwn(origin.wiring, checkedBoard(board))) throw new UsageError(noWiring(origin, board));
  const all = copiedFirmware(origin.folder, origin.declaration.name, folder);
  const copied = from === undefined ? filesForBoard(all, board) : all;
  writeFolder(pathFromHere(folder), DEVICE, copied);
  const files = copied.map(([path]) => path).sort();
  print(`${pathFromHere(folder)}: ${files.join(", ")}`);
  if (!isCheckout() && addProjectFiles()) print("tsconfig.json: here, for your editor");
  print(await builtFor(folder, board));
  if (files.includes(TEST)) print(await tried(folder));
  print(nextSteps(folder, board));
}

async function builtFor(folder: string, board: string): Promise<string> {
  const { imageFolder, totalBytes, writeImage } = await import("../../image/build.ts");
  const { shownBuild } = await import("../build/shown-build.ts");
  const { tellWarnings } = await import("../build/tell-warnings.ts");
  const image: Image = await shownBuild({ firmware: folder, board });
  const out = imageFolder(image, process.cwd());
  writeImage(image, out);
  tellWarnings(image);
  return `${pathFromHere(out)}: ${totalBytes(image)} bytes for ${board}`;
}

/**
 * Runs the folder's test, where it can find this package by its name. Throws, with what it said, when it
 * fails.
 */
async function tried(folder: string): Promise<string> {
  const test = join(folder, TEST);
  if (!canBeFoundFrom(test))
    return `${pathFromHere(test)}: not run, because ringmote is not installed here; "npm install ringmote" does that`;
  const { code, said } = await nodeTest(test);
  if (code === 0) return `${pathFromHere(test)}: passed`;
  throw new RunError(`The test ${pathFromHere(test)} failed:\n${said.trimEnd()}`);
}

function canBeFoundFrom(file: string): boolean {
  try {
    return existsSync(createRequire(file).resolve("ringmote/package.json"));
  } catch {
    return false;
  }
}

function nodeTest(file: string): Promise<{ code: number | null; said: string }> {
  const options = ["--import", import.meta.resolve("tsx"), "--test", file];
  // A test that is run by a test would report to that one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, options, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said += text;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said }));
  });
}

function nextSteps(folder: string, board: string): string {
  const path = pathFromHere(folder);
  const ringmote = "npx ringmote";
  const firmware = isCheckout() ? path.replace(/^firmware\//, "") : `./${path}`;
  return [
    "",
    `Next: change ${join(path, "device.ts")}, and`,
    `  ${ringmote} run ${firmware} --broker mqtt://localhost   # runs it on this computer`,
    `  ${ringmote} board ${board} --firmware ${firmware}   # shows where its wires go`,
    `  ${ringmote} build ${firmware} --board ${board}   # builds it again`,
    ...(existsSync(join(folder, TEST))
      ? [`  npx tsx --test ${join(path, TEST)}   # runs its test again`]
      : []),
  ].join("\n");
}
