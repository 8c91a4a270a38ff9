// How a process of a fleet is started: with a small space for what is young. Node's grows to three times 16 MB, which is full of what was
// needed once, and what V8 moves out of it lies far apart: of each of thousands of devices 9 kB stay in memory without that.

/** For Node. Devices are made and then stay, so that what is young is looked through no more often for what it costs. */
export const YOUNG_SPACE = "--max-semi-space-size=1";
