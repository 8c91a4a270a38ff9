// One owner of a byte port that sends at the line's pace and waits for what comes back.
import type { BytePort } from "../byte-port.ts";
import { FlashError } from "../flash-error.ts";
import { REAL_TIMERS, type Timers } from "../timers.ts";

export const ACK = "\x06";
export const NAK = "\x15";
const XON = "\x11";
const XOFF = "\x13";
/** Bytes that the smallest chip takes in while it is busy: a packet of 512 bytes with its heading. */
const BLOCK_BYTES = 516;
/** 8N1: ten bits a byte. */
const BYTES_PER_MS = 115_200 / 10 / 1000;
/** A board that said XOFF and is silent for so long has lost its XON. */
const XON_MS = 10_000;
/** More than any answer. A program that prints without end must not fill the memory of this computer. */
const KEPT_BYTES = 65_536;

export class Line {
  private received = "";
  private isStopped = false;
  private lostWhy: string | undefined;
  private look: () => void = () => undefined;

  constructor(
    readonly port: BytePort,
    readonly timers: Timers = REAL_TIMERS,
  ) {
    port.listen((bytes) => this.take(bytes));
    port.whenLost((why) => {
      this.lostWhy = why;
      this.look();
    });
  }

  /** The bytes that have come since the last `forget`, without XON and XOFF. */
  get text(): string {
    return this.received;
  }

  forget(): void {
    this.received = "";
  }

  /** Sends at the pace of the line, and not while the board has said stop. Rejects with kind "lost". */
  async send(bytes: string): Promise<void> {
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const block = bytes.slice(at, at + BLOCK_BYTES);
      if (this.isStopped) {
        await this.until(() => !this.isStopped, XON_MS);
        this.isStopped = false;
      }
      this.throwIfLost();
      await this.port.write(block);
      if (at + BLOCK_BYTES < bytes.length) await this.pause(block.length / BYTES_PER_MS);
    }
    this.throwIfLost();
  }

  /**
   * Waits until `isThere` is true of the bytes that have come; false when it was not in time. Rejects with
   * kind "lost".
   */
  until(isThere: (text: string) => boolean, ms: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let cancel: () => void = () => undefined;
      const end = (act: () => void): void => {
        cancel();
        this.look = () => undefined;
        act();
      };
      this.look = () => {
        if (this.lostWhy !== undefined) end(() => reject(this.lost()));
        else if (isThere(this.received)) end(() => resolve(true));
      };
      cancel = this.timers.after(ms, () => end(() => resolve(false)));
      this.look();
    });
  }

  /** Rejects with kind "lost". */
  async pause(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }

  /** Waits until nothing has come for `ms`, for at most `limitMs`. */
  async quiet(ms: number, limitMs: number): Promise<void> {
    const end = this.timers.now() + limitMs;
    for (let length = -1; length !== this.received.length && this.timers.now() < end; ) {
      length = this.received.length;
      await this.pause(ms);
    }
  }

  /** From now on bytes arrive at the port's next owner. */
  release(): void {
    this.port.listen(() => undefined);
    this.look = () => undefined;
  }

  private take(bytes: string): void {
    for (const byte of bytes) {
      if (byte === XOFF) this.isStopped = true;
      else if (byte === XON) this.isStopped = false;
      else this.received += byte;
    }
    if (this.received.length > KEPT_BYTES) this.received = this.received.slice(-KEPT_BYTES / 2);
    this.look();
  }

  private throwIfLost(): void {
    if (this.lostWhy !== undefined) throw this.lost();
  }

  private lost(): FlashError {
    return new FlashError(
      "lost",
      `The port ${this.port.name} went away: ${this.lostWhy}. Plug the board in again; its old program starts, and the step can be repeated.`,
    );
  }
}
