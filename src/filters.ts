/**
 * The face for filters: what stands between a sensor's reading and what is published. docs/sensors.md says what each does.
 * @module ringmote/filters.ts
 */

export { calibrateLinear } from "./device/filters/calibrate-linear.ts";
export { calibrateTable } from "./device/filters/calibrate-table.ts";
export { clamp } from "./device/filters/clamp.ts";
export { deadBand, onChange } from "./device/filters/dead-band.ts";
export { debounce } from "./device/filters/debounce.ts";
export { difference } from "./device/filters/difference.ts";
export { exponentialAverage } from "./device/filters/exponential-average.ts";
export type { Filter } from "./device/filters/filter.ts";
export { heartbeat } from "./device/filters/heartbeat.ts";
export { maxStep } from "./device/filters/max-step.ts";
export { median } from "./device/filters/median.ts";
export { movingAverage } from "./device/filters/moving-average.ts";
export { throttle } from "./device/filters/throttle.ts";
export { validRange } from "./device/filters/valid-range.ts";
export { windowMaximum } from "./device/filters/window-maximum.ts";
export { windowMinimum } from "./device/filters/window-minimum.ts";
