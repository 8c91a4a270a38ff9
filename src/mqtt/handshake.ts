// The stage of a sent message in its handshake (MQTT 3.1.1, 4.3), kept as the mark of its slot in the ring.
//
//   QoS 1   PUBLISH ->  <- PUBACK
//   QoS 2   PUBLISH ->  <- PUBREC   PUBREL ->  <- PUBCOMP
//
// A mark is one number, for a slot of a ring has room for no more:
//
//   mark            the message of the slot                             written by
//   -2              waits, and the next sweep takes it out              ring/sweep.ts
//   -1              was out in a session that is no more                `forgetMarks` (ring/ring.ts)
//   0               was never out                                       ring/ring.ts
//   1 to 65,535     PUBLISH is out under this identifier                transmit.ts, alone.ts
//   above 65,536    PUBREL is out under the identifier: mark - 65,536   qos2-send.ts
//
// But for -2, the mark is of a message that was on the wire: one that waits, and an empty slot, have that of
// the message before them in the slot.
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

/** Does the mark say that the broker may know the message as a PUBLISH? @inline */
export function isPublished(mark: number): boolean {
  return mark > 0 && (!QOS2 || mark < RELEASED);
}

/** The identifier under which its PUBLISH is out. @inline */
export function publishedId(mark: number): number {
  return mark;
}

/** Is PUBREL out in its place? @inline */
export function awaitsPubcomp(mark: number): boolean {
  return mark > RELEASED;
}

/** The identifier under which its PUBREL is out. @inline */
export function releasedId(mark: number): number {
  return mark - RELEASED;
}
