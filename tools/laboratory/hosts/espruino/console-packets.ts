// Packets at Espruino's console: expressions and files, each acknowledged. Modelled on jsiPacketProcess of
// Espruino 2v29.

import type { Timers } from "../../../../src/platform/node/timers.ts";
import { textLiteral } from "../../../targets/espruino/text-literal.ts";

const ACK = "\x06";
const NAK = "\x15";
const EVAL = 0x2000;
const FILE_SEND = 0x6000;
const DATA = 0x8000;
const TYPE = 0xe000;
const LENGTH = 0x1fff;
const PACKET_MS = 5000;
const FILE_MS = 10_000;

interface OpenFile {
  fn: string;
  s: number;
  offset: number;
}

export class PacketReceiver {
  isReceiving = false;
  private bytes = "";
  private file: OpenFile | undefined;
  private cancelPacket: () => void = () => undefined;
  private cancelFile: () => void = () => undefined;

  constructor(
    private readonly timers: Pick<Timers, "after">,
    private readonly print: (bytes: string) => void,
    private readonly evaluate: (source: string) => unknown,
  ) {}

  /** What follows is a packet, until it is whole or 5 s are over. */
  begin(): void {
    this.isReceiving = true;
    this.bytes = "";
    this.cancelPacket();
    this.cancelPacket = this.timers.after(PACKET_MS, () => {
      this.isReceiving = false;
      this.print(NAK);
    });
  }

  take(char: string): void {
    this.bytes += char;
    if (this.bytes.length < 2) return;
    const heading = this.bytes.charCodeAt(0) * 256 + this.bytes.charCodeAt(1);
    if (this.bytes.length < 2 + (heading & LENGTH)) return;
    this.cancelPacket();
    this.isReceiving = false;
    this.process(heading & TYPE, this.bytes.slice(2));
  }

  /** The board starts anew. */
  abandon(): void {
    this.isReceiving = false;
    this.file = undefined;
    this.cancelPacket();
    this.cancelFile();
  }

  private process(type: number, data: string): void {
    if (type === EVAL) this.answer(data);
    else if (type === FILE_SEND) this.open(data);
    else if (type === DATA) this.append(data);
    else this.print(NAK);
  }

  private answer(source: string): void {
    try {
      const text = JSON.stringify(this.evaluate(`(${source})`)) ?? "undefined";
      this.print(`${ACK}\x10\x01${String.fromCharCode(text.length >> 8, text.length & 255)}${text}`);
    } catch (error) {
      this.print(`${NAK}Uncaught ${String(error)}\r\n`);
    }
  }

  private open(heading: string): void {
    this.file = undefined;
    try {
      const { fn, s } = JSON.parse(heading) as { fn?: unknown; s?: unknown };
      if (typeof fn === "string" && typeof s === "number" && s > 0) this.file = { fn, s, offset: 0 };
    } catch {
      // Refused below.
    }
    this.print(this.file === undefined ? NAK : ACK);
    this.waitForMore();
  }

  /** A file that does not fit is acknowledged too; the interpreter only prints the error. */
  private append(data: string): void {
    const { file } = this;
    if (file === undefined) {
      this.print(NAK);
      return;
    }
    try {
      this.evaluate(
        `require("Storage").write(${textLiteral(file.fn)},${textLiteral(data)},${file.offset},${file.s})`,
      );
    } catch (error) {
      this.print(`Uncaught ${String(error)}\r\n`);
    }
    file.offset += data.length;
    if (file.offset >= file.s) this.file = undefined;
    this.waitForMore();
    this.print(ACK);
  }

  private waitForMore(): void {
    this.cancelFile();
    this.cancelFile = this.timers.after(FILE_MS, () => {
      this.file = undefined;
    });
  }
}
