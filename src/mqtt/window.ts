// How many messages may be on their way to the broker at once, at most. How many may be now: in-flight.ts.

/** Messages that may be out and unacknowledged. With one that waits they fill 8 slots: Lua has lists of 2, 4, 8... */
export const WINDOW = 7;

/** The widest window of a program's client: so many identifiers of QoS 1 there are (packet-id.ts). */
export const WIDEST_WINDOW = 0x7000;

/** As many may be out at QoS 2, whose identifiers differ in one byte. */
export const WIDEST_QOS2_WINDOW = 255;
