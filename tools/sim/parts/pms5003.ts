// PMS5003 sensor of fine particles, byte by byte, at the end of a UART.
// Datasheet: Plantower, "PMS5003 series data manual", version 2.3 (appendices I and II). Its answers to commands, of which the manual
// says nothing, are as captured by others: start characters, a length of 4, the command, its data, a sum.
// Not modelled: the faster pace while the air changes, the counts of particles, the half minute until values are settled.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "./misuses.ts";

type Pin = string | number;

/** What is in the air, in µg/m³: particles up to 1, 2.5 and 10 µm. */
export interface Dust {
  pm1: number;
  pm25: number;
  pm10: number;
}

/**
 * Nothing comes; only noise does; noise comes around each frame; a frame ends in the middle; its sum is wrong; it is speaking at
 * another rate.
 */
export type Pms5003Fault = "none" | "silent" | "noise" | "noisy" | "cut" | "bad-checksum" | "wrong-rate";

export interface Pms5003Options {
  lines: Pick<Lines, "send" | "whenSent">;
  /** The device's own: on its `tx` the part hears, and on its `rx` it speaks. */
  tx: Pin;
  rx: Pin;
  now: () => number;
  after: (ms: number, then: () => void) => () => void;
  dust: () => Dust;
}

export interface Pms5003Model extends Misused {
  fault: Pms5003Fault;
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
/** A byte has ten bits on the line. */
const BYTE_MS = 10_000 / BAUD;
const VERSION = 0x97;
const MOST = 1000;
/** What the factory's calibration gives, of what is in outside air. */
const FACTORY_SHARE = 1.5;
const NOISE = "\xfe\x42\x00\xc3";

export function createPms5003({ lines, tx, rx, now, after, dust }: Pms5003Options): Pms5003Model {
  const { note, taken } = createMisuses("PMS5003");
  let mode: "active" | "passive" = "active";
  let isAsleep = false;
  let incoming = "";
  let stopSpeaking = () => {};
  /** When the line is free again. */
  let freeAt = 0;

  const model: Pms5003Model = {
    fault: "none",
    misuses: taken,
    powerCycle() {
      mode = "active";
      isAsleep = false;
      incoming = "";
      speak();
    },
    mode: () => (isAsleep ? "asleep" : mode),
  };
  lines.whenSent(tx, BAUD, hear);
  speak();
  return model;

  /** By itself, as long as it is in that mode. */
  function speak(): void {
    stopSpeaking();
    stopSpeaking = after(ACTIVE_MS, () => {
      if (mode !== "active" || isAsleep) return;
      send(frame());
      speak();
    });
  }

  function hear(bytes: string): void {
    incoming += bytes;
    while (incoming.length >= COMMAND_BYTES) {
      const command = incoming.substring(0, COMMAND_BYTES);
      if (command.startsWith(START) && command.endsWith(sumOf(command.substring(0, COMMAND_BYTES - 2)))) {
        incoming = incoming.substring(COMMAND_BYTES);
        run(command.charCodeAt(2), command.charCodeAt(3) * 256 + command.charCodeAt(4));
      } else {
        note(`${bytesInWords(incoming.length)} that are no command`);
        incoming = "";
      }
    }
  }

  function run(command: number, data: number): void {
    const isWake = command === SET_SLEEP && data === 1;
    if (isAsleep && !isWake) return;
    if (command === READ && data === 0) {
      if (mode === "passive") send(frame());
    } else if ((command === SET_MODE || command === SET_SLEEP) && data <= 1) {
      if (command === SET_MODE) mode = data === 1 ? "active" : "passive";
      else isAsleep = data === 0;
      if (mode === "active") speak();
      send(summed(`${START}\0\x04${String.fromCharCode(command, data)}`));
    } else note(`the command ${hexadecimal(command)} with the data ${data} is none that it knows`);
  }

  function frame(): string {
    const { pm1, pm25, pm10 } = dust();
    const values = [pm1, pm25, pm10];
    const words = [...values.map((value) => value * FACTORY_SHARE), ...values].map(word).join("");
    const bytes = summed(`${START}\0\x1c${words}${"\0".repeat(12)}${String.fromCharCode(VERSION)}\0`);
    if (model.fault === "noise") return NOISE.repeat(8);
    if (model.fault === "noisy") return NOISE + bytes + NOISE;
    if (model.fault === "cut") return bytes.substring(0, 20);
    if (model.fault === "bad-checksum")
      return bytes.substring(0, 31) + String.fromCharCode(bytes.charCodeAt(31) ^ 1);
    return bytes;
  }

  /** In two pieces, behind what is on the line already: each comes when its last byte is there. */
  function send(bytes: string): void {
    const half = bytes.length >> 1;
    const startsIn = Math.max(ANSWER_MS, freeAt - now());
    const ends = (count: number) => startsIn + Math.ceil(count * BYTE_MS);
    freeAt = now() + ends(bytes.length);
    for (const [from, to] of [
      [0, half],
      [half, bytes.length],
    ] as const)
      after(ends(to), () => {
        const baud = model.fault === "wrong-rate" ? BAUD * 2 : BAUD;
        if (model.fault !== "silent") lines.send(rx, bytes.substring(from, to), baud);
      });
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
