// Small files that a chip's boot loader takes for its firmware.

import { createRandom } from "../../src/platform/node/random.ts";
import type { FirmwareFile } from "../../tools/flash/chip-image.ts";
import { CHIPS, type ChipName } from "./boot-loader/chips.ts";

/** More than one of the blocks that esptool-js sends, after it has packed them. */
const BYTES = 24_000;
const IMAGE_MAGIC = 0xe9;
const CHIP_ID = 12;

/** A merged file that this chip would start. */
export function firmwareFile(chip: ChipName): FirmwareFile {
  const random = createRandom(1);
  const data = Uint8Array.from({ length: BYTES }, () => random.below(256));
  const { imageAt, chipId = 0 } = CHIPS[chip];
  data.fill(0xff, 0, imageAt);
  data[imageAt] = IMAGE_MAGIC;
  data[imageAt + CHIP_ID] = chipId;
  data[imageAt + CHIP_ID + 1] = 0;
  return { name: `${chip}.bin`, data, address: 0 };
}
