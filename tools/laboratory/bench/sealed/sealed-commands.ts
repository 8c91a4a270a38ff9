// Sealed commands for the bench: the program that opens them, and messages with rising counters.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HASHES } from "../../../../src/platform/node/hash.ts";
import { sealOf } from "../../../../src/sealed/seal.ts";
import { packageFolder } from "../../../files/package-folder.ts";
import { emit, type ImageFile, linkEntry } from "../../../image/build.ts";
import { CLIENT_FEATURES } from "../operations/client.ts";
import type { Cost } from "../operations/meter.ts";

const FOLDER = join("tools", "laboratory", "bench", "sealed");
const OPERATIONS = join("tools", "laboratory", "bench", "operations");
const PROGRAM = `${FOLDER}/sealed-program.ts`;

export const KEY = "0123456789abcdef0123456789abcdef";
export const TOPIC = "home/gate/bolt/set";
const PAYLOAD = "unlock";

/** The program, built for a target as an image is. */
export function sealedProgram(target: "espruino" | "nodemcu"): Promise<ImageFile[]> {
  const file = join(packageFolder, PROGRAM);
  const globals = [join(FOLDER, "sealed-globals.d.ts"), join(OPERATIONS, "client-globals.d.ts")];
  const constants = { "src/features.ts": CLIENT_FEATURES, [PROGRAM]: { TOPIC, KEY } };
  const entry = { file, text: readFileSync(file, "utf8") };
  const paths = globals.map((path) => join(packageFolder, path));
  return emit(linkEntry(entry, paths, target, constants), target, "sealed");
}

/** The command with this counter, from 1 on. */
export function sealedCommand(counter: number): string {
  const words = `${PAYLOAD} ${counter}`;
  return `${words} ${sealOf(HASHES.sha256, KEY, TOPIC, words)}`;
}

/** Throws where one of them was not obeyed: then something else was counted. */
export function requireObeyed(engine: string, { delivered, count }: Pick<Cost, "delivered" | "count">): void {
  if (delivered !== count * PAYLOAD.length)
    throw new Error(`${engine} obeyed ${delivered / PAYLOAD.length} of ${count} sealed commands.`);
}
