// Functions of the client that takes packets (program.ts), which its driver calls as globals.

/** Begins a new client and brings it to where it waits for CONNACK; "c": it asks for a clean session. */
declare let packetsGreet: (this: void, flags: string) => void;
/** The same, and on to where test/mqtt/broken-packets.ts says it stands; "w": it takes every topic. */
declare let packetsStand: (this: void, flags: string) => void;
/** Hands bytes of the broker in, in pieces of so many bytes. */
declare let packetsTake: (this: void, bytes: string, piece: number) => void;
/** Its state, the reasons of its ends, how often it closed the link, the codes of what it wrote, what it delivered. */
declare let packetsOutcome: (this: void) => string;
