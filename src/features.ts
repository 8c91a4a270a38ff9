// The table of features: what a firmware may need of the core. In Node everything is there. For an image the build sets
// each to what the device's declaration uses (tools/build/features.ts), and what hangs on one that is false is left out.

/** Messages at QoS 1 are published: the ring, acknowledgements, resends. */
export const QOS1: boolean = true;
/** Some publication drops the oldest message when the ring is full. */
export const OVERFLOW_OLDEST: boolean = true;
/** Some publication keeps the latest message of its topic only. */
export const OVERFLOW_LATEST: boolean = true;
/** Subscriptions may hold wildcards. */
export const WILDCARDS: boolean = true;
