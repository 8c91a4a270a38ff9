// The board's own interpreter from files that its user has: through the chip's boot loader, with Espressif's
// esptool-js. The terminal and the page hand in their port in the shape of Web Serial.
import { ESPLoader, Transport } from "esptool-js";
import { ESP_VARIANTS, type VariantName } from "../../boards/chips/chip.ts";
import { FlashError } from "./flash-error.ts";
import { type InterpreterFile, imageAt, requireImagesFor, requireInterpreter } from "./interpreter-file.ts";
import { md5 } from "./md5.ts";

export interface InstallOptions {
  /** The chip of the board that the user named. */
  chip?: VariantName;
  /** The present step, for people. */
  onStep?(text: string): void;
  /** Bytes of the files that are written, and all of them. */
  onProgress?(done: number, all: number): void;
}

export interface Installed {
  /** "ESP32-S2". */
  chip: string;
  /**
   * Must it be reset by its button? A chip that uses its USB-OTG, such as an ESP32-S2, was brought into its
   * boot loader by a button, and no signal on that port brings it out (esptool, targets/esp32s2.py,
   * hard_reset).
   */
  needsReset: boolean;
}

type Chip = ESPLoader["chip"];

/** esptool-js goes on at 115,200 if no answer comes at this rate. */
const BAUD_RATE = 460_800;
/** Milliseconds that the chip is held in reset. */
const RESET_MS = 100;
const BUTTON =
  "hold the button BOOT (FLASH or IO0 on some boards), press EN or plug the board in again, let BOOT go, and try again.";

/**
 * Writes files into a chip's flash, has it check them, and starts it. The flash is erased first when the
 * files bring the chip's start code; a file for a later place leaves the rest. `port` is closed, and is
 * closed again at the end. Resolves with what was done. Rejects with a FlashError.
 */
export async function installInterpreter(
  port: SerialPort,
  files: readonly InterpreterFile[],
  options: InstallOptions = {},
): Promise<Installed> {
  for (const file of files) requireInterpreter(file);
  if (options.chip !== undefined) requireImagesFor(ESP_VARIANTS[options.chip], files);
  const transport = new WatchedTransport(port);
  const quiet = { clean() {}, write() {}, writeLine() {} };
  const loader = new ESPLoader({ transport, baudrate: BAUD_RATE, terminal: quiet });
  try {
    options.onStep?.("Asking the chip to take a new firmware…");
    await connected(loader);
    const { chip } = loader;
    requireChip(chip, options.chip);
    const erases = startsChip(chip, files);
    options.onStep?.(`${erases ? "Erasing and writing" : "Writing to"} the ${chip.CHIP_NAME}…`);
    await write(loader, files, erases, options);
    const needsReset = await loader.usesUsbOtg();
    if (!needsReset) {
      options.onStep?.("Starting the new firmware…");
      await restart(port);
    }
    return { chip: chip.CHIP_NAME, needsReset };
  } catch (error) {
    if (transport.isLost)
      throw new FlashError(
        "lost",
        "The board went away while its firmware was installed; plug it in again and install once more: until then it may not start.",
      );
    if (error instanceof FlashError) throw error;
    throw new FlashError(
      "refused",
      `The firmware could not be written (${(error as Error).message}); try again, with a shorter cable or another USB port.`,
    );
  } finally {
    await transport.disconnect().catch(() => {});
  }
}

async function connected(loader: ESPLoader): Promise<void> {
  try {
    await loader.main();
  } catch (error) {
    if (error instanceof FlashError) throw error;
    throw new FlashError(
      "no answer",
      `The chip's boot loader does not answer (${(error as Error).message}); ${BUTTON}`,
    );
  }
}

/** Throws a FlashError of kind "wrong chip" when the user named a board with another one. */
function requireChip({ CHIP_NAME }: Chip, wanted: VariantName | undefined): void {
  if (wanted === undefined || CHIP_NAME === ESP_VARIANTS[wanted].title) return;
  throw new FlashError(
    "wrong chip",
    `The chip is an ${CHIP_NAME}, and the board that was chosen has an ${ESP_VARIANTS[wanted].title}; nothing was written. Choose the board that is plugged in, and the firmware for it.`,
  );
}

/**
 * Do the files bring the chip's start code? Throws a FlashError of kind "wrong chip" when one of them is for
 * another chip.
 */
function startsChip(
  { CHIP_NAME, BOOTLOADER_FLASH_OFFSET, IMAGE_CHIP_ID }: Chip,
  files: readonly InterpreterFile[],
): boolean {
  requireImagesFor({ title: CHIP_NAME, imageNumber: IMAGE_CHIP_ID }, files);
  const image = imageAt(files, BOOTLOADER_FLASH_OFFSET);
  if (image !== undefined) return image !== "untouched";
  throw new FlashError(
    "wrong chip",
    `The file has nothing at ${hexadecimal(BOOTLOADER_FLASH_OFFSET)}, where this ${CHIP_NAME} starts, so it is for another chip; nothing was written. Take the firmware for this chip.`,
  );
}

function hexadecimal(address: number): string {
  return `0x${address.toString(16)}`;
}

async function write(
  loader: ESPLoader,
  files: readonly InterpreterFile[],
  eraseAll: boolean,
  { onProgress }: InstallOptions,
): Promise<void> {
  const sizes = files.map(({ data }) => data.length);
  const sum = (some: readonly number[]) => some.reduce((all, size) => all + size, 0);
  await loader.writeFlash({
    fileArray: files.map(({ data, address }) => ({ data, address })),
    flashMode: "keep",
    flashFreq: "keep",
    flashSize: "keep",
    eraseAll,
    compress: true,
    // The progress is that of the compressed file.
    reportProgress: (index, written, total) =>
      onProgress?.(Math.round(sum(sizes.slice(0, index)) + (written / total) * sizes[index]), sum(sizes)),
    // With this option the chip reports what it has stored, and a difference is an error.
    calculateMD5Hash: md5,
  });
}

/**
 * Both lines at once: with DTR on, as esptool-js leaves it in its mind after it has entered the boot loader,
 * RTS resets nothing on boards with the usual two transistors.
 */
async function restart(port: SerialPort): Promise<void> {
  await port.setSignals({ dataTerminalReady: false, requestToSend: true });
  await new Promise((resolve) => setTimeout(resolve, RESET_MS));
  // A chip with its own USB may be gone for a moment.
  await port.setSignals({ dataTerminalReady: false, requestToSend: false }).catch(() => {});
}

/**
 * esptool-js waits for answers of a port that is gone, up to two minutes, and prints what it thinks: this one
 * does neither.
 */
class WatchedTransport extends Transport {
  isLost = false;

  constructor(port: SerialPort) {
    super(port);
    port.addEventListener("disconnect", () => {
      this.isLost = true;
      // Two ends of a frame end each wait for one; what is asked next is refused. There is no other way to
      // end a wait.
      (this as unknown as { buffer: Uint8Array }).buffer = Uint8Array.of(0xc0, 0xc0);
    });
  }

  override async read(timeout: number): Promise<Uint8Array> {
    this.requirePort();
    return super.read(timeout);
  }

  /**
   * esptool-js keeps the lock of a write that fails, and then waits for that lock without end before it
   * closes the port.
   */
  override async write(data: Uint8Array): Promise<void> {
    this.requirePort();
    const writer = this.device.writable?.getWriter();
    try {
      await writer?.write(this.slipWriter(data));
    } finally {
      writer?.releaseLock();
    }
  }

  override trace(): void {}

  private requirePort(): void {
    if (this.isLost) throw new Error("The port is gone.");
  }
}
