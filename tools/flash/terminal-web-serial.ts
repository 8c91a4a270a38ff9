// A serial port of this computer in the shape of the browser's Web Serial: what esptool-js is written
// against.
import type { BytePort } from "./byte-port.ts";
import { FlashError } from "./flash-error.ts";
import { openSerialPort } from "./serial-port.ts";

type WebPort = globalThis.SerialPort;

/** Bytes that may wait to be read: whole packets of the boot loader, and the noise before them. */
const READ_AHEAD = 65_536;

/**
 * A port that is closed; `open` opens it, and rejects with a FlashError. It gives streams, lines, their ends
 * and its loss as a browser's does. `usb`: what its USB says of itself (terminal-ports.ts), by which
 * esptool-js resets a chip with its own USB otherwise.
 */
export function openWebSerial(path: string, usb: SerialPortInfo): WebPort {
  return new TerminalPort(path, usb) as unknown as WebPort;
}

class TerminalPort extends EventTarget {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  private port: BytePort | undefined;
  private lines = { dataTerminalReady: false, requestToSend: false };

  constructor(
    private readonly path: string,
    private readonly usb: SerialPortInfo,
  ) {
    super();
  }

  get connected(): boolean {
    return this.port !== undefined;
  }

  getInfo(): SerialPortInfo {
    return this.usb;
  }

  async open({ baudRate }: { baudRate: number }): Promise<void> {
    const port = await openSerialPort(this.path, { baudRate });
    this.port = port;
    const { stream, lose } = readableOf(port);
    port.whenLost(() => {
      this.port = undefined;
      lose();
      this.dispatchEvent(new Event("disconnect"));
    });
    this.readable = stream;
    this.writable = new WritableStream({
      write: (bytes) => port.write(Buffer.from(bytes).toString("latin1")),
    });
  }

  async close(): Promise<void> {
    const { port } = this;
    this.port = undefined;
    this.readable = null;
    this.writable = null;
    await port?.close();
  }

  async setSignals(lines: SerialOutputSignals): Promise<void> {
    this.lines = {
      dataTerminalReady: lines.dataTerminalReady ?? this.lines.dataTerminalReady,
      requestToSend: lines.requestToSend ?? this.lines.requestToSend,
    };
    if (this.port === undefined) throw new FlashError("lost", `The port ${this.path} is not open.`);
    await this.port.setSignals(this.lines);
  }
}

/** What the port hears, and what makes that fail. */
function readableOf(port: BytePort): { stream: ReadableStream<Uint8Array>; lose: () => void } {
  let lose = (): void => {};
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        port.listen((bytes) => controller.enqueue(Uint8Array.from(Buffer.from(bytes, "latin1"))));
        lose = () => controller.error(new DOMException("The device has been lost.", "NetworkError"));
      },
      cancel: () => port.listen(() => {}),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: READ_AHEAD }),
  );
  return { stream, lose };
}
