// Global functions that the program of the client offers to the bench, on every engine.

/** Publishes to `home/room1/temp` at QoS 0. */
declare let publishZero: (this: void, payload: string) => void;
/** Prepares `home/room1/temp` and publishes to it at QoS 0. */
declare let publishNew: (this: void, payload: string) => void;
/** Publishes to `home/room1/temp` at QoS 1. */
declare let publishOne: (this: void, payload: string) => void;
/** Subscribes to `home/room1/temp` and so on up to `home/room<count>/temp`, and takes the SUBACKs. */
declare let subscribeTo: (this: void, count: number) => void;
/**
 * Waits the pause out and opens the stream: CONNECT is written. The broker's answer is `receiveBytes`' to
 * hand in.
 */
declare let openStream: (this: void, _: string) => void;
/** Closes the stream as a broker does that has gone. */
declare let loseStream: (this: void, reason: string) => void;
/** Bytes of payload that the subscribers were given since the start. */
declare let countDelivered: (this: void) => number;
/** Hands bytes to the port's write, and does nothing else. */
declare let writeBytes: (this: void, bytes: string) => void;
/** Hands bytes of the broker to the client. */
declare let receiveBytes: (this: void, bytes: string) => void;
/** Takes what the others take and does nothing: what calling costs. */
declare let doNothing: (this: void, bytes: string) => void;
/** Bytes that the client has written since it was started. */
declare let countWritten: (this: void) => number;
