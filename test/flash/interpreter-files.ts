// Small files that a chip's boot loader takes for its firmware.

import { createRandom } from "../../src/platform/node/random.ts";
import type { InterpreterFile } from "../../tools/flash/interpreter-file.ts";
import { CHIPS, type ChipName } from "./boot-loader/chips.ts";

/** More than one of the blocks that esptool-js sends, after it has packed them. */
const BYTES = 24_000;
/**
 * An image's beginning: magic, segments, ways and speed of the flash, entry; then the ESP8266's first
 * segment, at 40100000.
 */
const HEADER = [0xe9, 2, 0, 0x40, 0x14, 0xf4, 0x10, 0x40];
const ESP8266_SEGMENT = [0, 0, 0x10, 0x40];
/** Or the extended header: no pin that protects from writing, strengths of pins, the chip's number. */
const EXTENDED = (chipId: number) => [0xee, 0, 0, 0, chipId, 0];

/** A merged file that this chip would start. */
export function interpreterFile(chip: ChipName): InterpreterFile {
  const random = createRandom(1);
  const data = Uint8Array.from({ length: BYTES }, () => random.below(256));
  const { imageAt } = CHIPS[chip];
  data.fill(0xff, 0, imageAt);
  data.set(imageStart(chip), imageAt);
  return { name: `${chip}.bin`, data, address: 0 };
}

/** The first bytes of an image for this chip. */
export function imageStart(chip: ChipName): number[] {
  const { imageNumber } = CHIPS[chip];
  return [...HEADER, ...(imageNumber === undefined ? ESP8266_SEGMENT : EXTENDED(imageNumber))];
}
