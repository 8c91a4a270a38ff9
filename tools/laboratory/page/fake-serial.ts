// `navigator.serial` with one port behind it, as Chromium gives it: for the page in a browser (page-serial.ts
// bundles this file into it) and for the page's code in Node. It imports nothing, and needs what both have.

/** What is at the other end of the port's cable. Bytes are byte strings. */
export interface CableEnd {
  /** Settles when the bytes have gone out. */
  write(bytes: string): unknown;
  setSignals?(signals: SerialOutputSignals): unknown;
  open?(baudRate: number): unknown;
  /** What the port's USB says of itself; without it, it is a CP2102. */
  usb?: SerialPortInfo;
}

/** The API, and what a trial does to the port. */
export interface FakeSerial {
  serial: Serial;
  port: SerialPort;
  /** The port hears these bytes. */
  hear(bytes: string): void;
  /** Pulls the plug: the port is lost. */
  unplug(): void;
  /** Puts it in again. */
  plugIn(): void;
  /**
   * What the next dialog or the next opening does: the user dismisses it, or another program has the port.
   */
  next(what: "dismiss" | "busy"): void;
}

/** The numbers of a CP2102. */
const USB = { usbVendorId: 0x10c4, usbProductId: 0xea60 };

export function fakeSerial(cable: CableEnd): FakeSerial {
  let plan = "";
  let isThere = true;
  let isGranted = false;
  let heard: ReadableStreamDefaultController<Uint8Array> | undefined;
  const lost = () => new DOMException("The device has been lost.", "NetworkError");

  class FakePort extends EventTarget {
    readable: ReadableStream<Uint8Array> | null = null;
    writable: WritableStream<Uint8Array> | null = null;

    get connected() {
      return isThere;
    }
    getInfo() {
      return cable.usb ?? USB;
    }
    async setSignals(signals: SerialOutputSignals) {
      if (!isThere || this.writable === null) throw lost();
      await cable.setSignals?.(signals);
    }
    async getSignals() {
      return {};
    }
    async forget() {}
    async open({ baudRate }: SerialOptions) {
      if (this.readable !== null) throw new DOMException("The port is already open.", "InvalidStateError");
      if (plan === "busy" || !isThere) {
        plan = "";
        throw new DOMException("Failed to open serial port.", "NetworkError");
      }
      await cable.open?.(baudRate);
      this.readable = new ReadableStream({
        start: (controller) => {
          heard = controller;
        },
        cancel: () => {
          heard = undefined;
        },
      });
      this.writable = new WritableStream({
        write: async (chunk) => {
          if (!isThere) throw lost();
          await cable.write(Array.from(chunk, (byte: number) => String.fromCharCode(byte)).join(""));
        },
      });
    }
    async close() {
      if (this.readable === null && isThere)
        throw new DOMException("The port is already closed.", "InvalidStateError");
      if (this.readable?.locked || this.writable?.locked)
        throw new TypeError("Cannot cancel a locked stream");
      this.readable = null;
      this.writable = null;
      heard = undefined;
    }
  }

  const port = new FakePort() as unknown as SerialPort;
  const serial = Object.assign(new EventTarget(), {
    getPorts: async () => (isGranted && isThere ? [port] : []),
    requestPort: async () => {
      if (plan === "dismiss") {
        plan = "";
        throw new DOMException("No port selected by the user.", "NotFoundError");
      }
      isGranted = true;
      return port;
    },
  }) as unknown as Serial;
  const tell = (type: string) => {
    port.dispatchEvent(new Event(type));
    const event = new Event(type);
    Object.defineProperty(event, "target", { value: port });
    serial.dispatchEvent(event);
  };

  return {
    serial,
    port,
    hear: (bytes) => heard?.enqueue(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))),
    unplug: () => {
      isThere = false;
      heard?.error(lost());
      heard = undefined;
      (port as { readable: unknown }).readable = null;
      tell("disconnect");
    },
    plugIn: () => {
      isThere = true;
      tell("connect");
    },
    next: (what) => {
      plan = what;
    },
  };
}
