// The port of an uploader over Web Serial. Its read loop survives what a line does to it (overrun, framing,
// break).
import type { BytePort, Signals } from "../../flash/byte-port.ts";
import { FlashError } from "../../flash/flash-error.ts";
import { usbName } from "../../flash/usb-kinds.ts";

/** Chromium's own 255 bytes overrun while a page draws. */
const BUFFER_BYTES = 8192;
const BAUD_RATE = 115200;
/** After these the port has a new stream to read from. */
const LINE_ERRORS = ["BufferOverrunError", "FramingError", "BreakError", "ParityError"];
const LOST = "The board is gone from the port. Plug it in again, or look at its cable.";

/** How people know a port. */
export function portName({ usbVendorId, usbProductId }: SerialPortInfo): string {
  return usbName({ vendorId: usbVendorId, productId: usbProductId }) || "The serial port";
}

/** Opens a port. Rejects with a FlashError of kind "busy" when it cannot be had. */
export async function openWebSerial(raw: SerialPort): Promise<BytePort> {
  const name = portName(raw.getInfo());
  try {
    await raw.open({ baudRate: BAUD_RATE, bufferSize: BUFFER_BYTES });
  } catch (error) {
    throw refusal(error, name);
  }
  return new WebSerialPort(raw, name);
}

function refusal(error: unknown, name: string): FlashError {
  // The browser does not tell a port that is taken from one that this user may not open.
  if (error instanceof DOMException && (error.name === "NetworkError" || error.name === "InvalidStateError"))
    return new FlashError(
      "busy",
      `${name} cannot be opened. Close what else uses it: a serial monitor, another tab, ringmote in a terminal. ` +
        'On Linux your user must be in the group "dialout"; log in again after joining it.',
    );
  return new FlashError("no port", `${name} cannot be opened: ${(error as Error).message}`);
}

class WebSerialPort implements BytePort {
  private take: (bytes: string) => void = () => {};
  private lost: string | undefined;
  private readonly losses: ((why: string) => void)[] = [];
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private closing = false;
  private readonly reading: Promise<void>;

  constructor(
    private readonly raw: SerialPort,
    readonly name: string,
  ) {
    raw.addEventListener("disconnect", this.lose);
    this.reading = this.readAll();
  }

  private lose = (): void => {
    if (this.closing || this.lost !== undefined) return;
    this.lost = LOST;
    for (const tell of this.losses.splice(0)) tell(LOST);
  };

  private async readAll(): Promise<void> {
    while (this.raw.readable !== null && !this.closing) {
      const reader = this.raw.readable.getReader();
      this.reader = reader;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          this.take(byteString(value));
        }
      } catch (error) {
        if (!LINE_ERRORS.includes((error as Error).name)) {
          this.lose();
          return;
        }
      } finally {
        reader.releaseLock();
      }
    }
    this.lose();
  }

  async write(bytes: string): Promise<void> {
    if (this.lost !== undefined || this.raw.writable === null)
      throw new FlashError("lost", this.lost ?? LOST);
    const writer = this.raw.writable.getWriter();
    try {
      await writer.write(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    } catch {
      this.lose();
      throw new FlashError("lost", LOST);
    } finally {
      writer.releaseLock();
    }
  }

  listen(take: (bytes: string) => void): void {
    this.take = take;
  }

  whenLost(tell: (why: string) => void): void {
    if (this.lost === undefined) this.losses.push(tell);
    else tell(this.lost);
  }

  async setSignals({ dataTerminalReady, requestToSend }: Signals): Promise<void> {
    await this.raw.setSignals({ dataTerminalReady, requestToSend });
  }

  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    this.raw.removeEventListener("disconnect", this.lose);
    // A port with a reader cannot be closed; one that is gone has nothing to close.
    await this.reader?.cancel().catch(() => {});
    await this.reading;
    await this.raw.close().catch(() => {});
  }
}

function byteString(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
