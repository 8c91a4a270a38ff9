// The line to the board: one owner of the port at a time, and its state. A board that
// is pulled out is waited for.
import type { BytePort } from "../../flash/byte-port.ts";
import type { DeviceConsole, FlashImage, FoundBoard } from "../../flash/device-console.ts";
import { FlashError } from "../../flash/flash-error.ts";
import { PORT_FILTERS } from "../../flash/usb-kinds.ts";
import { findImprov, setImprovWifi } from "./improv.ts";
import { lineSplitter } from "./lines.ts";
import { openWebSerial, portName } from "./web-serial-port.ts";

export type LineState =
  /** No port is chosen. */
  | "closed"
  /** It is being opened, or the board is asked what it is. */
  | "asking"
  /** The board has answered; its lines are shown. */
  | "ready"
  /** The port is open and no known console answers; all that comes is shown. */
  | "unknown"
  /** A console or the chip's loader has the line. */
  | "busy"
  /** The port went away, and is waited for. */
  | "lost";

/** The reason why something did not happen, in whole sentences. */
export interface Trouble {
  kind: FlashError["kind"] | "dismissed" | "other";
  text: string;
}

export class Line {
  state: LineState = "closed";
  found: FoundBoard | undefined;
  /** The description of a board that speaks Improv. */
  improv: string[] | undefined;
  trouble: Trouble | undefined;
  name = "";
  private raw: SerialPort | undefined;
  private port: BytePort | undefined;

  constructor(
    private readonly serial: Serial | undefined,
    private readonly changed: () => void,
    private readonly tellLine: (line: string) => void,
  ) {
    serial?.addEventListener("connect", (event) => void this.cameBack(event.target as SerialPort));
  }

  get isOpen(): boolean {
    return this.port !== undefined;
  }

  /** A port was chosen and is there, as far as anybody knows: the chip's loader may have it, open or not. */
  get hasPort(): boolean {
    return this.raw !== undefined && this.state !== "lost";
  }

  /** Lets the user choose a port, and asks for the board. Must be called while a click is handled. */
  async choose(all: boolean): Promise<void> {
    if (this.serial === undefined) return;
    let raw: SerialPort;
    try {
      raw = await this.serial.requestPort(all ? {} : { filters: [...PORT_FILTERS] });
    } catch (error) {
      const dismissed = error instanceof DOMException && error.name === "NotFoundError";
      this.become(
        this.state,
        dismissed
          ? {
              kind: "dismissed",
              text:
                "No port was chosen. If none was listed: take a cable that carries data, look whether the board's light is on, " +
                'and try "Show all ports". Boards with a CP210x or CH340 may need their driver on Windows and macOS.',
            }
          : troubleOf(error),
      );
      return;
    }
    await this.open(raw);
  }

  /** The ports that this page may use already, plugged in now. */
  async granted(): Promise<SerialPort[]> {
    return (await this.serial?.getPorts()) ?? [];
  }

  /** Opens a port and asks for the board. */
  async open(raw: SerialPort): Promise<void> {
    await this.letGo();
    this.raw = raw;
    this.name = portName(raw.getInfo());
    this.become("asking");
    try {
      this.take(await openWebSerial(raw));
    } catch (error) {
      this.raw = undefined;
      this.become("closed", troubleOf(error));
      return;
    }
    await this.ask();
  }

  /** Asks for the board at the other end. */
  async ask(): Promise<void> {
    const port = this.port;
    if (port === undefined) return;
    this.become("asking");
    this.improv = undefined;
    try {
      const console = await openConsole(port);
      this.found = console.found;
      await console.release();
      this.listen(port);
      this.become("ready");
    } catch (error) {
      if (this.port !== port) return;
      this.found = undefined;
      const trouble = troubleOf(error);
      if (trouble.kind === "no answer") this.improv = await findImprov(port).catch(() => undefined);
      if (this.port !== port) return;
      this.listen(port);
      this.become("unknown", this.improv === undefined ? trouble : undefined);
    }
  }

  /** Uses the board's console. Rejects as the work does, and is ready again after it. */
  async use<Result>(work: (console: DeviceConsole) => Promise<Result>): Promise<Result> {
    const port = this.port;
    if (port === undefined) throw new FlashError("no port", "No board is connected; connect one first.");
    if (this.state === "busy" || this.state === "asking")
      throw new FlashError("busy", "The board is busy with the step before; wait until that is done.");
    this.become("busy");
    try {
      const console = await openConsole(port);
      this.found = console.found;
      const result = await work(console);
      // A chip with its own USB goes away when it restarts: what was done is done.
      await console.release().catch(() => {});
      return result;
    } finally {
      if (this.port === port) {
        this.listen(port);
        this.become("ready");
      }
    }
  }

  /** Another image starts there now than when the board was asked, and nothing before it. */
  nowInstalled({ firmware, board }: FlashImage): void {
    if (this.found !== undefined) {
      const { runsBefore: _gone, ...found } = this.found;
      this.found = { ...found, installed: { firmware, board } };
    }
    this.changed();
  }

  /** Wi-Fi for a board that speaks Improv. */
  async provision(ssid: string, password: string): Promise<void> {
    const port = this.port;
    if (port === undefined) throw new FlashError("no port", "No board is connected; connect one first.");
    this.become("busy");
    try {
      await setImprovWifi(port, ssid, password);
    } finally {
      if (this.port === port) {
        this.listen(port);
        this.become("unknown");
      }
    }
  }

  /**
   * Hands the closed port to the chip's loader, and opens it again after that. Resolves with the loader's
   * result.
   */
  async lend<Result>(work: (raw: SerialPort) => Promise<Result>): Promise<Result> {
    const raw = this.raw;
    if (raw === undefined) throw new FlashError("no port", "No port is chosen; connect the board first.");
    await this.port?.close();
    this.port = undefined;
    this.found = undefined;
    this.become("busy");
    let result: Result;
    try {
      result = await work(raw);
    } finally {
      // The loader leaves the port open when it fails on its way.
      await raw.close().catch(() => {});
      this.become("closed");
    }
    await this.open(raw);
    return result;
  }

  /** Lets the port go. */
  async close(): Promise<void> {
    await this.letGo();
    this.raw = undefined;
    this.become("closed");
  }

  private async letGo(): Promise<void> {
    const port = this.port;
    this.port = undefined;
    this.found = undefined;
    this.improv = undefined;
    await port?.close();
  }

  private take(port: BytePort): void {
    this.port = port;
    port.whenLost((why) => {
      if (this.port !== port) return;
      this.port = undefined;
      this.found = undefined;
      void port.close();
      this.become("lost", { kind: "lost", text: why });
    });
  }

  private listen(port: BytePort): void {
    port.listen(lineSplitter(this.tellLine));
  }

  /** A port came. The one that was lost is opened again: chips with their own USB go away at each restart. */
  private async cameBack(raw: SerialPort): Promise<void> {
    if (this.state !== "lost" || this.raw === undefined) return;
    const [was, is] = [this.raw.getInfo(), raw.getInfo()];
    const isSame = was.usbVendorId === is.usbVendorId && was.usbProductId === is.usbProductId;
    if (raw === this.raw || isSame) await this.open(raw);
  }

  private become(state: LineState, trouble?: Trouble): void {
    this.state = state;
    this.trouble = trouble;
    this.changed();
  }
}

/** The code for boards is loaded when there is one: it is larger than the page. */
async function openConsole(port: BytePort): Promise<DeviceConsole> {
  const consoles = await import("../../flash/open-console.ts");
  return consoles.openConsole(port);
}

/** The sentence for an error, whatever it is. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof FlashError) return { kind: error.kind, text: inThePage(error.message) };
  return { kind: "other", text: error instanceof Error ? error.message : String(error) };
}

/**
 * The cures of uploaders name the terminal's commands: here a step of the page does the same, or a link
 * offers it.
 */
function inThePage(text: string): string {
  return text
    .replaceAll(' with "ringmote flash --firmware <file.bin>"', " (the step Connect does it)")
    .replaceAll(' ("ringmote boards" names them)', "")
    .replace(/ (?:Say|With) --in-place [^.]*\./, "");
}
