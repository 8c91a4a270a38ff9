// A strip of WS2812, as its LEDs shine: each takes the first three bytes that it hears, green, red and blue,
// and hands on the rest. Worldsemi, "WS2812B", version 5 ("cascade method"). Not modelled: the lengths of the
// pulses; a pause shorter than its reset.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import { bytesInWords, createMisuses, type Misused } from "./misuses.ts";

/**
 * The device's firmware cannot send; the strip has no power, or is not there: it is dark, and what it got
 * then is lost. A pause in the middle of a frame, as of an interrupt, ends it: what follows begins at the
 * first LED again.
 */
type Ws2812Fault = "none" | "unsent" | "absent" | "cut";

export interface Ws2812Options {
  lines: Pick<Lines, "attachPixels">;
  pin: string | number;
  leds: number;
}

export interface Ws2812Model extends Misused {
  fault: Ws2812Fault;
  /**
   * What each LED shines with, the nearest one first, as 24 bits of red, green and blue in proportion to the
   * light.
   */
  lights: () => readonly number[];
  /** How many frames it has heard. */
  frames: () => number;
}

const BYTES = 3;

export function createWs2812({ lines, pin, leds }: Ws2812Options): Ws2812Model {
  const { note, taken } = createMisuses("WS2812");
  let lights = dark();
  let frames = 0;
  const model: Ws2812Model = {
    fault: "none",
    lights() {
      if (model.fault === "absent") lights = dark();
      return lights;
    },
    frames: () => frames,
    misuses: taken,
  };
  lines.attachPixels(pin, (bytes) => {
    if (model.fault === "unsent") return false;
    if (model.fault === "absent") {
      lights = dark();
      return true;
    }
    frames += 1;
    if (bytes.length !== leds * BYTES)
      note(`a frame of ${bytesInWords(bytes.length)}, where ${leds} LEDs take ${leds * BYTES}`);
    const half = model.fault === "cut" ? Math.floor(bytes.length / 2) : bytes.length;
    take(bytes.slice(0, half));
    take(bytes.slice(half));
    return true;
  });
  return model;

  function dark(): number[] {
    return new Array<number>(leds).fill(0);
  }

  /** An LED that gets less than all of its bits goes on as before. */
  function take(bytes: string): void {
    const heard = Math.min(leds, Math.floor(bytes.length / BYTES));
    const before = model.lights();
    lights = before.map((light, at) => (at < heard ? lightAt(bytes, at * BYTES) : light));
  }
}

function lightAt(bytes: string, at: number): number {
  const [green, red, blue] = [0, 1, 2].map((byte) => bytes.charCodeAt(at + byte)) as [number, number, number];
  return red * 65536 + green * 256 + blue;
}
