// A serial port of this computer as a BytePort: opened without a reset of the board, its errors told apart.
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { SerialPort } from "serialport";
import type { BytePort, Signals } from "./byte-port.ts";
import { FlashError } from "./flash-error.ts";
import { listPorts, portName } from "./terminal-ports.ts";

export interface SerialOptions {
  /** Bits a second. */
  baudRate?: number;
}

/** The rate of Espruino and NodeMCU on ESP boards. */
const BAUD_RATE = 115_200;
/** The pause between two looks for a port. */
const LOOK_MS = 250;

/**
 * Opens a port with DTR and RTS off, so that the board goes on undisturbed. Rejects with a FlashError that
 * gives the reason.
 */
export async function openSerialPort(
  path: string,
  { baudRate = BAUD_RATE }: SerialOptions = {},
): Promise<BytePort> {
  // Closing must not drop DTR either: on most boards that is a reset.
  const port = new SerialPort({ path, baudRate, autoOpen: false, hupcl: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(error) : resolve()));
  }).catch(async (error: Error) => {
    throw await refusal(path, error);
  });
  const opened = new OpenPort(path, port);
  await opened.setSignals({ dataTerminalReady: false, requestToSend: false });
  return opened;
}

class OpenPort implements BytePort {
  private take: (bytes: string) => void = () => {};
  private tell: ((why: string) => void) | undefined;
  private lost: string | undefined;
  private isClosing = false;
  private readonly watching: NodeJS.Timeout;

  constructor(
    readonly name: string,
    private readonly port: SerialPort,
  ) {
    port.on("data", (bytes: Buffer) => this.take(bytes.toString("latin1")));
    port.on("error", (error: Error) => this.gone(error.message));
    port.on("close", (error?: Error) => this.gone(error?.message ?? "it was closed"));
    // A port that is pulled out while it is read gives no bytes, again and again, and no error.
    this.watching = setInterval(() => {
      if (isNamedByFile(name) && !existsSync(name)) this.gone("it was pulled out");
    }, LOOK_MS);
  }

  async write(bytes: string): Promise<void> {
    if (bytes === "") return;
    await new Promise<void>((resolve, reject) => {
      if (this.lost !== undefined || this.isClosing) {
        reject(this.lostError());
        return;
      }
      // A port that goes away in the middle of a write may never call back.
      const stop = () => reject(this.lostError());
      this.port.once("close", stop);
      this.port.write(Buffer.from(bytes, "latin1"), (error) => {
        this.port.off("close", stop);
        if (!error) return resolve();
        this.gone(error.message);
        reject(this.lostError());
      });
    });
  }

  listen(take: (bytes: string) => void): void {
    this.take = take;
  }

  whenLost(tell: (why: string) => void): void {
    if (this.lost !== undefined) tell(this.lost);
    else this.tell = tell;
  }

  setSignals({ dataTerminalReady: dtr, requestToSend: rts }: Signals): Promise<void> {
    // A pseudo-terminal has no such lines and says so; one that is gone says it elsewhere.
    return new Promise((resolve) => this.port.set({ dtr, rts }, () => resolve()));
  }

  close(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.watching);
    if (!this.port.isOpen) return Promise.resolve();
    return new Promise((resolve) => this.port.close(() => resolve()));
  }

  private gone(why: string): void {
    if (this.isClosing || this.lost !== undefined) return;
    this.lost = why;
    clearInterval(this.watching);
    if (this.port.isOpen) this.port.close(() => {});
    this.tell?.(why);
    this.tell = undefined;
  }

  private lostError(): FlashError {
    return new FlashError(
      "lost",
      `The port ${this.name} went away; plug the board in again and say the command again.`,
    );
  }
}

/** "COM3" is no file. */
function isNamedByFile(name: string): boolean {
  return name.startsWith("/");
}

/** The reason why a port did not open, in words of its user. */
async function refusal(path: string, { message }: Error): Promise<FlashError> {
  if (/permission denied|EACCES|access is denied/i.test(message) && process.platform !== "win32")
    return new FlashError(
      "no permission",
      `You may not open ${path}; ${process.platform === "linux" ? 'say "sudo usermod -aG dialout $USER" (on Arch Linux the group is uucp), log out and in again, and' : "take the right to it and"} say the command again.`,
    );
  if (/busy|lock|access (is )?denied|EBUSY|temporarily unavailable/i.test(message)) {
    const holder = holderOf(path);
    const who = holder === undefined ? "Another program" : `The program ${holder}`;
    return new FlashError("busy", `${who} holds ${path}; end it there and say the command again.`);
  }
  if (/no such (file|device)|not found|ENOENT|cannot find/i.test(message)) {
    const ports = await listPorts();
    const cure =
      ports.length === 0
        ? "no board is on a USB port now, so plug it in with a cable that carries data"
        : `name one of these with --port: ${ports.map(portName).join(", ")}`;
    return new FlashError("no port", `There is no port ${path}; ${cure}.`);
  }
  const reason = message.replace(/^Error:?\s*/, "").replace(/[.,]?\s*(cannot open .*)?$/i, "");
  return new FlashError("refused", `The port ${path} cannot be opened: ${reason}; is it a serial port?`);
}

/** The program that has a port open, where the system tells (Linux): "screen (1234)". */
export function holderOf(path: string): string | undefined {
  try {
    const target = realpathSync(path);
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      if (Number(pid) === process.pid || !holds(pid, target)) continue;
      return `${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (${pid})`;
    }
  } catch {
    // Another system, or one that hides its processes.
  }
  return undefined;
}

function holds(pid: string, target: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === target);
  } catch {
    return false;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
