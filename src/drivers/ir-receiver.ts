// An infrared receiver for 38 kHz (TSOP38238, VS1838B) that hears remotes of the NEC protocol, as small ones
// and many of TVs are. Datasheets: Vishay, "TSOP382.., TSOP384..", 82491: its output is low while it hears
// the carrier, and falls 184 to 395 µs late; NEC, "µPD6121, µPD6122", U10114EJ6V0DS: from fall to fall 13.5
// ms lead in, then a 0 takes 1.125 ms and a 1 2.25 ms, lowest bit first: 16 bits of address, 8 of command and
// these inverted. A key that is held repeats 11.25 ms and no bits every 108 ms. Only falls are heard, so that
// interpreters keep pace, and it listens at all times. A frame of which an edge was lost, or that another
// remote sent, counts for nothing: press again. Lamps and the sun make noise at any time, so that noise is no
// fault, and a part that is not there is not noticed. Not implemented: other protocols; sending.
import { elapsed } from "../bytes/milliseconds.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import {
  describePart,
  type Given,
  measuredAtOnce,
  newPart,
  type Part,
  type Quantity,
  setReading,
  type Wires,
  watchPins,
} from "../reading/part.ts";

/** Half way between the lengths, and as far beyond. */
const SHORTEST_BIT_US = 560;
const ONE_US = 1687;
const LONGEST_BIT_US = 2800;
const SHORTEST_REPEAT_US = 10300;
const SHORTEST_LEAD_US = 12375;
const LONGEST_LEAD_US = 14600;
const BITS = 32;
const NO_FRAME = -1;
/** One repeat in between may be lost. */
const HELD_MS = 250;
const MOST_CODE = 0xffffff;

export interface IrReceiver extends Part {
  wire: "edges";
  /** From `begin` on. */
  ports: Ports | undefined;
  keys: readonly number[];
  /** The line fell last, in microseconds; how many bits have come, and the last 32 of them. */
  at: number;
  bits: number;
  first: number;
  second: number;
  /** A key is held, and was heard at this instant. */
  isHeld: boolean;
  heardAt: number;
  /** Of the newest press: address * 256 + command. */
  code: Quantity;
  /** Presses since start; repeats are none. */
  presses: Quantity;
  /** The place of the held key among `keys`, from 1; without keys 1; 0 is none. */
  key: Quantity;
}

/**
 * The receiver on the input that the wiring calls `role`. `keys`: the codes that `key` tells, in the order of a sensor's `states` behind
 * the word for none.
 *
 * @part TSOP38238, VS1838B: infrared remotes (NEC)
 * @esphome remote_receiver
 * @gives `key` held, as listed, `code` of it, `presses` counted
 * @example irReceiver(role, [69, 70])
 * @note `key` of `irReceiver("remote", [69])` with `states: ["none", "power"]` says `power` at once, and `none` with a
 * sample after it. `code` is address * 256 + command. A frame that the firmware was too slow for is no press.
 */
export function irReceiver(role: string, keys?: readonly number[]): IrReceiver {
  const part = newPart<IrReceiver>(role, "edges", begin, measuredAtOnce, collect);
  watchPins(part);
  part.keys = keys === undefined ? [] : keys;
  describePart(part, "infrared receiver", givenKeys(part.keys));
  part.at = 0;
  part.bits = NO_FRAME;
  part.first = 0;
  part.second = 0;
  part.isHeld = false;
  part.heardAt = 0;
  part.code = { part, decimals: 0, value: undefined };
  part.presses = { part, decimals: 0, value: 0 };
  part.key = { part, decimals: 0, value: 0 };
  return part;
}

function givenKeys(keys: readonly number[]): Given[] {
  const given: Given[] = [];
  for (const value of keys)
    given.push({ what: "key " + (given.length + 1), value, least: 0, most: MOST_CODE });
  return given;
}

function begin(part: IrReceiver, ports: Ports, wires: Wires): void {
  const pin = wires[part.role] as Pin;
  part.ports = ports;
  ports.makeInput(pin, true);
  ports.edges.watchFalls(pin, (at, isLost) => fell(part, at, isLost));
}

/** The line fell. True: a key was pressed. */
function fell(part: IrReceiver, at: number, isLost: boolean): boolean {
  const gap = elapsed(at, part.at);
  part.at = at;
  const isBit = part.bits !== NO_FRAME && gap >= SHORTEST_BIT_US && gap <= LONGEST_BIT_US;
  if (isLost || !isBit) {
    part.bits = !isLost && gap >= SHORTEST_LEAD_US && gap <= LONGEST_LEAD_US ? 0 : NO_FRAME;
    if (!isLost && gap >= SHORTEST_REPEAT_US && gap < SHORTEST_LEAD_US) repeated(part);
    return false;
  }
  part.first = (part.first >> 1) | ((part.second & 1) << 15);
  part.second = (part.second >> 1) | (gap > ONE_US ? 0x8000 : 0);
  part.bits += 1;
  return part.bits === BITS && takePress(part);
}

function repeated(part: IrReceiver): void {
  const now = (part.ports as Ports).milliseconds();
  if (part.isHeld && elapsed(now, part.heardAt) < HELD_MS) part.heardAt = now;
}

/**
 * Takes the press of a key once all bits are there. Returns whether they are sound. An address of 8 bits comes
 * with its inverse, too.
 */
function takePress(part: IrReceiver): boolean {
  const { first, second } = part;
  part.bits = NO_FRAME;
  if ((second & 255) + (second >> 8) !== 255) return false;
  const address = (first & 255) + (first >> 8) === 255 ? first & 255 : first;
  part.heardAt = (part.ports as Ports).milliseconds();
  part.isHeld = true;
  setReading(part.code, address * 256 + (second & 255));
  setReading(part.presses, (part.presses.value as number) + 1);
  return true;
}

function collect(part: IrReceiver): string {
  if (elapsed((part.ports as Ports).milliseconds(), part.heardAt) >= HELD_MS) part.isHeld = false;
  setReading(part.key, part.isHeld ? placeOf(part.code.value as number, part.keys) : 0);
  return "";
}

function placeOf(code: number, keys: readonly number[]): number {
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === code) return i + 1;
  }
  return keys.length === 0 ? 1 : 0;
}
