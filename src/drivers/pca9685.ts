// PCA9685: sixteen outputs of pulses on I2C, of 4096 steps each, all at one frequency: servos at 50 Hz, LEDs
// and fans at 1000 Hz. Datasheet: NXP, "PCA9685", revision 4 (16 April 2015). Section and table numbers are
// its own. All outputs are off from power-on until the device has started, and after a power cut of the chip
// alone until its keeper looks, a second later. An output gives 10 mA and sinks 25 mA; motors and relays need
// a transistor. Tie OE to ground. Its 25 MHz may be off by some percent. Another program may have left its
// outputs inverted or with an open drain, which are set back, or at an external clock, which only a power cut
// of the chip ends (7.3.1): that is a fault. Not implemented: an external clock, the all-call and
// sub-addresses, other changes than at the end of a write, the open drain.
import type { Ports } from "../ports/ports.ts";
import { type Drivable, describePart, type Wires } from "../reading/part.ts";
import { type I2cPart, newI2cPart, readRegisters, writePart } from "./i2c-part.ts";

/** A0 to A5 low (7.1.1). */
const ADDRESS = 0x40;
/** After power-on every chip answers there (7.1.2). */
const ALL_CALL = 0x70;
/** Registers (table 4). */
const MODE1 = "\x00";
const LED0 = 6;
const PRE_SCALE = "\xfe";
/** MODE2 as after power-on: not inverted, totem pole, changed at the end of a write (table 6). */
const PLAIN_OUTPUTS = "\x01\x04";
/** In MODE1 (table 5): an external clock; auto-increment, asleep and awake. */
const EXTERNAL_CLOCK = 0x40;
const AUTO_INCREMENT = 0x20;
const SLEEPING = "\x30";
const AWAKE = "\x20";
/** All but RESTART. */
const KEPT = 0x7f;
/** Full on or full off (7.3.3). */
const FULL = "\x10";
const STEPS = 4096;
const OUTPUTS = 16;
/** In one write, which takes 3 ms. */
const AT_ONCE = 8;
const LOOK_MS = 1000;

/** What has not reached the chip: nothing; values of outputs; some of its set-up. */
const CURRENT = 0;
const OUTDATED = 1;
const UNPREPARED = 2;
type Condition = typeof CURRENT | typeof OUTDATED | typeof UNPREPARED;

const HERTZ = 1000;
const LEAST_HERTZ = 24;
const MOST_HERTZ = 1526;
const BRIGHTEST = 255;
const FULL_SPEED = 100;
const DEGREES = 180;
const LEAST_US = 500;
const MOST_US = 2500;

export interface Pca9685Options {
  /** 0x40 (default) to 0x7f, by A0 to A5, but not 0x70. */
  address?: number;
  /** Of all outputs: 24 to 1526, by default 1000. Servos take 40 to 60. */
  hertz?: number;
}

/** It is the keeper of its outputs. */
export interface Pca9685 extends I2cPart {
  hertz: number;
  /** One less than the steps of 25 MHz in one of an output. */
  prescale: number;
  /** Of each output: the steps in which it is high. */
  high: number[];
  /** How many outputs were made, and how many of them have their first value: they come with the last one's. */
  made: number;
  ready: number;
  condition: Condition;
}

export interface Pca9685Output extends Drivable {
  wire: "i2c";
  of: Pca9685;
  output: number;
  activeLow: boolean;
  /** The steps in which a value is on. */
  stepsOf(this: void, part: Pca9685Output, value: number): number;
  /** Of a servo: its pulse at both ends. */
  leastUs: number;
  mostUs: number;
}

/**
 * The board on the I2C bus that the wiring calls `role`. Its outputs are `pca9685Servo`, `pca9685Light`, `pca9685Fan` and `pca9685Switch`.
 *
 * @part PCA9685, 16 outputs
 * @esphome pca9685
 * @takes as `servo`, `pwm-light`, `fan`, `relay`; 24 to 1526 Hz
 * @example pca9685Servo(pca9685(role, { hertz: 50 }), 0)
 * @example pca9685Light(pca9685(role), 15)
 * @note `pca9685Light(driver, 1)`, `pca9685Fan`, `pca9685Switch` share `const driver = pca9685("driver")`. Servos need
 * 40 to 60 Hz.
 */
export function pca9685(role: string, options?: Pca9685Options): Pca9685 {
  const given: Pca9685Options = options === undefined ? {} : options;
  const at = given.address === undefined ? ADDRESS : given.address;
  const hertz = given.hertz === undefined ? HERTZ : given.hertz;
  const part = newI2cPart<Pca9685>(role, at, request, collect);
  describePart(part, "PCA9685", [
    { what: "address", value: at, least: ADDRESS, most: 0x7f, except: ALL_CALL },
    { what: "hertz", value: hertz, least: LEAST_HERTZ, most: MOST_HERTZ },
  ]);
  part.hertz = hertz;
  part.prescale = prescaleOf(hertz);
  part.high = [];
  for (let i = 0; i < OUTPUTS; i++) part.high.push(0);
  part.made = 0;
  part.ready = 0;
  part.condition = UNPREPARED;
  return part;
}

/** A hobby servo at the output 0 to 15: see `servo`. */
export function pca9685Servo(
  board: Pca9685,
  output: number,
  leastUs?: number,
  mostUs?: number,
): Pca9685Output {
  const part = newOutput(board, output, DEGREES, false, pulseOf);
  part.leastUs = leastUs === undefined ? LEAST_US : leastUs;
  part.mostUs = mostUs === undefined ? MOST_US : mostUs;
  part.given = [
    { what: "output", value: output, least: 0, most: OUTPUTS - 1 },
    { what: "hertz for a servo", value: board.hertz, least: 40, most: 60 },
    { what: "microseconds at 0 degrees", value: part.leastUs, least: LEAST_US, most: MOST_US },
    { what: "microseconds at 180 degrees", value: part.mostUs, least: LEAST_US, most: MOST_US },
  ];
  return part;
}

/**
 * A light at the output 0 to 15: 0 to 255. `activeLow`: it shines while the output is low, as an LED between
 * it and the supply.
 */
export function pca9685Light(board: Pca9685, output: number, activeLow?: boolean): Pca9685Output {
  return newOutput(board, output, BRIGHTEST, activeLow === true, squareOf);
}

/** A fan or a pump at the output 0 to 15: 0 to 100 percent. */
export function pca9685Fan(board: Pca9685, output: number, activeLow?: boolean): Pca9685Output {
  return newOutput(board, output, FULL_SPEED, activeLow === true, shareOf);
}

/** A valve, a relay or a lamp, on or off, at the output 0 to 15. */
export function pca9685Switch(board: Pca9685, output: number, activeLow?: boolean): Pca9685Output {
  return newOutput(board, output, 1, activeLow === true, wholeOf);
}

function newOutput(
  of: Pca9685,
  output: number,
  most: number,
  activeLow: boolean,
  stepsOf: Pca9685Output["stepsOf"],
): Pca9685Output {
  of.made += 1;
  return {
    role: of.role,
    wire: "i2c",
    setUp,
    drive,
    keeper: of,
    most,
    of,
    output,
    activeLow,
    stepsOf,
    leastUs: 0,
    mostUs: 0,
    given: [{ what: "output", value: output, least: 0, most: OUTPUTS - 1 }],
  };
}

/** Of 25 MHz (7.3.5, equation 1). */
function prescaleOf(hertz: number): number {
  return Math.floor((25000000 + (STEPS >> 1) * hertz) / (STEPS * hertz)) - 1;
}

/** The pulse in steps of (prescale + 1) / 25 us. */
function pulseOf({ of, leastUs, mostUs }: Pca9685Output, degrees: number): number {
  const us = Math.floor((leastUs * (DEGREES - degrees) + mostUs * degrees + 90) / DEGREES);
  return Math.floor((us * 50 + of.prescale + 1) / (2 * of.prescale + 2));
}

/** Rounded up: the least brightness is not darkness. */
function squareOf(_part: Pca9685Output, value: number): number {
  return Math.floor((value * value * STEPS + 65024) / 65025);
}

function shareOf(_part: Pca9685Output, percent: number): number {
  return Math.floor((Math.min(Math.max(percent, 0), FULL_SPEED) * STEPS + 50) / FULL_SPEED);
}

function wholeOf(_part: Pca9685Output, value: number): number {
  return value === 0 ? 0 : STEPS;
}

/** No output goes through another level on its way to the first: the board is set up when it has all of them. */
function setUp(part: Pca9685Output, ports: Ports, wires: Wires, value: number): void {
  const { of } = part;
  of.ready += 1;
  setSteps(part, value);
  if (of.ready < of.made) return;
  of.begin(of, ports, wires);
  setUpBoard(of);
}

function drive(part: Pca9685Output, value: number): void {
  setSteps(part, value);
  const { of } = part;
  if (!writePart(of, outputs(of, part.output, 1)) && of.condition === CURRENT) of.condition = OUTDATED;
}

function setSteps(part: Pca9685Output, value: number): void {
  const { of, output, activeLow } = part;
  const { high } = of;
  const steps = part.stepsOf(part, value);
  if (output < high.length) high[output] = activeLow ? STEPS - steps : steps;
}

/** What writes so many outputs from one on. Each is on from the first step, and off from its last. */
function outputs({ high }: Pca9685, first: number, count: number): string {
  let bytes = String.fromCharCode(LED0 + 4 * first);
  for (let i = first; i < first + count; i++) {
    const steps = high[i];
    if (steps === 0) bytes += "\0\0\0" + FULL;
    else if (steps === STEPS) bytes += "\0" + FULL + "\0\0";
    else bytes += "\0\0" + String.fromCharCode(steps & 255, steps >> 8);
  }
  return bytes;
}

/**
 * The prescaler is written asleep (7.3.5), and so are the outputs, that none shows what it was before. What
 * was running as the chip was sent to sleep stands still until an output is written awake (7.3.1.1).
 */
function setUpBoard(part: Pca9685): void {
  part.condition = UNPREPARED;
  if (
    writePart(part, MODE1 + SLEEPING) &&
    writePart(part, PLAIN_OUTPUTS) &&
    writePart(part, PRE_SCALE + String.fromCharCode(part.prescale)) &&
    writeOutputs(part) &&
    writePart(part, MODE1 + AWAKE)
  )
    updateOutputs(part);
}

function updateOutputs(part: Pca9685): void {
  part.condition = writeOutputs(part) ? CURRENT : OUTDATED;
}

function writeOutputs(part: Pca9685): boolean {
  return writePart(part, outputs(part, 0, AT_ONCE)) && writePart(part, outputs(part, AT_ONCE, AT_ONCE));
}

function request(): number {
  return LOOK_MS;
}

/**
 * A chip that has lost its power sleeps, and is set up again. What else has not reached it is written without
 * a pause of its outputs.
 */
function collect(part: Pca9685): string {
  let mode = readRegisters(part, MODE1, 1);
  if (mode !== undefined && (part.condition === UNPREPARED || !isSetUp(mode))) {
    setUpBoard(part);
    mode = readRegisters(part, MODE1, 1);
  } else if (mode !== undefined && part.condition === OUTDATED) updateOutputs(part);
  if (mode === undefined || part.condition !== CURRENT) return "no answer";
  if (isSetUp(mode)) return "";
  return (mode.charCodeAt(0) & KEPT) === AUTO_INCREMENT + EXTERNAL_CLOCK ? "external clock" : "not a PCA9685";
}

function isSetUp(mode: string): boolean {
  return (mode.charCodeAt(0) & KEPT) === AUTO_INCREMENT;
}
