// Readings that are published with the time of their measuring. While that is not known, the newest of a
// sensor waits in the sensor, and of one whose readings all count each waits here, in order.
import { JOURNAL, STATES } from "../../features.ts";
import type { Client } from "../../mqtt/client.ts";
import { publish } from "../../mqtt/outbox.ts";
import type { Publication } from "../../mqtt/publication.ts";
import { deliver } from "./delivery.ts";
import { handOver, noteOutcome, oweReading, type Sensor } from "./sensor.ts";
import { noteKnown, type Stamp, stampedText, timeOf } from "./stamp.ts";
import { NO_READING } from "./topics.ts";

/** One that waits for the time. */
export interface HeldReading {
  sensor: Sensor;
  /** As JSON has it. */
  value: string;
  /** The monotonic clock at the measuring. */
  at: number;
}

/** A device with them: the oldest first. */
interface StampingDevice {
  client: Client;
  sensors: Sensor[];
  held: HeldReading[];
}

/** Of all sensors together. */
const MOST_HELD = 32;

/** Publishes the last reading, `text`, or keeps it until the time is known. */
export function publishStamped(sensor: Sensor, stamp: Stamp, client: Client, text: string): void {
  const countsAlone = !countsEach(sensor.publication);
  if (stamp.time === "" && !(countsAlone && stamp.goesWithout)) {
    // One of many that count waits behind those before it.
    if (countsAlone) oweReading(sensor);
    else handOver(sensor);
    return;
  }
  const payload = stampedText(jsonOf(sensor, text), stamp.time);
  if (JOURNAL && sensor.durable !== undefined && !sensor.unpublished) {
    deliver(sensor.durable, payload);
    return;
  }
  const outcome = publish(client, sensor.publication, payload);
  noteOutcome(sensor, outcome);
}

/** Does each reading count, and not the newest alone? */
function countsEach({ qos, overflow }: Publication): boolean {
  return qos > 0 && overflow !== "latest";
}

/** Has its last reading, which counts, no time yet? */
export function waitsForTime({ publication }: Sensor, { time }: Stamp): boolean {
  return time === "" && countsEach(publication);
}

/**
 * The last reading, `text`, waits behind the others. Of too many the oldest of the same sensor goes, if its
 * author lets one go.
 */
export function hold(device: StampingDevice, sensor: Sensor, text: string, at: number): void {
  handOver(sensor);
  if (device.held.length === MOST_HELD && !makeRoom(device, sensor)) return;
  device.held.push({ sensor, value: jsonOf(sensor, text), at });
}

/** @cold */
function makeRoom(device: StampingDevice, sensor: Sensor): boolean {
  if (sensor.publication.overflow === "reject") return false;
  const kept: HeldReading[] = [];
  let isGone = false;
  for (const reading of device.held) {
    if (reading.sensor === sensor && !isGone) isGone = true;
    else kept.push(reading);
  }
  device.held = kept;
  return isGone;
}

/** The time has become known: what waits for it is published, in order, and has the times of its measuring. @cold */
export function publishHeld(device: StampingDevice, now: number): void {
  const { held } = device;
  device.held = [];
  for (const { sensor, value, at } of held) {
    const { stamp } = sensor;
    if (stamp !== undefined) {
      const payload = stampedText(value, timeOf(stamp.clock, at, now));
      if (JOURNAL && sensor.durable !== undefined) deliver(sensor.durable, payload);
      else publish(device.client, sensor.publication, payload);
    }
  }
  for (const { stamp } of device.sensors) {
    if (stamp !== undefined) noteKnown(stamp, now);
  }
}

/** A value in JSON, of its text as it is published. Words are free of what JSON escapes (checks/stamp-faults.ts). */
export function jsonOf(sensor: Sensor, text: string): string {
  if (text === NO_READING) return "null";
  return STATES && sensor.states !== undefined ? '"' + text + '"' : text;
}
