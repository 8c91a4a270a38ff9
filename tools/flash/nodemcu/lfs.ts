// The chip's code in flash (LFS): loading an image into it restarts the chip.

import { isLfsName, isOfOneImage } from "../../targets/nodemcu/lfs/lfs-name.ts";
import { luaText } from "../../targets/nodemcu/lua-text.ts";
import { FlashError } from "../flash-error.ts";
import type { ChipSide } from "./chip-side.ts";
import { promptAtEnd } from "./prompt.ts";
import { booted, hold } from "./restart.ts";

/** The most foreign modules that are named. */
const NAMED_MODULES = 3;
/**
 * The number of times that an image is loaded until the chip has it: a loader of the image before may take it
 * back once.
 */
const MOST_LOADED = 3;

/**
 * The content of the chip's LFS: nothing, an image of ringmote's and nothing else, or as `foreign` says,
 * without a subject.
 */
export type LfsContents = "nothing" | "ours" | { foreign: string };

export async function lfsContents(chip: ChipSide): Promise<LfsContents> {
  const names = await lfsModules(chip);
  if (names === undefined) return { foreign: "does not tell what it holds" };
  if (names.length === 0) return "nothing";
  if (isOfOneImage(names)) return "ours";
  const modules = names.filter((name) => !isLfsName(name));
  const more = modules.length > NAMED_MODULES ? ` and ${modules.length - NAMED_MODULES} more` : "";
  const named = `${modules.slice(0, NAMED_MODULES).join(", ")}${more}`;
  const whose = names.some(isLfsName) ? "somebody else's beside ringmote's" : "not ringmote's";
  return { foreign: `holds modules that are ${whose} (${named})` };
}

/** The names of its modules; `undefined` where the firmware does not say them. */
async function lfsModules(chip: ChipSide): Promise<string[] | undefined> {
  const names = await chip.call(
    'function()local l=node.LFS.list if not l then return"?"end return table.concat(l()or{},"\\n")end',
  );
  return names === "?" ? undefined : names.split("\n").filter((name) => name !== "");
}

/** Does the chip's LFS hold the image of this name? Then it has a module with that name. */
export async function lfsHolds(chip: ChipSide, name: string): Promise<boolean> {
  return (await chip.evaluate(`tostring(node.LFS.get(${luaText(name)})~=nil)`)) === "true";
}

/**
 * Loads the image from its file, `name`.img, and holds the chip's program back after the restart. The chip
 * checks the file before it lets go of what the LFS holds. Cut in the middle, the loader on the chip loads
 * what its start list names.
 */
export async function loadLfs(chip: ChipSide, name: string): Promise<void> {
  for (let loaded = 0; loaded < MOST_LOADED; loaded += 1) {
    const { prompt } = chip;
    await prompt.run(`print("LFS: "..tostring(node.LFS.reload(${luaText(`${name}.img`)})))`);
    const refused = await prompt.until(
      (heard) => /LFS: ([^\r\n]*)[\r\n]+> $/.exec(heard)?.[1] ?? (restarted(heard) ? "" : undefined),
      prompt.patience.bootMs,
      prompt.patience.bootMs * 4,
    );
    if (refused !== undefined && refused !== "")
      throw new FlashError(
        "refused",
        `The chip does not take ${name}.img into its LFS: ${refused}. Was it made by the luac.cross of the firmware on the board?`,
      );
    await booted(prompt);
    await hold(prompt);
    await chip.install();
    if (await lfsHolds(chip, name)) return;
  }
  throw new FlashError("refused", `The chip took ${name}.img, and has not got it. Repeat the command.`);
}

/** A prompt without an answer before it. */
function restarted(heard: string): boolean {
  return promptAtEnd(heard) !== undefined && !heard.includes("LFS: ") && heard.length > 4;
}
