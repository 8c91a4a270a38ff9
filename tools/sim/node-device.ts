// A device that runs in Node itself: the Node platform, under the simulator's roof.
export { NODE_LIMITS, startNodeDevice } from "../../src/platform/node/device.ts";
