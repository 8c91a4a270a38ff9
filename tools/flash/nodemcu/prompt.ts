// NodeMCU's prompt as a place to put lines: finds it, and runs a line only after the chip has echoed it
// without a fault.
//
// The console takes a line into a buffer of 256 characters and echoes each as it comes (app/driver/input.c,
// lua53/lua.c). So a character that the line lost or changed is seen before the line is ended, and backspaces
// take the line back.
import type { BytePort } from "../byte-port.ts";
import { FlashError } from "../flash-error.ts";
import { REAL_TIMERS, type Timers } from "../timers.ts";

/** The longest line that the console takes, its end not included (LUA_MAXINPUT is 256). */
export const LONGEST_LINE = 254;

export interface Patience {
  /** Milliseconds of silence after which the awaited text is not coming. */
  silenceMs: number;
  /** Milliseconds until a restarted chip shows its prompt. */
  bootMs: number;
}

const PATIENCE: Patience = { silenceMs: 1500, bootMs: 8000 };

/** More than the console's buffer holds. */
const TAKE_BACK = "\b".repeat(260);
/** The number of times that a line is typed until its echo is right. */
const MOST_TYPED = 12;
/** The number of requests for the prompt. */
const MOST_TRIES = 6;
/**
 * Each ends an unfinished statement with an error, whatever it is in: code, a long string, a long comment.
 */
const BREAK_OFFS = ["= =", "]] = =", "]=] = =", "]==] = ="];
const PROMPT = "> ";
const MORE_PROMPT = ">> ";

export class Prompt {
  private heard = "";
  private lost: string | undefined;
  private wake: () => void = () => {};
  /** Lines that had to be typed again. */
  repeated = 0;
  /** Bytes that went to the chip. */
  sent = 0;

  constructor(
    readonly port: BytePort,
    private readonly timers: Timers = REAL_TIMERS,
    readonly patience: Patience = PATIENCE,
  ) {
    port.listen((bytes) => {
      this.heard += bytes;
      this.wake();
    });
    port.whenLost((why) => {
      this.lost = why;
      this.wake();
    });
  }

  /**
   * Waits for a result of `find` on everything heard since `forget`; `undefined` after `silenceMs` without a
   * byte, or after `mostMs` at the latest. Rejects when the port is gone.
   */
  async until<T>(
    find: (heard: string) => T | undefined,
    silenceMs = this.patience.silenceMs,
    mostMs = 20 * silenceMs,
  ): Promise<T | undefined> {
    const end = this.timers.now() + mostMs;
    for (;;) {
      this.requirePort();
      const result = find(this.heard);
      if (result !== undefined) return result;
      const before = this.heard.length;
      const woken = await this.somethingWithin(Math.min(silenceMs, Math.max(0, end - this.timers.now())));
      this.requirePort();
      if (!woken && this.heard.length === before) return undefined;
    }
  }

  forget(): void {
    this.heard = "";
  }

  async write(bytes: string): Promise<void> {
    this.requirePort();
    this.sent += bytes.length;
    await this.port.write(bytes);
  }

  /** What has been heard since `forget`. */
  get said(): string {
    return this.heard;
  }

  /**
   * Finds the prompt, whatever was typed before or is being printed. Returns all that was heard. Rejects with
   * "no answer".
   */
  async find(): Promise<string> {
    let all = "";
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      this.forget();
      await this.write(`${TAKE_BACK}\n`);
      const more = await this.until(promptAtEnd);
      all += this.heard;
      if (more === PROMPT) return all;
      if (more === MORE_PROMPT && (await this.breakOff())) return all;
    }
    throw noAnswer(this.port.name, all);
  }

  private async breakOff(): Promise<boolean> {
    for (const line of BREAK_OFFS) {
      this.forget();
      await this.write(`${line}\n`);
      if ((await this.until(promptAtEnd)) === PROMPT) return true;
    }
    return false;
  }

  /**
   * Types a line, and ends it when its echo was right; after that, the answer comes. Rejects with "no answer"
   * when the echo stays wrong.
   */
  async run(line: string): Promise<void> {
    if (line.length > LONGEST_LINE)
      throw new Error(`A line of ${line.length} characters is too long for the console.`);
    for (let typed = 0; typed < MOST_TYPED; typed += 1) {
      this.forget();
      await this.write(line);
      if (await this.until((heard) => (heard.endsWith(line) ? true : undefined))) {
        this.forget();
        await this.write("\n");
        return;
      }
      this.repeated += 1;
      await this.find();
    }
    throw new FlashError(
      "no answer",
      `The line to ${this.port.name} loses characters: what the chip echoes is not what was typed. Use a shorter or better cable, another USB port, and no hub.`,
    );
  }

  /** Whatever comes meanwhile. Rejects when the port is gone. */
  async pause(ms: number): Promise<void> {
    await this.until(() => undefined, ms, ms);
  }

  private somethingWithin(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.timers.after(ms, () => {
        this.wake = () => {};
        resolve(false);
      });
      this.wake = () => {
        cancel();
        this.wake = () => {};
        resolve(true);
      };
    });
  }

  private requirePort(): void {
    if (this.lost !== undefined)
      throw new FlashError(
        "lost",
        `${this.port.name} went away (${this.lost}). Plug it in again, and repeat the command.`,
      );
  }
}

/** The prompt that ends what was heard. */
export function promptAtEnd(heard: string): string | undefined {
  return /(?:^|[\r\n\b ])(>>? )$/.exec(heard)?.[1];
}

function noAnswer(name: string, heard: string): FlashError {
  if (isEspruino(heard)) return otherInterpreter(name);
  const what =
    heard.replace(/[\s\b]/g, "") === ""
      ? "Nothing comes back"
      : "What comes back is no prompt of NodeMCU: another program may be printing, or the rate is another one";
  return new FlashError(
    "no answer",
    `${what} from ${name}. Press the board's reset button and try again; if it stays so, check that the board runs NodeMCU at 115200 baud, and install its firmware with "ringmote flash --firmware <file.bin>".`,
  );
}

/** Espruino draws its line anew with escape sequences, and says "Uncaught". */
export function isEspruino(heard: string): boolean {
  return heard.includes("\x1b[J") || /Uncaught (SyntaxError|ReferenceError|Error)/.test(heard);
}

export function otherInterpreter(name: string): FlashError {
  return new FlashError(
    "wrong firmware",
    `The board at ${name} runs Espruino, and this image is for NodeMCU. Build the image for the board under Espruino, or install NodeMCU with "ringmote flash --firmware <file.bin>".`,
  );
}
