// The module that an image begins with: made up by the build, it starts one device on the boards of one
// platform.
import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Board } from "../../boards/board.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { packageFolder } from "../files/package-folder.ts";

/** The parts of the build that a target's folder gives. */
export interface Platform {
  /** The module that exports `boot(declaration, wires, limits)`. */
  boot: string;
  /** The names that the firmware on the board has, as ambient declarations. */
  globals: readonly string[];
}

/** The platform of a board. `root` is the folder that has the targets' folders. */
export function platformOf(board: Board, root = join(packageFolder, "src", "platform")): Platform {
  const target = join(root, board.target);
  const chip = join(target, board.chip);
  const folders = existsSync(join(chip, "boot.ts")) ? [target, chip] : [target];
  return {
    boot: join(folders.at(-1) as string, "boot.ts"),
    globals: folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".d.ts"))
        .map((file) => join(folder, file)),
    ),
  };
}

export interface Entry {
  /** Absolute path, beside the device's: it is on no disk. */
  file: string;
  text: string;
}

/** Stand-ins for a board's, which take their place when the program is read (given-values.ts). */
const NO_LIMITS: ClientLimits = { slots: 0, bytes: 0, packetBytes: 0, linkBytes: 0 };

/** The entry of an image: the device in `folder`, booted by `boot` without wires and limits. */
export function entryModule(folder: string, boot: string): Entry {
  const bootPath = `./${relative(folder, boot).split(sep).join("/")}`;
  return {
    file: join(folder, "image-entry.ts"),
    text: [
      `import declaration from "./device.ts";`,
      `import { boot } from ${JSON.stringify(bootPath)};`,
      `boot(declaration, {}, ${JSON.stringify(NO_LIMITS)});`,
      "",
    ].join("\n"),
  };
}
