// The voice of simulated parts on a UART, and the faults on their line.
import type { Lines } from "../../../src/platform/node/circuit.ts";

/**
 * Nothing comes; only noise does; noise comes around each frame; a frame ends in the middle; its checksum is
 * wrong; the part is speaking at another rate.
 */
export type LineFault = "none" | "silent" | "noise" | "noisy" | "cut" | "bad-checksum" | "wrong-rate";

type Pin = string | number;

/** A part at the end of a UART. */
export interface OnUart {
  lines: Pick<Lines, "send" | "whenSent">;
  /** The device's own: on its `tx` the part hears, and on its `rx` it speaks. */
  tx: Pin;
  rx: Pin;
  now: () => number;
  after: (ms: number, then: () => void) => () => void;
}

const NOISE = "\xfe\x42\x00\xc3";

/** Says bytes so many milliseconds after it was asked; its line has the fault of that moment. */
export function createVoice(
  { lines, rx, now, after }: OnUart,
  baud: number,
  answerMs: number,
  fault: () => LineFault,
): (bytes: string) => void {
  /** A byte has ten bits on the line. */
  const byteMs = 10_000 / baud;
  /** When the line is free again. */
  let freeAt = 0;
  /** In two pieces, behind what is on the line already: each comes when its last byte is there. */
  return (bytes) => {
    const half = bytes.length >> 1;
    const startsIn = Math.max(answerMs, freeAt - now());
    const ends = (count: number) => startsIn + Math.ceil(count * byteMs);
    freeAt = now() + ends(bytes.length);
    for (const [from, to] of [
      [0, half],
      [half, bytes.length],
    ] as const)
      after(ends(to), () => {
        const rate = fault() === "wrong-rate" ? baud * 2 : baud;
        if (fault() !== "silent") lines.send(rx, bytes.substring(from, to), rate);
      });
  };
}

/** A frame as it comes through a line with that fault. */
export function spoiled(frame: string, fault: LineFault): string {
  const last = frame.length - 1;
  if (fault === "noise") return NOISE.repeat(8);
  if (fault === "noisy") return NOISE + frame + NOISE;
  if (fault === "cut") return frame.substring(0, (frame.length * 5) >> 3);
  if (fault === "bad-checksum")
    return frame.substring(0, last) + String.fromCharCode(frame.charCodeAt(last) ^ 1);
  return frame;
}
