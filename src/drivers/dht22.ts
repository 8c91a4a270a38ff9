// DHT22, which is AM2302 on a cable, and AM2301 (DHT21): temperature and humidity, by 40 bits on one line
// that stands high at rest. Datasheet: Aosong, "AM2302 Product Manual": -40 to 80 °C, 0.5 °C; 0 to 99.9 %, 2
// %; two seconds from one reading to the next, and as many behind power-on. The line needs a resistor of 4.7
// to 10 kOhm to 3.3 V, which modules have on them. The datasheet's highest bit of the temperature is a sign.
// Some parts give it in two's complement: below 0 °C the two never meet. What it says was measured when it
// was asked before: at a reading every ten seconds it is ten seconds old. Under NodeMCU the firmware's module
// `dht` speaks to it; under Espruino an interrupt for each bit does, and where one is lost there is no
// reading. Not implemented: DHT11 and DHT12, which say the same in other units.
import type { DhtFrame } from "../ports/edges.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import { newDhtFrame } from "../reading/dht-frame.ts";
import { describePart, newPart, type Part, type Quantity, setReading, type Wires } from "../reading/part.ts";

/** The reading is done after 50 ms: the part is not asked again before it can say something new. */
const CYCLE_MS = 2000;
/** In tenths. No air is without water: 0 is what a part says whose humidity sensor is broken. */
const LEAST_PERCENT = 1;
const MOST_PERCENT = 1000;
const LEAST_CELSIUS = -400;
const MOST_CELSIUS = 800;
/** A word of two's complement that is read as a sign and a number is this, less the value. */
const TWOS_COMPLEMENT = -32768;

export interface Dht22 extends Part {
  wire: "dht";
  /** From `begin` on. */
  ports: Ports | undefined;
  frame: DhtFrame;
  /** °C in tenths, -400 to 800. */
  temperature: Quantity;
  /** Relative humidity in tenths of a percent, 1 to 1000. */
  humidity: Quantity;
}

/**
 * The part whose data line is on the pin that the wiring calls `role`.
 *
 * @part DHT22, AM2302, AM2301
 * @esphome dht
 * @gives `temperature` °C, `humidity` %
 * @example dht22(role)
 * @note On a pin with interrupts, with 4.7 to 10 kΩ to 3.3 V. Sample it every two seconds or slower: a reading is of the
 * time before. Linux hears none. Both codings of temperatures below 0 °C are read.
 */
export function dht22(role: string): Dht22 {
  const part = newPart<Dht22>(role, "dht", begin, request, collect);
  describePart(part, "DHT22", []);
  part.frame = newDhtFrame("");
  part.temperature = { part, decimals: 1, value: undefined };
  part.humidity = { part, decimals: 1, value: undefined };
  return part;
}

function begin(part: Dht22, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.frame.pin = wires[part.role] as Pin;
}

function request(part: Dht22): number {
  (part.ports as Ports).dht.ask(part.frame);
  return CYCLE_MS;
}

function collect(part: Dht22): string {
  const frame = part.frame;
  (part.ports as Ports).dht.take(frame);
  setReading(part.temperature, undefined);
  setReading(part.humidity, undefined);
  if (frame.fault !== "") return frame.fault;
  if (frame.humidity < LEAST_PERCENT || frame.humidity > MOST_PERCENT) return "out of range";
  let celsius = frame.temperature;
  if (celsius < LEAST_CELSIUS) celsius = TWOS_COMPLEMENT - celsius;
  if (celsius < LEAST_CELSIUS || celsius > MOST_CELSIUS) return "out of range";
  setReading(part.temperature, celsius);
  setReading(part.humidity, frame.humidity);
  return "";
}
