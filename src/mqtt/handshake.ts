// The stage of a sent message in its handshake (MQTT 3.1.1, 4.3), kept as the mark of its slot in the ring.
//
//   QoS 1   PUBLISH ->  <- PUBACK
//   QoS 2   PUBLISH ->  <- PUBREC   PUBREL ->  <- PUBCOMP
//
// A mark is one number, for a slot of a ring has room for no more: the packet identifier, and above it the
// state.
import { QOS2 } from "../features.ts";

/** PUBREL is out in place of the message: added to its identifier, which is at most 65,535. */
const RELEASED = 65536;

/** PUBLISH is out under this identifier, PUBACK or PUBREC is to come. @inline */
export function publishedAs(id: number): number {
  return id;
}

/** PUBREL is out under this identifier, PUBCOMP is to come. @inline */
export function releasedAs(id: number): number {
  return RELEASED + id;
}

/**
 * Does the mark say that the broker may know the message as a PUBLISH? The mark is then its packet
 * identifier. @inline
 */
export function isPublished(mark: number): boolean {
  return mark > 0 && (!QOS2 || mark < RELEASED);
}

/** Is PUBREL out in its place? @inline */
export function awaitsPubcomp(mark: number): boolean {
  return mark > RELEASED;
}

/** The identifier under which its PUBREL is out. @inline */
export function releasedId(mark: number): number {
  return mark - RELEASED;
}
