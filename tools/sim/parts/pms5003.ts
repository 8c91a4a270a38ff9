// PMS5003 sensor of fine particles, byte by byte, at the end of a UART. Datasheet: Plantower, "PMS5003 series
// data manual", version 2.3 (appendices I and II). Its answers to commands, of which the manual says nothing,
// are as captured by others: start characters, a length of 4, the command, its data, a sum. Not modelled: the
// faster pace while the air changes, the counts of particles, the half minute until values are settled.
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "./misuses.ts";
import { createVoice, type LineFault, type OnUart, spoiled } from "./voice.ts";

/** What is in the air, in µg/m³: particles up to 1, 2.5 and 10 µm. */
export interface Dust {
  pm1: number;
  pm25: number;
  pm10: number;
}

export interface Pms5003Options extends OnUart {
  dust: () => Dust;
}

export interface Pms5003Model extends Misused {
  fault: LineFault;
  /** Without power for a moment, it comes up speaking by itself. */
  powerCycle: () => void;
  /** It speaks by itself, waits to be asked, or sleeps. */
  mode: () => "active" | "passive" | "asleep";
}

const BAUD = 9600;
const START = "\x42\x4d";
const COMMAND_BYTES = 7;
const SET_MODE = 0xe1;
const READ = 0xe2;
const SET_SLEEP = 0xe4;
/** The pause between frames while the air stays as it is. */
const ACTIVE_MS = 2300;
/** From a command to the first byte of its answer. */
const ANSWER_MS = 20;
const VERSION = 0x97;
const MOST = 1000;
/** What the factory's calibration gives, of what is in outside air. */
const FACTORY_SHARE = 1.5;

export function createPms5003(options: Pms5003Options): Pms5003Model {
  return new DustSensor(options);
}

class DustSensor implements Pms5003Model {
  fault: LineFault = "none";
  private readonly after: (ms: number, then: () => void) => () => void;
  private readonly dust: () => Dust;
  private readonly noted = createMisuses("PMS5003");
  private reporting: "active" | "passive" = "active";
  private isAsleep = false;
  private incoming = "";
  private stopSpeaking = () => {};
  private readonly send: (bytes: string) => void;

  constructor(options: Pms5003Options) {
    const { lines, tx, after, dust } = options;
    this.after = after;
    this.dust = dust;
    this.send = createVoice(options, BAUD, ANSWER_MS, () => this.fault);
    lines.whenSent(tx, BAUD, this.hear);
    this.speak();
  }

  readonly misuses = this.noted.taken;

  private readonly hear = (bytes: string): void => {
    this.incoming += bytes;
    while (this.incoming.length >= COMMAND_BYTES) {
      const command = this.incoming.substring(0, COMMAND_BYTES);
      if (command.startsWith(START) && command.endsWith(sumOf(command.substring(0, COMMAND_BYTES - 2)))) {
        this.incoming = this.incoming.substring(COMMAND_BYTES);
        this.run(command.charCodeAt(2), command.charCodeAt(3) * 256 + command.charCodeAt(4));
      } else {
        this.noted.note(`${bytesInWords(this.incoming.length)} that are no command`);
        this.incoming = "";
      }
    }
  };

  powerCycle(): void {
    this.reporting = "active";
    this.isAsleep = false;
    this.incoming = "";
    this.speak();
  }

  mode(): "active" | "passive" | "asleep" {
    return this.isAsleep ? "asleep" : this.reporting;
  }

  /** By itself, as long as it is in that mode. */
  private speak(): void {
    this.stopSpeaking();
    this.stopSpeaking = this.after(ACTIVE_MS, () => {
      if (this.reporting !== "active" || this.isAsleep) return;
      this.send(this.frame());
      this.speak();
    });
  }

  private run(command: number, data: number): void {
    const isWake = command === SET_SLEEP && data === 1;
    if (this.isAsleep && !isWake) return;
    if (command === READ && data === 0) {
      if (this.reporting === "passive") this.send(this.frame());
    } else if ((command === SET_MODE || command === SET_SLEEP) && data <= 1) {
      if (command === SET_MODE) this.reporting = data === 1 ? "active" : "passive";
      else this.isAsleep = data === 0;
      if (this.reporting === "active") this.speak();
      this.send(summed(`${START}\0\x04${String.fromCharCode(command, data)}`));
    } else this.noted.note(`the command ${hexadecimal(command)} with the data ${data} is none that it knows`);
  }

  private frame(): string {
    const { pm1, pm25, pm10 } = this.dust();
    const values = [pm1, pm25, pm10];
    const words = [...values.map((value) => value * FACTORY_SHARE), ...values].map(word).join("");
    return spoiled(
      summed(`${START}\0\x1c${words}${"\0".repeat(12)}${String.fromCharCode(VERSION)}\0`),
      this.fault,
    );
  }
}

function word(value: number): string {
  const whole = Math.round(Math.min(MOST, Math.max(0, value)));
  return String.fromCharCode(whole >> 8, whole & 255);
}

function summed(bytes: string): string {
  return bytes + sumOf(bytes);
}

/** The sum of all bytes, in two. */
function sumOf(bytes: string): string {
  const sum = [...bytes].reduce((before, byte) => before + byte.charCodeAt(0), 0);
  return String.fromCharCode((sum >> 8) & 255, sum & 255);
}
