// The time of day as messages tell it, for networks without time servers: epoch seconds at QoS 0, each
// minute. One alone may be old, and a retained one proves nothing. Two that are as far apart as the monotonic
// clock says are believed.
import { elapsed } from "../bytes/milliseconds.ts";
import type { Asking } from "../clock/asking.ts";
import { type Clock, errorOf, setTime } from "../clock/clock.ts";
import { momentOfEpoch } from "../clock/epoch.ts";
import { addMilliseconds, type Moment, millisecondsBetween } from "../clock/moment.ts";
import { FIRST_DAY, SNTP } from "../features.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";
import type { Ports } from "../ports/ports.ts";
import type { DeviceTime } from "./device-time.ts";

/** Whole seconds are late by half of one, as a rule. */
const HALF_SECOND_MS = 500;
/** Both are whole seconds, and each was under way. */
const AGREE_MS = 2000;
/** One that was kept on the way and comes twice is no second one. */
const LEAST_APART_MS = 5000;
const MOST_APART_MS = 3600000;
/** A clock that is right to this is left alone: a second's fraction would count as drift. */
const GOOD_ERROR_MS = 2000;
/**
 * One that contradicts the topic by more than it drifts in days is believed more than so many messages in a
 * row, as it is by servers.
 */
const DOUBTED_MS = 60000;
const MOST_DOUBTS = 3;

export interface TimeTopic extends Subscriber {
  clock: Clock;
  asking: Asking | undefined;
  ports: Ports;
  /** What was told last, and when. */
  moment: Moment | undefined;
  toldAt: number;
  /** How many in a row have contradicted the clock that runs. */
  doubts: number;
}

export function timeTopic({ clock, asking }: DeviceTime, ports: Ports): TimeTopic {
  return { clock, asking, ports, moment: undefined, toldAt: 0, doubts: 0, deliver };
}

/** @cold */
function deliver(topic: TimeTopic, payload: string, retained: boolean): void {
  if (retained) return;
  const received = momentOfEpoch(payload);
  if (received === undefined || received.day < FIRST_DAY) return;
  const now = topic.ports.milliseconds();
  const moment = addMilliseconds(received, HALF_SECOND_MS);
  const apart = elapsed(now, topic.toldAt);
  const isProven =
    topic.moment !== undefined &&
    apart >= LEAST_APART_MS &&
    apart <= MOST_APART_MS &&
    Math.abs(millisecondsBetween(topic.moment, moment) - apart) <= AGREE_MS;
  if (topic.moment === undefined || apart >= LEAST_APART_MS) {
    topic.moment = moment;
    topic.toldAt = now;
  }
  if (!isProven) {
    if (apart >= LEAST_APART_MS) topic.doubts = 0;
    return;
  }
  if (topic.clock.moment !== undefined) {
    // Servers are more exact, as long as they answer.
    if (SNTP && topic.asking !== undefined && topic.asking.failures === 0) return;
    const error = Math.abs(errorOf(topic.clock, moment, now));
    if (error > DOUBTED_MS && topic.doubts < MOST_DOUBTS) {
      topic.doubts += 1;
      return;
    }
    topic.doubts = 0;
    if (error <= GOOD_ERROR_MS) return;
  }
  setTime(topic.clock, moment, now);
  topic.ports.wake(1);
}
