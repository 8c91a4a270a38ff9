// PMS5003: mass of fine particles in the air over UART; PMS7003 and PMSA003 speak the same. Datasheet:
// Plantower, "PMS5003 series data manual", version 2.3 (June 2016), appendices I and II. It needs 5 V for its
// fan, and its lines are at 3.3 V. It is asked (passive mode), so that nothing wakes the device between two
// measurements. It comes up speaking by itself, every 0.2 to 2.3 s (active mode), and does so again after a
// power cut of its own: what it then says is taken as the answer, and after a fault it gets the command to
// wait again. One that another program sent to sleep would say nothing until a power cut: with that command
// it is woken. Without `tx` it always speaks by itself. So a measurement lasts a little longer than the
// longest such pause. Not implemented: sleep (the fan always turns; the laser lives three years of that), the
// counts of particles, and the values of the factory's own calibration (CF=1). Values of the first 30 s after
// power on are not settled yet.
import { readUint16 } from "../bytes/integers.ts";
import type { Ports } from "../ports/ports.ts";
import { describePart, type Quantity, setReading, type Wires } from "../reading/part.ts";
import { beginUart, findFrame, forgetHeard, newUartPart, sayTo, type UartPart } from "./uart-part.ts";

const BAUD = 9600;
/**
 * Wake up, and wait to be asked. Each: two start characters, the command, its data, and the sum of all of
 * them (appendix II).
 */
const BE_PASSIVE = "\x42\x4d\xe4\x00\x01\x01\x74" + "\x42\x4d\xe1\x00\x00\x01\x70";
const READ = "\x42\x4d\xe2\x00\x00\x01\x71";
/**
 * The same characters, and the length of what follows: 28 bytes (appendix I). The answer to a command has
 * another length.
 */
const START = "\x42\x4d\x00\x1c";
const FRAME_BYTES = 32;
const CHECKSUM_AT = 30;
/** Data 4 to 6, "under atmospheric environment". */
const PM1_AT = 10;
const PM25_AT = 12;
const PM10_AT = 14;
/** In µg/m³. Broken ones say 65535. */
const MOST = 1000;
const ANSWER_MS = 2400;

export interface Pms5003 extends UartPart {
  sparePin: "tx";
  /** µg/m³ of particles up to 1, 2.5 and 10 µm, 0 to 1000. Error ±10 µg/m³ up to 100, ±10 % above, of PM2.5. */
  pm1: Quantity;
  pm25: Quantity;
  pm10: Quantity;
}

/**
 * The part on the UART that the wiring calls `role`: `{ tx, rx }`, where the device's `tx` goes to the part's RX, or `{ rx }`.
 *
 * @part Plantower PMS5003, PMS7003, PMSA003
 * @esphome pmsx003
 * @gives `pm1` µg/m³, `pm25` µg/m³, `pm10` µg/m³
 * @example pms5003(role)
 */
export function pms5003(role: string): Pms5003 {
  const part = newUartPart<Pms5003>(role, BAUD, begin, request, collect);
  part.sparePin = "tx";
  describePart(part, "PMS5003", []);
  part.pm1 = { part, decimals: 0, value: undefined };
  part.pm25 = { part, decimals: 0, value: undefined };
  part.pm10 = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: Pms5003, ports: Ports, wires: Wires): void {
  beginUart(part, ports, wires);
  sayTo(part, BE_PASSIVE);
}

function request(part: Pms5003): number {
  forgetHeard(part);
  sayTo(part, READ);
  return ANSWER_MS;
}

function collect(part: Pms5003): string {
  setReading(part.pm1, undefined);
  setReading(part.pm25, undefined);
  setReading(part.pm10, undefined);
  const fault = findFrame(part, START, FRAME_BYTES, isSound);
  if (fault !== "") {
    // It may have been without power, and speak by itself since then.
    sayTo(part, BE_PASSIVE);
    return fault;
  }
  const { frame } = part;
  const pm1 = readUint16(frame, PM1_AT);
  const pm25 = readUint16(frame, PM25_AT);
  const pm10 = readUint16(frame, PM10_AT);
  if (pm1 > MOST || pm25 > MOST || pm10 > MOST) return "out of range";
  setReading(part.pm1, pm1);
  setReading(part.pm25, pm25);
  setReading(part.pm10, pm10);
  return "";
}

/** The last two bytes are the sum of the others. @cold */
function isSound(frame: string): boolean {
  let sum = 0;
  for (let i = 0; i < CHECKSUM_AT; i++) sum += frame.charCodeAt(i);
  return sum === readUint16(frame, CHECKSUM_AT);
}
