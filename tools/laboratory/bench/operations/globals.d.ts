// What the program of the operations offers to whoever counts: global functions on every engine.

/** Publishes a reading at QoS 0. */
declare let publishReading: (this: void, payload: string) => void;
/** Publishes the heater's state at QoS 1. */
declare let publishState: (this: void, payload: string) => void;
/** Hands bytes of the broker to the device. */
declare let receiveBytes: (this: void, bytes: string) => void;
/** Takes what the others take and does nothing: what calling costs. */
declare let doNothing: (this: void, bytes: string) => void;
/** Bytes that the device has written since it was started. */
declare let countWritten: (this: void) => number;
