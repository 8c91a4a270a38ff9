// MH-Z19B sensor of CO2, byte by byte, at the end of a UART. Datasheet: Winsen, "MH-Z19B user's manual",
// version 1.0: commands and checksum. Bytes behind the concentration, of which it says nothing, are as
// captured by others: the temperature and 40, and two bytes more. Not modelled: calibrations and the range,
// which give no answer; the two minutes that it takes to follow the air.
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "./misuses.ts";
import { createVoice, type LineFault, type OnUart, spoiled } from "./voice.ts";

export interface MhZ19Options extends OnUart {
  /** In ppm. */
  co2: () => number;
}

export interface MhZ19Model extends Misused {
  fault: LineFault;
  /** Without power for a moment: it is cold again. */
  powerCycle: () => void;
}

const BAUD = 9600;
const START = 0xff;
const SENSOR = 1;
const READ = 0x86;
/** Calibrations and settings, without an answer. */
const UNANSWERED = [0x79, 0x87, 0x88, 0x99];
const FRAME_BYTES = 9;
const WARM_UP_MS = 180_000;
const ANSWER_MS = 20;
/** It measures from here on, and says so while it is cold. */
const LEAST = 400;
const MOST = 5000;
const BEHIND = [0x3c, 0x04, 0x3c, 0xc1];

export function createMhZ19(options: MhZ19Options): MhZ19Model {
  return new Co2Sensor(options);
}

class Co2Sensor implements MhZ19Model {
  fault: LineFault = "none";
  private readonly now: () => number;
  private readonly co2: () => number;
  private readonly noted = createMisuses("MH-Z19");
  private coldSince: number;
  private incoming = "";
  private readonly say: (bytes: string) => void;

  constructor(options: MhZ19Options) {
    const { lines, tx, now, co2 } = options;
    this.now = now;
    this.co2 = co2;
    this.coldSince = this.now();
    this.say = createVoice(options, BAUD, ANSWER_MS, () => this.fault);
    lines.whenSent(tx, BAUD, this.hear);
  }

  readonly misuses = this.noted.taken;

  private readonly hear = (bytes: string): void => {
    this.incoming += bytes;
    while (this.incoming.length >= FRAME_BYTES) {
      const frame = Buffer.from(this.incoming.substring(0, FRAME_BYTES), "latin1");
      if (frame[0] === START && frame[1] === SENSOR && frame[8] === checksum(frame)) {
        this.incoming = this.incoming.substring(FRAME_BYTES);
        this.run(frame[2] as number);
      } else {
        this.noted.note(`${bytesInWords(this.incoming.length)} that are no command`);
        this.incoming = "";
      }
    }
  };

  powerCycle(): void {
    this.coldSince = this.now();
    this.incoming = "";
  }

  private run(command: number): void {
    if (command === READ) this.say(spoiled(this.answer(), this.fault));
    else if (!UNANSWERED.includes(command))
      this.noted.note(`the command ${hexadecimal(command)} is none that it knows`);
  }

  private answer(): string {
    const isCold = this.now() - this.coldSince < WARM_UP_MS;
    const ppm = isCold ? LEAST : Math.round(Math.min(MOST, Math.max(LEAST, this.co2())));
    const frame = Buffer.from([START, READ, ppm >> 8, ppm & 255, ...BEHIND, 0]);
    frame[8] = checksum(frame);
    return frame.toString("latin1");
  }
}

/** Of the bytes between the first and the last: what makes their sum 0. */
function checksum(frame: Buffer): number {
  const sum = frame.subarray(1, FRAME_BYTES - 1).reduce((before, byte) => before + byte, 0);
  return -sum & 255;
}
