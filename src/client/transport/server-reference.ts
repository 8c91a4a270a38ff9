// The places that a client in Node goes to where its broker sends it elsewhere (MQTT 5.0, 4.11): those of a
// device, and addresses of IPv6 in brackets.
import { hostOf, portOf } from "../../mqtt/failover.ts";
import { isPlace } from "../../mqtt/program/server-references.ts";

/** An address of IPv6, as 4.11 writes it. */
const IN_BRACKETS = /^\[([0-9a-f:.]{2,45})\](:\d+)?$/i;

/** Can a client connect to this place of a reference? */
export function isReachable(place: string): boolean {
  return isPlace(named(place));
}

export function hostOfPlace(place: string): string {
  return IN_BRACKETS.exec(place)?.[1] ?? hostOf(place);
}

/** The port that it names, or `usual`. */
export function portOfPlace(place: string, usual: number): number {
  return portOf(named(place), usual);
}

/** With some name in place of an address in brackets. */
function named(place: string): string {
  return place.replace(IN_BRACKETS, "x$2");
}
