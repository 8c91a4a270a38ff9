// A remote of the NEC protocol in front of an infrared receiver, as the receiver's line shows it. Datasheets:
// NEC µPD6121, U10114EJ6V0DS (lead 9 ms and 4.5 ms, bits of 0.56 ms and 0.56 or 1.69 ms, repeats every 108
// ms); Vishay TSOP382.., 82491 (output low while it hears the carrier; tdo 7 to 15 periods). Not modelled:
// the carrier, distance, two remotes at once.
import type { Lines } from "../../../src/platform/node/circuit.ts";

/**
 * Its battery is empty; somebody walks in between; the device is too slow for an edge; the command and its
 * inverse do not match; pulses of a lamp stand between the bits. And what is no fault: each edge comes as
 * early or as late as the receiver may give it.
 */
export type IrRemoteFault = "none" | "silent" | "cut" | "lost-edge" | "wrong-check" | "noise" | "jitter";

export interface IrRemoteOptions {
  lines: Pick<Lines, "drive">;
  pin: string | number;
  after: (ms: number, then: () => void) => () => void;
}

export interface IrRemoteModel {
  fault: IrRemoteFault;
  /** Presses the key of this code, address * 256 + command; held for as many repeats. */
  press: (code: number, repeats?: number) => void;
}

/** Microseconds with the carrier, and without. */
type Burst = readonly [on: number, off: number];

const LEAD: Burst = [9000, 4500];
const REPEAT: Burst = [9000, 2250];
const ZERO: Burst = [562, 563];
const ONE: Burst = [562, 1688];
const END: Burst = [562, 0];
const PERIOD_MS = 108;
const CUT_BITS = 20;
/** From 7 to 15 periods of 38 kHz. */
const JITTER_US = 211;
const NOISE: Burst = [100, 200];

export function createIrRemote({ lines, pin, after }: IrRemoteOptions): IrRemoteModel {
  lines.drive(pin, 1);
  const remote: IrRemoteModel = {
    fault: "none",
    press(code, repeats = 0) {
      if (remote.fault === "silent") return;
      const bits = bitsOf(code, remote.fault === "wrong-check").map((bit) => (bit === 1 ? ONE : ZERO));
      send([LEAD, ...faulty(bits, remote.fault), END], 0);
      for (let i = 1; i <= repeats; i += 1) send([REPEAT, END], i * PERIOD_MS);
    },
  };
  return remote;

  /** The device is told of all edges at the end, each with its time: no timer is as exact as they are. */
  function send(bursts: readonly Burst[], startMs: number): void {
    const lengthUs = bursts.flat().reduce((sum, length) => sum + length, JITTER_US);
    const jitter = remote.fault === "jitter" ? JITTER_US : 0;
    after(startMs + Math.ceil(lengthUs / 1000), () => {
      let left = lengthUs;
      for (const [i, [on, off]] of bursts.entries()) {
        lines.drive(pin, 0, left - (i % 2) * jitter);
        left -= on;
        lines.drive(pin, 1, left - (i % 2) * jitter);
        left -= off;
      }
    });
  }
}

function faulty(bits: readonly Burst[], fault: IrRemoteFault): readonly Burst[] {
  if (fault === "cut") return bits.slice(0, CUT_BITS);
  if (fault === "noise") return bits.flatMap((bit, i) => (i === CUT_BITS ? [NOISE, bit] : [bit]));
  if (fault !== "lost-edge") return bits;
  const [lost = 0, kept = 0] = bits.slice(CUT_BITS - 1, CUT_BITS + 1).map(([on, off]) => on + off);
  return [...bits.slice(0, CUT_BITS - 1), [ZERO[0], lost + kept - ZERO[0]], ...bits.slice(CUT_BITS + 1)];
}

/**
 * The lowest first: address, command, and the command inverted. An address of 8 bits is followed by its
 * inverse.
 */
function bitsOf(code: number, isWrong: boolean): number[] {
  const [address, command] = [code >> 8, code & 255];
  const long = address > 255 ? address : address | ((255 - address) << 8);
  const check = isWrong ? 254 - command : 255 - command;
  const bit = (value: number) => (_: unknown, i: number) => (value >> i) & 1;
  return [
    ...Array.from({ length: 16 }, bit(long)),
    ...Array.from({ length: 16 }, bit(command | ((check & 255) << 8))),
  ];
}
