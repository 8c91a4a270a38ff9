// Pins of the ESP8266: `gpio` counts by the D numbers on the board; pin 0 has neither interrupt nor pull-up.
// Its SPI (`spi`, called HSPI) has fixed ones for its lines: the build has compared them.
import type { DhtFrame, DhtLine } from "../../../ports/edges.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Pulses, Turns } from "../../../ports/pulses.ts";
import type { Spi } from "../../../ports/spi.ts";
import { beginsPulse, newContact } from "../../../reading/pulses.ts";
import { pinsChanged } from "../../../runtime/events.ts";
import { heardDht, takeDht } from "../edges.ts";
import { tell } from "../running.ts";
import { takeTurns, turnedTo } from "../turns.ts";

/** A pulse counter begins again at 0 behind 2^31 - 1. */
const MOST_PULSES = 2147483647;

/** The SPI that is not the flash chip's. */
const HSPI = 1;
const BITS = 8;
/** Of 80 MHz. */
const TO_1_MHZ = 80;

/** Pulses of each pin that is counted. */
const pulses: number[] = [];

/** How many knobs there are so far. */
let knobs = 0;

/** The bus is set up with the first part on it. */
let isSpiSetUp = false;

export function makeOutput(pin: Pin, level: number): void {
  gpio.write(pin, level);
  gpio.mode(pin, gpio.OUTPUT);
  gpio.write(pin, level);
}

/** Where there are interrupts the pin is ready to be watched: the mode would have to be set anew for it. */
export function makeInput(pin: Pin, pulledUp: boolean): void {
  gpio.mode(pin, pin === 0 ? gpio.INPUT : gpio.INT, pulledUp ? gpio.PULLUP : gpio.FLOAT);
}

export function watchPin(pin: Pin): void {
  gpio.trig(pin, "both", changed);
}

function changed(this: void): void {
  tell(pinsChanged, undefined);
}

/**
 * A call tells how many edges there were since the last one, of which the first one's level and time are
 * known.
 */
function countPulses(pin: Pin, quietMs?: number): void {
  const at = pin as number;
  pulses[at] = 0;
  gpio.mode(pin, gpio.INT, gpio.PULLUP);
  if (quietMs === undefined || quietMs === 0) {
    gpio.trig(pin, "down", (_level, _time, count) => {
      const left = MOST_PULSES - pulses[at];
      pulses[at] = count > left ? count - left - 1 : pulses[at] + count;
    });
    return;
  }
  const contact = newContact(quietMs * 1000);
  gpio.trig(pin, "both", (level, time, count) => {
    if (beginsPulse(contact, level === 0, gpio.read(pin) === 1, count > 1 ? tmr.now() : time))
      pulses[at] = pulses[at] === MOST_PULSES ? 0 : pulses[at] + 1;
  });
}

function pulsesOf(pin: Pin): number {
  return pulses[pin as number];
}

/** The module has three, which the build has counted. @cold */
function countTurns(clk: Pin, dt: Pin): void {
  const at = clk as number;
  rotary.setup(knobs, dt, clk);
  rotary.on(knobs, rotary.TURN, (_kind, position) => {
    turnedTo(at, position);
    changed();
  });
  knobs = knobs + 1;
}

/** The high byte of 80 °C, and of 100 %, is 3; the sign is the byte's highest bit. */
const HIGH_BYTES = 4;
const SIGN = 128;
/** The high byte of -25.6 °C in two's complement, which some parts give: one of -1 (src/drivers/dht22.ts). */
const MINUS_ONE = 255;
/** What one of a high byte is. */
const HIGH = 25.6;

/**
 * The module takes a frame whose low bytes are both 0, as of 51.2 % and 25.6 °C, for one of a DHT11, and
 * gives its high bytes: 2 and 1. No air is so cold and so dry that a DHT22 says that itself. @cold
 */
function askDht(frame: DhtFrame): void {
  const [status, celsius, percent] = dht.read(frame.pin);
  const high = celsius < SIGN ? celsius : celsius === MINUS_ONE ? 1 : celsius - SIGN;
  if (isHighByte(high) && isHighByte(percent))
    heardDht(frame, status, (celsius < SIGN ? high : -high) * HIGH, percent * HIGH);
  else heardDht(frame, status, celsius, percent);
}

/** @cold */
function isHighByte(value: number): boolean {
  return value >= 0 && value < HIGH_BYTES && value % 1 === 0;
}

/** The bus takes four pins from `gpio`: a cs that is one of them is taken back behind that. @cold */
function setUpSpi(cs: Pin): void {
  if (!isSpiSetUp) spi.setup(HSPI, spi.MASTER, spi.CPOL_LOW, spi.CPHA_LOW, BITS, TO_1_MHZ, spi.FULLDUPLEX);
  isSpiSetUp = true;
  makeOutput(cs, 1);
}

/** @cold */
function exchangeSpi(cs: Pin, bytes: string): string {
  gpio.write(cs, 0);
  const [_, read] = spi.send(HSPI, bytes);
  gpio.write(cs, 1);
  return read;
}

export const DHT: DhtLine = { ask: askDht, take: takeDht };
export const PULSES: Pulses = { count: countPulses, counted: pulsesOf };
export const SPI: Spi = { setUp: setUpSpi, exchange: exchangeSpi };
export const TURNS: Turns = { count: countTurns, take: takeTurns };
