// Files for a chip's flash, and what can be seen to be wrong with them before they are sent.
import { FlashError } from "./flash-error.ts";

export interface FirmwareFile {
  name: string;
  data: Uint8Array;
  /** Where it goes in the flash, in bytes. */
  address: number;
}

/** What an image says of the chip that it is for. */
export interface ChipImage {
  /** Espressif's number of the chip, which the ESP8266's images have not. */
  chipId: number;
}

/** The first byte of an image that the chip's boot loader starts (Espressif, firmware image format). */
const MAGIC = 0xe9;
/** ESP32 and S2 have their boot loader here, with erased flash in front of it in a file that begins at 0. */
const LATE_BOOT_LOADER = 0x1000;
/** Where an image's extended header has the number of its chip, in two bytes. */
const CHIP_ID = 12;
const MOST_BYTES = 32 * 1024 * 1024;
const SECTOR = 4096;

/** "0x10000" or "65536" as a number. Throws a FlashError of kind "refused" for what is no place in a flash. */
export function parseAddress(text: string): number {
  const value = /^(0x[0-9a-f]+|[0-9]+)$/i.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  if (Number.isInteger(value) && value < MOST_BYTES && value % SECTOR === 0) return value;
  throw new FlashError(
    "refused",
    `"${text}" is no address in the flash; it is a multiple of 0x1000, as 0x0 for a whole file or 0x10000 for a program.`,
  );
}

/** Throws a FlashError of kind "refused" for a file that no ESP chip would start from. */
export function requireFirmware({ name, data, address }: FirmwareFile): void {
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

/** The image that files put at an address, `undefined` when what they put there is none; "untouched" when they put nothing. */
export function imageAt(
  files: readonly FirmwareFile[],
  address: number,
): ChipImage | undefined | "untouched" {
  const file = files.find((one) => one.address <= address && address < one.address + one.data.length);
  if (file === undefined) return "untouched";
  const at = address - file.address;
  if (file.data[at] !== MAGIC) return undefined;
  return { chipId: (file.data[at + CHIP_ID] ?? 0) + 256 * (file.data[at + CHIP_ID + 1] ?? 0) };
}
