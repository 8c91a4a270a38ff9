/**
 * The face for filters: what stands between a sensor's reading and what is published. docs/sensors.md says
 * what each does.
 *
 * @module ringmote/filters.ts
 */

export { calibrateLinear } from "./device/run/filters/calibrate-linear.ts";
export { calibrateTable } from "./device/run/filters/calibrate-table.ts";
export { clamp } from "./device/run/filters/clamp.ts";
export { deadBand, onChange } from "./device/run/filters/dead-band.ts";
export { debounce } from "./device/run/filters/debounce.ts";
export { difference } from "./device/run/filters/difference.ts";
export { exponentialAverage } from "./device/run/filters/exponential-average.ts";
export type { Filter } from "./device/run/filters/filter.ts";
export { heartbeat } from "./device/run/filters/heartbeat.ts";
export { maxStep } from "./device/run/filters/max-step.ts";
export { median } from "./device/run/filters/median.ts";
export { movingAverage } from "./device/run/filters/moving-average.ts";
export { throttle } from "./device/run/filters/throttle.ts";
export { validRange } from "./device/run/filters/valid-range.ts";
export { windowMaximum } from "./device/run/filters/window-maximum.ts";
export { windowMinimum } from "./device/run/filters/window-minimum.ts";
