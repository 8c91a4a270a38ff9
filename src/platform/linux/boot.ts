// Entry of a device on a small computer under Linux, where it is the whole program.
import { type LinuxImage, run } from "./run.ts";
import { stateFolder } from "./state-folder.ts";

export function boot(image: LinuxImage): void {
  run(image, stateFolder(import.meta.dirname));
}
