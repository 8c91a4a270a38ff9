// The table of features: what a firmware may need of the core. In Node everything is there. For an image the build sets
// each by the device's declaration, the board and its user's wish (tools/build/features.ts), and what hangs on one that
// is false is left out.

/** Messages at QoS 1 are published: the ring, acknowledgements, resends. */
export const QOS1: boolean = true;
/** Some publication drops the oldest message when the ring is full. */
export const OVERFLOW_OLDEST: boolean = true;
/** Some publication keeps the latest message of its topic only. */
export const OVERFLOW_LATEST: boolean = true;
/** Subscriptions may hold wildcards. */
export const WILDCARDS: boolean = true;
/** The broker keeps the session while the device is away. */
export const PERSISTENT_SESSION: boolean = true;
/** The settings may name a user and a password. */
export const CREDENTIALS: boolean = true;
/** The settings may ask for a TLS stream. */
export const TLS: boolean = true;
/** Some actuator is switched on and off. */
export const SWITCHES: boolean = true;
/** The device announces itself to Home Assistant. */
export const DISCOVERY: boolean = true;
/** Some filter goes by the time: throttle, debounce, heartbeat. */
export const TIMED_FILTERS: boolean = true;
/** Some sensor publishes words in place of numbers. */
export const STATES: boolean = true;
/** Some sensor is sampled by a message to its topic. */
export const REQUESTS: boolean = true;
/** Some diagnostic counts what the client did. */
export const CLIENT_COUNTERS: boolean = true;
/** The device's lines go to the broker as well. */
export const LOG: boolean = true;
