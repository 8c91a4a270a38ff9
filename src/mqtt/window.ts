// The window: the most messages that may ever be on their way to the broker at once.
// in-flight.ts says how many may be now.

/** Messages that may be out and unacknowledged. With one that waits they fill 8 slots: Lua has lists of 2, 4, 8... */
export const WINDOW = 7;

/** The widest window of a program's client: so many identifiers of QoS 1 there are (packet-id.ts). */
export const WIDEST_WINDOW = 0x7000;

/**
 * The identifiers of QoS 2 (packet-id.ts): from the first on as many as may be in flight. So few, that a device without a memory
 * of its last life can finish whatever that has left with the broker.
 */
export const FIRST_QOS2_ID = 257;

/** As many may be out at QoS 2 at most: their identifiers differ in one byte. */
export const WIDEST_QOS2_WINDOW = 255;
