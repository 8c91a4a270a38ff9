// The image of an update: a firmware as a device of this board takes it.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { NODE_LIMITS } from "../../../src/platform/node/device.ts";
import { flashImage, updateImage } from "../../flash/flash-image.ts";
import { imageInLfs } from "../../flash/nodemcu/image-in-lfs.ts";
import { makeLfs } from "../../flash/nodemcu/terminal-lfs.ts";
import type { Image } from "../../image/build.ts";
import { keptImage } from "../../image/keep/kept-image.ts";
import { simulatedImage } from "../../sim/devices/simulated-image.ts";
import { SIMULATED_BOARD, SIMULATED_TARGET } from "../../sim/devices/update-loader.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import { type LfsOfChip, lfsOfTarget } from "../../targets/nodemcu/lfs/lfs-target.ts";
import { TARGETS } from "../../targets/targets.ts";
import { type UpdateImage, type UpdatePart, versionOf } from "../../update/signed-update.ts";
import { boardNames, checkedFirmware, readSoundFirmware } from "../catalogue.ts";
import { RunError, UsageError } from "../words/failure.ts";
import type { Standing } from "./standing.ts";

const VERSION = /^[!-~]{1,64}$/;

export interface PushedFirmware {
  /** The device's name. */
  id: string;
  declaration: DeviceDeclaration;
  folder: string;
  /** The version's name, where it has one. */
  version: string | undefined;
}

/** A firmware that takes updates itself. Throws a UsageError for any other. */
export async function pushedFirmware(firmware: string, version?: string): Promise<PushedFirmware> {
  if (version !== undefined && !VERSION.test(version))
    throw new UsageError(
      `--as ${JSON.stringify(version.slice(0, 80))} is not allowed; it is 1 to 64 signs of ASCII without a space, as 1.4.0.`,
    );
  const { declaration, folder } = await readSoundFirmware(checkedFirmware(firmware), NODE_LIMITS.linkBytes);
  if (declaration.update !== undefined) return { id: declaration.name, declaration, folder, version };
  throw new UsageError(
    `The firmware ${firmware} takes no updates, so that no other one would follow it; write update: { key: "hmac" } into its device.`,
  );
}

export async function imageFor(
  { board, target }: Pick<Standing, "board" | "target">,
  { id, folder, version }: PushedFirmware,
): Promise<UpdateImage> {
  if (board === SIMULATED_BOARD && target === SIMULATED_TARGET) return simulatedImage(id, folder, version);
  if (boardNames().includes(board)) {
    const image = await keptImage({ firmware: folder, board });
    const lfs = lfsOfTarget(target);
    const isOfTarget = image.target === target || (TARGET_FACTS[image.target].hasLfs && lfs !== undefined);
    if (isOfTarget && image.updates === true) {
      const parts = lfs === undefined ? partsOf(image) : await partsInLfs(image, lfs);
      return { id, board, target, version: version ?? versionOf(parts), parts };
    }
  }
  throw new RunError(
    `The device runs on ${board} under ${target}, where no device of this firmware takes updates; take the cable (ringmote flash).`,
  );
}

function partsOf(image: Image): readonly UpdatePart[] {
  const { firmware, board, needsLfs, target, files } = image;
  if (needsLfs === true)
    throw new RunError(
      `${firmware} fits the memory of ${board} only with its code in the LFS, and the device runs from files; take the cable (ringmote flash).`,
    );
  const builder = TARGETS[target];
  return "bundle" in builder ? builder.updateParts(files) : updateImage(flashImage(image)).parts;
}

async function partsInLfs(image: Image, chip: LfsOfChip): Promise<readonly UpdatePart[]> {
  const flashed = flashImage(image);
  const made = await makeLfs(flashed, chip);
  if (made.flashBytes > chip.lfsBytes)
    throw new RunError(
      `The code of ${image.firmware} fills ${made.flashBytes} bytes of the LFS, and the device's has ${chip.lfsBytes}; leave parts of it out, or take the cable for a NodeMCU with a larger one (ringmote flash).`,
    );
  return updateImage(imageInLfs(flashed, made)).parts;
}
