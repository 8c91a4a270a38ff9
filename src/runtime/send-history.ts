// The way of a history to the broker: part by part, each once the one before is acknowledged, and while
// nothing else waits.
import { epochText } from "../clock/epoch.ts";
import {
  catchUp,
  dateHistory,
  type History,
  noteDropped,
  partToSend,
  sendFewer,
  sendOut,
  settle,
  takeBack,
} from "../device/run/history.ts";
import { countIn, readingAt } from "../device/run/history-part.ts";
import type { Sensor } from "../device/run/sensor.ts";
import { jsonOf } from "../device/run/stamped-readings.ts";
import { textOf } from "../device/run/telemetry.ts";
import type { Client } from "../mqtt/client.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { isAllAcknowledged, isKept, isShortEnough, publish } from "../mqtt/outbox.ts";
import type { Publication } from "../mqtt/publication.ts";
import type { Runtime } from "./runtime.ts";

/** Of one message: as much as a small board hands to its link at once. */
const MOST_BYTES = 512;

/** Looks at what has become of the last part, and sends the next one where the broker may have it now. */
export function sendHistory({ client, sensors }: Runtime): void {
  for (const { history } of sensors) {
    if (history !== undefined && history.out > 0 && !isKept(client, history.publication)) {
      if (history.isDropped) sendFewer(history);
      else settle(history);
    }
  }
  if (!isConnected(client) || !isAllAcknowledged(client)) return;
  for (const sensor of sensors) {
    const { history } = sensor;
    if (history !== undefined) {
      const part = partToSend(history);
      if (part !== "" && sendPart(client, sensor, history, part)) return;
    }
  }
}

function sendPart(client: Client, sensor: Sensor, history: History, part: string): boolean {
  const { publication } = history;
  let readings = Math.min(countIn(part), history.atOnce);
  let text = partText(sensor, part, readings);
  while (readings > 0 && !isTakenAtOnce(client, publication, text.length)) {
    readings = Math.floor(readings / 2);
    text = partText(sensor, part, readings);
  }
  if (readings === 0) return false;
  // Known before it goes out, as the connection may drop it then.
  sendOut(history, readings);
  if (publish(client, publication, text) === "kept") return true;
  takeBack(history);
  return false;
}

/** Beside it the ring has room for what is live. */
function isTakenAtOnce(client: Client, publication: Publication, bytes: number): boolean {
  return bytes <= MOST_BYTES && isShortEnough(client, publication, bytes * 2);
}

/** "[[1796000000,21.5],[1796000060,21.4]]". */
function partText(sensor: Sensor, part: string, readings: number): string {
  let text = "[";
  for (let i = 0; i < readings; i++) {
    const { day, place, value } = readingAt(part, i);
    const time = epochText({ day, ms: place * 1000 });
    text = text + (i > 0 ? ",[" : "[") + time + "," + jsonOf(sensor, textOf(sensor, value)) + "]";
  }
  return text + "]";
}

/** A connection has come. @cold */
export function catchUpHistory({ sensors }: Runtime): void {
  for (const { history } of sensors) {
    if (history !== undefined) catchUp(history);
  }
}

/** The time has become known. @cold */
export function dateHistories({ sensors }: Runtime, now: number): void {
  for (const { history } of sensors) {
    if (history !== undefined) dateHistory(history, now);
  }
}

/** A message of this publication was dropped: it may be of a history. @cold */
export function historyDropped({ sensors }: Runtime, publication: Publication): void {
  for (const { history } of sensors) {
    if (history !== undefined && history.publication === publication) noteDropped(history);
  }
}
