// The frame of a DHT22, as a target reads it that hears the line fall. Datasheet: Aosong, "AM2302 Product
// Manual", 7.3: each bit is low for 50 µs, then high for 26 (a 0) or 70 (a 1); in front of them the line is
// low for 80 µs, and high for 80. Bytes come the highest bit first: humidity, temperature, whose highest bit
// is the sign, and the sum of these four. From one fall to the next the lengths of both levels count, so that
// an interrupt that is late by 20 µs changes no bit.
import { elapsed } from "../bytes/milliseconds.ts";
import type { DhtFrame } from "../ports/edges.ts";
import type { Pin } from "../ports/pins.ts";

/** Half way from a 0 (76 µs) to a 1 (120 µs), from fall to fall. */
const ONE_US = 98;
/**
 * Shorter than any bit is noise. Longer than any is what leads the frame in, or two bits between which a fall
 * was lost (152 and more).
 */
const SHORTEST_BIT_US = 50;
const LONGEST_BIT_US = 140;
/** What leads in may seem to be one more bit where its first fall was late. */
const FRAME_BITS = 40;
const MOST_BITS = 41;
const NO_FALL = -1;

/** For a driver: nothing was heard yet. */
export function newDhtFrame(pin: Pin): DhtFrame {
  return { pin, fault: "", humidity: 0, temperature: 0, sum: 0, bits: NO_FALL, at: 0 };
}

/** For a target: the part is asked now. */
export function clearFrame(frame: DhtFrame): void {
  frame.bits = NO_FALL;
  frame.humidity = 0;
  frame.temperature = 0;
}

/**
 * For a target: the line fell at `at`, microseconds in 31 bits. The last 40 bits are kept, in three numbers.
 */
export function lineFell(frame: DhtFrame, at: number): void {
  const gap = elapsed(at, frame.at);
  frame.at = at;
  if (frame.bits === NO_FALL || gap > LONGEST_BIT_US) {
    frame.bits = 0;
    return;
  }
  frame.bits = gap < SHORTEST_BIT_US ? MOST_BITS + 1 : frame.bits + 1;
  frame.humidity = ((frame.humidity << 1) & 0xffff) | (frame.temperature >> 15);
  frame.temperature = ((frame.temperature << 1) & 0xffff) | (frame.sum >> 7);
  frame.sum = ((frame.sum << 1) & 0xff) | (gap > ONE_US ? 1 : 0);
}

/** For a target: no more is heard. What came becomes numbers, or a fault. */
export function readFrame(frame: DhtFrame): void {
  const { bits, humidity, temperature } = frame;
  const sum = (humidity >> 8) + humidity + (temperature >> 8) + temperature;
  if (bits === NO_FALL) frame.fault = "no answer";
  else if (bits < FRAME_BITS) frame.fault = "cut frame";
  else if (bits > MOST_BITS) frame.fault = "noise";
  else frame.fault = (sum & 0xff) === frame.sum ? "" : "bad checksum";
  if (temperature > 0x7fff) frame.temperature = 0x8000 - temperature;
}
