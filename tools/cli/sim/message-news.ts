// Messages of a home that say something new to a person who reads along.
import { PREFIX } from "../../../src/discovery/announcements.ts";
import type { SeenMessage } from "../../sim/home/watcher.ts";
import { payloadText } from "../../terminal/payload-text.ts";

const NUMBER = /^-?\d+(?:\.(\d+))?$/;
/** A broker may pass on topics without end. */
const MOST_TOPICS = 10_000;

/**
 * Asked about each message in turn, says whether it is news: none is a number within one of its last digit of
 * the last one of its topic that was, and no announcement to Home Assistant.
 */
export function messageNews(): (message: SeenMessage) => boolean {
  const reported = new Map<string, number>();
  return ({ topic, payload }) => {
    if (topic.startsWith(`${PREFIX}/`)) return false;
    const [text, fraction = ""] = NUMBER.exec(payloadText(payload)) ?? [];
    if (text === undefined) return true;
    // In steps of the last digit, which are whole numbers.
    const steps = Math.round(Number(text) * 10 ** fraction.length);
    const before = reported.get(topic);
    if (before !== undefined && Math.abs(steps - before) <= 1) return false;
    if (before !== undefined || reported.size < MOST_TOPICS) reported.set(topic, steps);
    return true;
  };
}
