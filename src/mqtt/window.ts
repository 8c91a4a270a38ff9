// The window: the most messages that may ever be on their way to the broker at once.
// in-flight.ts says how many may be now.

/**
 * Messages that may be out and unacknowledged. With one that waits they fill 8 slots: Lua has lists of 2, 4,
 * 8...
 */
export const WINDOW = 7;

/** The widest window of a program's client: the number of identifiers of QoS 1 (packet-id.ts). */
export const WIDEST_WINDOW = 0x7000;

/**
 * The identifiers of QoS 2 (packet-id.ts): from the first on, as many as may be in flight. They are so few
 * that a device which does not remember its last life can finish all messages that that has left at the
 * broker.
 */
export const FIRST_QOS2_ID = 257;

/** The most messages out at QoS 2: their identifiers differ in one byte. */
export const WIDEST_QOS2_WINDOW = 255;
