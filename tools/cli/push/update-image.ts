// The image of an update: a firmware as a device of this board takes it.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { NODE_LIMITS } from "../../../src/platform/node/device.ts";
import { flashImage, updateImage } from "../../flash/flash-image.ts";
import { keptImage } from "../../image/keep/kept-image.ts";
import { simulatedImage } from "../../sim/devices/simulated-image.ts";
import { SIMULATED_BOARD, SIMULATED_TARGET } from "../../sim/devices/update-loader.ts";
import { TARGETS } from "../../targets/targets.ts";
import { type UpdateImage, versionOf } from "../../update/signed-update.ts";
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
    const builder = TARGETS[image.target];
    if (image.target === target && image.updates === true) {
      const parts =
        "bundle" in builder ? builder.updateParts(image.files) : updateImage(flashImage(image)).parts;
      return { id, board, target, version: version ?? versionOf(parts), parts };
    }
  }
  throw new RunError(
    `The device runs on ${board} under ${target}, where no device of this firmware takes updates; take the cable (ringmote flash).`,
  );
}
