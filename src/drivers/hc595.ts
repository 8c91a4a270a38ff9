// 74HC595: eight outputs a chip, of which several are a chain: QH' of one goes to SER of the next. SRCLK goes
// to sck, SER to mosi, RCLK to cs. Datasheet: Texas Instruments, "SNx4HC595 8-Bit Shift Registers With
// 3-State Output Registers", SCLS041: what was shifted in comes to the outputs when RCLK rises. An output
// gives 6 mA, and a chip 70 mA: relays and valves need a driver as the ULN2803. The outputs are at any level
// from power-on until the device has started: where that harms, hold OE high until then. A resistor of 10
// kOhm from RCLK to the supply keeps them as they are while the device starts anew. At 3.3 V; at 5 V take a
// 74HCT595. The chips do not answer: one that has lost its power alone stays wrong until the next command.
// Not implemented: OE and SRCLR (tie them to ground and to the supply).
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import { type Drivable, pinOf, type Wires } from "../reading/part.ts";

const OUTPUTS = 8;
const MOST_CHIPS = 8;

export interface Hc595 {
  role: string;
  wire: "pins";
  pins: { sck: "sck"; mosi: "mosi"; cs: "cs" };
  ports: Ports | undefined;
  cs: Pin;
  /** Of each chip, the nearest one first: its lowest bit is QA. */
  levels: number[];
  /** How many outputs were made, and how many of them have their first value: they come with the last one's. */
  made: number;
  ready: number;
}

export interface Hc595Output extends Drivable {
  wire: "pins";
  pins: { sck: "sck"; mosi: "mosi"; cs: "cs" };
  of: Hc595;
  output: number;
  /** The level that switches it on. */
  onLevel: number;
}

/**
 * The chain of `chips`, 1 to 8 (default 1), on the SPI, on the pins that the wiring gives to `role`: `{ sck, mosi, cs }`.
 *
 * @part 74HC595, up to eight in a chain
 * @esphome sn74hc595
 * @takes 0, 1; with `true`, low is on
 * @example hc595Output(hc595(role), 0)
 * @example hc595Output(hc595(role, 2), 15, true)
 * @note Wired as `{ sck, mosi, cs }`, RCLK to `cs`: `const relays = hc595("relays")`, then `hc595Output(relays, 0)`.
 * Outputs are at any level until the device has started.
 */
export function hc595(role: string, chips?: number): Hc595 {
  const levels: number[] = [];
  const length = chips === undefined ? 1 : chips;
  for (let i = 0; i < length; i++) levels.push(0);
  return {
    role,
    wire: "pins",
    pins: { sck: "sck", mosi: "mosi", cs: "cs" },
    ports: undefined,
    cs: "",
    levels,
    made: 0,
    ready: 0,
  };
}

/**
 * One of the outputs: 0 is QA of the chip that is next to the device, 7 its QH, 8 QA of the second one. Each
 * is made once.
 */
export function hc595Output(part: Hc595, output: number, activeLow?: boolean): Hc595Output {
  part.made += 1;
  const chips = part.levels.length;
  return {
    role: part.role,
    wire: "pins",
    pins: part.pins,
    setUp,
    drive,
    most: 1,
    of: part,
    output,
    onLevel: activeLow === true ? 0 : 1,
    chip: "74HC595",
    given: [
      { what: "chips", value: chips, least: 1, most: MOST_CHIPS },
      { what: "output", value: output, least: 0, most: chips * OUTPUTS - 1 },
    ],
  };
}

/** No output goes through another level on its way to the first: all are sent together. */
function setUp(part: Hc595Output, ports: Ports, wires: Wires, value: number): void {
  const { of, role } = part;
  of.ready += 1;
  setOutput(part, value);
  if (of.ready < of.made) return;
  of.ports = ports;
  of.cs = pinOf(wires, role, "cs");
  ports.spi.setUp(of.cs, pinOf(wires, role, "sck"), undefined, pinOf(wires, role, "mosi"));
  send(of);
}

function drive(part: Hc595Output, value: number): void {
  setOutput(part, value);
  send(part.of);
}

function setOutput({ of, output, onLevel }: Hc595Output, value: number): void {
  const { levels } = of;
  const chip = output >> 3;
  const bit = 1 << (output & 7);
  const others = levels[chip] & (255 - bit);
  const isHigh = (value !== 0) === (onLevel === 1);
  if (chip < levels.length) levels[chip] = isHigh ? others | bit : others;
}

/** The first byte goes to the far end, and of each byte the highest bit does. */
function send({ ports, cs, levels }: Hc595): void {
  let bytes = "";
  for (const outputs of levels) bytes = String.fromCharCode(outputs) + bytes;
  (ports as Ports).spi.exchange(cs, bytes);
}
