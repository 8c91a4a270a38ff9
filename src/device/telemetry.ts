// Telemetry: asks each part for a measurement when one of its sensors is due, and publishes what passes the filters.
import { fixedPoint } from "../bytes/fixed-point.ts";
import { elapsed, later } from "../bytes/milliseconds.ts";
import { DIAGNOSTICS, REQUESTS, STATES } from "../features.ts";
import { type Client, CONNECTED } from "../mqtt/client.ts";
import { publish } from "../mqtt/outbox.ts";
import { NO_ANSWER, type Part } from "../reading/part.ts";
import type { Health } from "./health.ts";
import { type Sensor, sample } from "./sensor.ts";

/** No wait is longer than this. */
const LONGEST_MS = 60000;

/**
 * Does what is due at `now`. Never waits for a part: a measurement is asked for in one call and collected in a later one.
 * Returns the milliseconds until it is next needed. A part's `fault` says what went wrong with it.
 */
export function pollSensors(
  sensors: Sensor[],
  parts: Part[],
  client: Client,
  health: Health,
  now: number,
): number {
  let next = LONGEST_MS;
  for (const sensor of sensors) {
    const late = elapsed(now, sensor.dueAt) - sensor.every;
    if (late >= 0) {
      sensor.waiting = true;
      // Keeps its beat, but does not catch up on what it missed.
      sensor.dueAt = late < sensor.every ? later(sensor.dueAt, sensor.every) : now;
    }
    if (sensor.waiting) sensor.quantity.part.wanted = true;
    next = Math.min(next, sensor.every - elapsed(now, sensor.dueAt));
  }
  for (const part of parts) {
    const wait = pollPart(part, sensors, client, health, now);
    next = Math.min(next, wait);
  }
  return next;
}

function pollPart(part: Part, sensors: Sensor[], client: Client, health: Health, now: number): number {
  if (part.busy) {
    const left = part.wait - elapsed(now, part.askedAt);
    if (left > 0) return left;
    part.busy = false;
    finish(part, part.collect(part), sensors, client, health, now);
  } else if (part.wanted) {
    part.wanted = false;
    part.wait = part.request(part);
    if (part.wait === NO_ANSWER) finish(part, "no answer", sensors, client, health, now);
    else {
      part.busy = true;
      part.askedAt = now;
      return part.wait;
    }
  }
  return LONGEST_MS;
}

/** The measurement is over: every sensor that waited for it takes its sample. */
function finish(
  part: Part,
  fault: string,
  sensors: Sensor[],
  client: Client,
  health: Health,
  now: number,
): void {
  if (fault !== part.fault) health.changed = true;
  part.fault = fault;
  part.wanted = false;
  for (const sensor of sensors) {
    if (sensor.waiting && sensor.quantity.part === part) {
      const quantity = sensor.quantity;
      if (fault !== "") quantity.value = undefined;
      else if (DIAGNOSTICS && quantity.measure !== undefined) quantity.value = quantity.measure(part);
      const isNews = sample(sensor, now);
      if (sensor.isAge ? sensor.untold && client.state === CONNECTED : isNews || (REQUESTS && sensor.asked))
        tellReading(sensor, client);
      if (REQUESTS) sensor.asked = false;
    }
  }
}

/** Home Assistant's word for a value that is not known: what a sensor says that has had no reading for its timeout. */
const UNKNOWN = "None";

/** Publishes the last reading, or that there has been none for too long. */
export function tellReading(sensor: Sensor, client: Client): void {
  const reading = sensor.last;
  if (reading === undefined && sensor.missed < sensor.patience) return;
  const text = reading === undefined ? UNKNOWN : textOf(sensor, reading);
  const outcome = publish(client, sensor.publication, text);
  sensor.untold = outcome !== "kept" && outcome !== "sent";
}

/** A reading as it is published. */
export function textOf(sensor: Sensor, reading: number): string {
  if (STATES && sensor.states !== undefined) {
    const word = sensor.states[reading];
    return word === undefined ? UNKNOWN : word;
  }
  return fixedPoint(reading, sensor.decimals);
}
