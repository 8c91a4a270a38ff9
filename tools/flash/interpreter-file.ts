// Files for a chip's flash, and what can be seen to be wrong with them before they are sent.
import { ESP_VARIANTS, type EspVariant } from "../../boards/chips/chip.ts";
import { FlashError } from "./flash-error.ts";

export interface InterpreterFile {
  name: string;
  data: Uint8Array;
  /** Its place in the flash, in bytes. */
  address: number;
}

/** The chip of an image: Espressif's number, which the ESP8266's images do not have. */
export type ChipOfImage = number | "esp8266";

/** The first byte of an image that the chip's boot loader starts (Espressif, firmware image format). */
const MAGIC = 0xe9;
/** ESP32 and S2 have their boot loader here, with erased flash in front of it in a file that begins at 0. */
const LATE_BOOT_LOADER = 0x1000;
/**
 * Where interpreters have their program (Espruino's and NodeMCU's partitions.csv), in one file with the boot
 * loader too.
 */
const PROGRAM = 0x10000;
/** An image has no more segments, and at least one (esptool, bin_image.py). */
const MOST_SEGMENTS = 16;
/** Where an image's extended header has the number of its chip, in two bytes. */
const CHIP_ID = 12;
/**
 * The ESP8266's images have no extended header: its first segment comes there, and the last byte of that
 * one's address says that it is in RAM or flash. In an extended header the byte is a strength of pins, which
 * is 0.
 */
const ADDRESS_END = 11;
const ESP8266_ADDRESS_ENDS = [0x3f, 0x40];
const MOST_BYTES = 32 * 1024 * 1024;
const SECTOR = 4096;

/**
 * "0x10000" or "65536" as a number. Throws a FlashError of kind "refused" for a text that is no place in a
 * flash.
 */
export function parseAddress(text: string): number {
  const value = /^(0x[0-9a-f]+|[0-9]+)$/i.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  if (Number.isInteger(value) && value < MOST_BYTES && value % SECTOR === 0) return value;
  throw new FlashError(
    "refused",
    `"${text}" is no address in the flash; it is a multiple of 0x1000, as 0x0 for a whole file or 0x10000 for a program.`,
  );
}

/** Throws a FlashError of kind "refused" for a file that no ESP chip would start from. */
export function requireInterpreter({ name, data, address }: InterpreterFile): void {
  if (data.length === 0) throw new FlashError("refused", `${name} is empty; download it again.`);
  if (address + data.length > MOST_BYTES)
    throw new FlashError(
      "refused",
      `${name} has ${data.length} bytes, which no ESP board's flash holds; take the merged .bin file of the firmware.`,
    );
  if (address > LATE_BOOT_LOADER) return;
  if (data[0] === MAGIC || (address === 0 && data[LATE_BOOT_LOADER] === MAGIC)) return;
  throw new FlashError(
    "refused",
    `${name} is no firmware for an ESP chip: it does not begin with a boot loader (byte e9); take the merged .bin file of a release, of a ZIP what is in it.`,
  );
}

/**
 * The chip of the image that files put at an address; `undefined` if that is no image; "untouched" if they
 * put nothing there.
 */
export function imageAt(
  files: readonly InterpreterFile[],
  address: number,
): ChipOfImage | undefined | "untouched" {
  const file = files.find((part) => part.address <= address && address < part.address + part.data.length);
  return file === undefined ? "untouched" : chipOfImage(file.data.subarray(address - file.address));
}

/**
 * Throws a FlashError of kind "wrong chip" for files of which one has an image for another chip than this.
 */
export function requireImagesFor(chip: EspVariant, files: readonly InterpreterFile[]): void {
  for (const { name, data, address } of files)
    for (const place of new Set([address, LATE_BOOT_LOADER, PROGRAM])) {
      const image = place < address ? undefined : chipOfImage(data.subarray(place - address));
      // In the middle of a file for an ESP8266 there are no images, but bytes that may look like one.
      if (image === undefined || (place !== address && chip.imageNumber === undefined)) continue;
      if (image === (chip.imageNumber ?? "esp8266")) continue;
      throw new FlashError(
        "wrong chip",
        `${name} is for ${titleOf(image)}, and the chip is an ${chip.title}, which would not start from it; nothing was written. Take the firmware for this chip.`,
      );
    }
}

function chipOfImage(data: Uint8Array): ChipOfImage | undefined {
  const [magic, segments = 0] = data;
  if (magic !== MAGIC || segments < 1 || segments > MOST_SEGMENTS) return undefined;
  if (ESP8266_ADDRESS_ENDS.includes(data[ADDRESS_END] ?? 0)) return "esp8266";
  return (data[CHIP_ID] ?? 0) + 256 * (data[CHIP_ID + 1] ?? 0);
}

function titleOf(image: ChipOfImage): string {
  const known = Object.values<EspVariant>(ESP_VARIANTS);
  const chip = known.find(({ imageNumber = "esp8266" }) => imageNumber === image);
  return chip === undefined ? `another chip (number ${image})` : `an ${chip.title}`;
}
