// Messages of a device in a trial, by topic, and the sentence about one that did not come.
import type { Broker } from "../broker/broker.ts";

/** Messages that the broker received, and wills that it published, by topic in their order. */
export class TrialMessages {
  private readonly broker: Pick<Broker, "received" | "wills">;
  private readonly texts = new Map<string, string[]>();
  private received = 0;
  private wills = 0;

  constructor(broker: Pick<Broker, "received" | "wills">) {
    this.broker = broker;
  }

  byTopic(): ReadonlyMap<string, readonly string[]> {
    const { received, wills } = this.broker;
    if (this.received === received.length && this.wills === wills.length) return this.texts;
    const fresh = [...received.slice(this.received), ...wills.slice(this.wills)];
    this.received = received.length;
    this.wills = wills.length;
    for (const { topic, payload } of fresh.sort((a, b) => a.at - b.at)) {
      const texts = this.texts.get(topic);
      if (texts === undefined) this.texts.set(topic, [textOf(payload)]);
      else texts.push(textOf(payload));
    }
    return this.texts;
  }
}

function textOf(payload: string): string {
  return Buffer.from(payload, "latin1").toString();
}

export function matches(text: string | undefined, expected: string | RegExp): boolean {
  if (text === undefined) return false;
  return typeof expected === "string" ? text === expected : expected.test(text);
}

/** What is there in place of the expected message, and the problem that the device reports. */
export function missing(
  topic: string,
  expected: string | RegExp,
  messages: ReadonlyMap<string, readonly string[]>,
  problem: string | undefined,
): string {
  const newest = messages.get(topic)?.at(-1);
  const there = newest === undefined ? "nothing" : `"${newest}"`;
  const topics = [...messages.keys()].sort().join(", ");
  return [
    `${topic} has ${there} where ${expected} was expected.`,
    ...(newest === undefined ? [`The device has published ${topics}.`] : []),
    ...(problem === undefined || problem === "none" ? [] : [`Its problem is: ${problem}`]),
  ].join(" ");
}
