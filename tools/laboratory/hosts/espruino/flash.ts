// The flash of a Linux build: a file `espruino.flash` in its working folder, laid out as Storage lays out
// real flash.

/** The name that the interpreter gives the file. */
export const FLASH_FILE = "espruino.flash";

const FLASH_BYTES = 196608;
const HEADER_BYTES = 32;
const NAME_BYTES = 28;
const ALIGNMENT = 4;
const SIZE_MASK = 0xffffff;

/** Fresh flash holding `files` (byte strings), in order. Throws when they do not fit. */
export function flashOf(files: ReadonlyMap<string, string>): Buffer {
  const flash = Buffer.alloc(FLASH_BYTES, 0xff);
  let at = 0;
  for (const [name, data] of files) {
    if (name.length > NAME_BYTES)
      throw new RangeError(`${name} is too long a name for Storage; ${NAME_BYTES} are allowed`);
    if (at + HEADER_BYTES + data.length > FLASH_BYTES) {
      throw new RangeError(
        `${name} with ${data.length} bytes does not fit the flash of ${FLASH_BYTES} bytes any more`,
      );
    }
    flash.writeUInt32LE(data.length, at);
    flash.fill(0, at + 4, at + HEADER_BYTES);
    flash.write(name, at + 4, "latin1");
    flash.write(data, at + HEADER_BYTES, "latin1");
    at += HEADER_BYTES + aligned(data.length);
  }
  return flash;
}

/** The files that are in `flash`, without deleted copies. */
export function filesOf(flash: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at + HEADER_BYTES <= flash.length; ) {
    const size = flash.readUInt32LE(at) & SIZE_MASK;
    if (size === SIZE_MASK) break;
    const name = flash.toString("latin1", at + 4, at + HEADER_BYTES).replace(/\0+$/, "");
    const from = at + HEADER_BYTES;
    // A deleted copy has lost the first four characters of its name.
    if (name !== "" && !name.startsWith("\0")) files.set(name, flash.toString("latin1", from, from + size));
    at = from + aligned(size);
  }
  return files;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
