// Displays at work. Once a second each part is looked at, and rows whose values have changed are written, one
// a turn: the bus blocks for as long.
import { elapsed } from "../../bytes/milliseconds.ts";
import { dateText, timeText } from "../../clock/moment-text.ts";
import type { LocalTime } from "../../clock/zone.ts";
import { SWITCHES, ZONE } from "../../features.ts";
import type { Actuator } from "./actuator.ts";
import {
  AWAY,
  DARK,
  type Display,
  LIT,
  NO_VALUE,
  type Row,
  type ShownValue,
  STARTING,
  UNSEEN,
  WALL_TIME,
} from "./display.ts";
import { type Health, noteChange } from "./health.ts";
import type { Sensor } from "./sensor.ts";
import { textOf } from "./telemetry.ts";

/** The pause between two looks at the part and the values. */
const LOOK_MS = 1000;
/** Between two rows. */
const ROW_MS = 20;
const LONGEST_MS = 60000;

/** A device that shows what it measures and drives. */
export interface ShowingDevice {
  sensors: Sensor[];
  actuators: Actuator[];
  displays: Display[];
  /** Where the device declares a clock. */
  time: { local: LocalTime | undefined } | undefined;
  /** @inline */
  health: Health;
}

/** Shows the changed values. Returns the milliseconds until the next call is needed. */
export function pollDisplays(device: ShowingDevice, now: number): number {
  let next = LONGEST_MS;
  for (const display of device.displays) {
    if (display.stage === UNSEEN) {
      display.stage = STARTING;
      display.lookedAt = now;
    }
    let left = LOOK_MS - elapsed(now, display.lookedAt);
    if (left <= 0) {
      display.lookedAt = now;
      left = LOOK_MS;
      lookAtPart(device, display);
      lookAtValues(device, display);
    }
    if (display.stage >= DARK && writeNextRow(display)) left = Math.min(left, ROW_MS);
    next = Math.min(next, left);
  }
  return next;
}

/**
 * Starts a part that was away, or has lost its power, which gets all of its rows. One that was away answers
 * only once it has taken them all.
 */
function lookAtPart(device: ShowingDevice, display: Display): void {
  const part = display.part;
  const wasAway = display.stage === AWAY;
  if (display.stage <= AWAY || !part.isAsLeft(part)) {
    display.stage = part.start(part) ? DARK : AWAY;
    display.blankAt = display.rows.length;
    for (const row of display.rows) row.isStale = true;
  }
  let fault = display.fault;
  if (wasAway || display.stage === AWAY) fault = "no answer";
  else if (display.stage === LIT) fault = "";
  if (fault !== display.fault) noteChange(device.health);
  display.fault = fault;
}

function lookAtValues(device: ShowingDevice, display: Display): void {
  for (const row of display.rows) {
    for (const value of row.values) {
      if (takeValue(device, value)) row.isStale = true;
    }
  }
}

/** Takes the present text of the value. Returns whether it has changed. */
function takeValue(device: ShowingDevice, value: ShownValue): boolean {
  const before = value.text;
  if (SWITCHES && value.actuatorAt >= 0) {
    const actuator = device.actuators[value.actuatorAt] as Actuator;
    value.text = actuator.behaviour.stateText(actuator);
  } else if (ZONE && value.sensorAt <= WALL_TIME) {
    takeWallTime(device, value);
  } else {
    const sensor = device.sensors[value.sensorAt] as Sensor;
    const reading = sensor.last;
    // One failed sample is no reason to forget a value.
    if (reading === value.shownFrom || (reading === undefined && sensor.missed < sensor.patience))
      return false;
    value.shownFrom = reading;
    value.text = reading === undefined ? NO_VALUE : textOf(sensor, reading);
  }
  return value.text !== before;
}

function takeWallTime(device: ShowingDevice, value: ShownValue): void {
  const local = device.time === undefined ? undefined : device.time.local;
  if (local === undefined) return;
  const present = value.sensorAt === WALL_TIME ? local.minute : local.day;
  if (present === value.shownFrom) return;
  value.shownFrom = present;
  value.text = value.sensorAt === WALL_TIME ? timeText(present) : dateText(present);
}

/**
 * Writes the first stale row; without one, for a dark part, a blank row, and then lights it. Returns whether
 * there was something to do.
 */
function writeNextRow(display: Display): boolean {
  const part = display.part;
  const rows = display.rows;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Row;
    if (row.isStale) {
      row.isStale = false;
      if (!part.writeRow(part, i, textIn(row))) display.stage = AWAY;
      return true;
    }
  }
  if (display.stage === LIT) return false;
  if (display.blankAt < part.rows) {
    if (!part.writeRow(part, display.blankAt, "")) display.stage = AWAY;
    display.blankAt += 1;
  } else display.stage = part.light(part) ? LIT : AWAY;
  return true;
}

function textIn(row: Row): string {
  let text = row.front;
  for (const value of row.values) text += value.text + value.after;
  return text;
}
