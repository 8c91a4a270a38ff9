// Entry of a device under Linux that takes updates: its loader (loader.ts) starts it.
import { HASHES } from "../node/hash.ts";
import { type LinuxImage, run } from "./run.ts";
import { partsIn } from "./state-folder.ts";

/** `slot`: the one that the loader has chosen. Loaders of earlier builds call it. */
export function bootImage(image: LinuxImage, folder: string, slot: number): void {
  const { name = "" } = image.facts.hardware;
  run(image, folder, { board: name, target: "linux", hashes: HASHES, store: partsIn(folder), started: slot });
}
