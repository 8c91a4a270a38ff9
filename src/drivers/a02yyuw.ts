// A02YYUW: distance by ultrasound over UART, under a waterproof cap; A01NYUB speaks the same. Source:
// DFRobot, product wiki of SEN0311 and SEN0313. It needs 3.3 to 5 V, and speaks by itself: every 0.3 s while
// its RX is high, as the device's `tx` is at rest, or open.
import { readUint16 } from "../bytes/integers.ts";
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { beginUart, findFrame, forgetHeard, newUartPart, type UartPart } from "./uart-part.ts";

const BAUD = 9600;
const START = "\xff";
const FRAME_BYTES = 4;
const DISTANCE_AT = 1;
/** In mm: less it cannot measure, and more the A01NYUB cannot. */
const LEAST = 30;
const MOST = 7500;
/** At least one whole frame comes. */
const LISTEN_MS = 700;

export interface A02yyuw extends UartPart {
  sparePin: "tx";
  /** cm in tenths: 30 to 4500, of an A01NYUB 280 to 7500. Error ±1 cm. */
  distance: Quantity;
}

/**
 * The part on the UART that the wiring calls `role`: `{ rx }`, or `{ tx, rx }`.
 *
 * @part DFRobot A02YYUW, A01NYUB
 * @esphome a02yyuw a01nyub
 * @gives `distance` cm
 * @example a02yyuw(role)
 */
export function a02yyuw(role: string): A02yyuw {
  const part = newUartPart<A02yyuw>(role, BAUD, beginUart, request, collect);
  part.sparePin = "tx";
  describePart(part, "A02YYUW", []);
  part.distance = { part, decimals: 1, value: undefined };
  return part;
}

function request(part: A02yyuw): number {
  forgetHeard(part);
  return LISTEN_MS;
}

function collect(part: A02yyuw): string {
  setReading(part.distance, undefined);
  const fault = findFrame(part, START, FRAME_BYTES, isSound);
  if (fault !== "") return fault;
  const millimetres = readUint16(part.frame, DISTANCE_AT);
  if (millimetres < LEAST) return "out of range";
  setReading(part.distance, millimetres);
  return "";
}

/** The last byte is the sum of the others. A start byte inside of a frame begins one that is too far. @cold */
function isSound(frame: string): boolean {
  const millimetres = readUint16(frame, DISTANCE_AT);
  const sum = 255 + frame.charCodeAt(1) + frame.charCodeAt(2);
  return millimetres <= MOST && (sum & 255) === frame.charCodeAt(3);
}
