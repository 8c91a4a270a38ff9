// The options of a program's subscription, checked, and as SUBSCRIBE has them (MQTT 5.0, 3.8.3.1).
import { type Check, isBoolean, isRecord, oneOf, optionFaults } from "../../arguments/given.ts";
import {
  NO_LOCAL,
  NO_OPTIONS,
  NO_RETAINED,
  RETAIN_AS_PUBLISHED,
  RETAINED_WHEN_NEW,
} from "../../mqtt/subscribe-packet.ts";
import type { HandlerOptions, Qos, SubscriptionOptions } from "../options.ts";

const USUAL_QOS = 1;
const SHARED = "$share/";

/** `retained` as it is added to a subscription's QoS. */
const RETAINED = { always: NO_OPTIONS, new: RETAINED_WHEN_NEW, never: NO_RETAINED };

export const isQos = oneOf(0, 1, 2);

/** Those that only MQTT 5.0 has. */
const OF_VERSION_5: Readonly<Record<string, Check>> = {
  noLocal: isBoolean,
  retainAsPublished: isBoolean,
  retained: oneOf(...Object.keys(RETAINED)),
};

/** Where they are not given; 3.1.1 knows nothing else. */
const USUAL: Readonly<Record<string, unknown>> = {
  noLocal: false,
  retainAsPublished: false,
  retained: "always",
};

export const SUBSCRIPTION: Readonly<Record<string, Check>> = { qos: isQos, ...OF_VERSION_5 };

/** Of a handler that takes messages in one piece. */
export const HANDLER: Readonly<Record<string, Check>> = {
  ...SUBSCRIPTION,
  acknowledge: oneOf("returned", "resolved"),
};

/** Is a message acknowledged once its handler's promise has resolved? */
export function isAcknowledgedLate(options: Qos | HandlerOptions): boolean {
  return typeof options !== "number" && options.acknowledge === "resolved";
}

export function qosOf(options: Qos | SubscriptionOptions): Qos {
  return typeof options === "number" ? options : (options.qos ?? USUAL_QOS);
}

/** All options but the QoS, as one number that is added to it. */
export function optionsOf(options: Qos | SubscriptionOptions): number {
  if (typeof options === "number") return NO_OPTIONS;
  const { noLocal = false, retainAsPublished = false, retained = "always" } = options;
  return (noLocal ? NO_LOCAL : 0) + (retainAsPublished ? RETAIN_AS_PUBLISHED : 0) + RETAINED[retained];
}

/** The faults of the options of a subscription to `filters`, where these are a record. */
export function subscriptionFaults(
  filters: unknown,
  options: unknown,
  isVersion5: boolean,
  known: Readonly<Record<string, Check>>,
): string[] {
  if (!isRecord(options)) return [];
  const faults = optionFaults("options of a subscription", options, known);
  return faults.length > 0 ? faults : version5Faults(filters, options, isVersion5);
}

/** The same where each of them is known to be one. A shared filter takes no `noLocal` [MQTT5-3.8.3-4]. */
export function version5Faults(filters: unknown, options: object, isVersion5: boolean): string[] {
  const given = Object.entries(options).filter(
    ([name, value]) => name in OF_VERSION_5 && value !== undefined && value !== USUAL[name],
  );
  const [first] = given;
  if (first !== undefined && !isVersion5)
    return [`The option ${first[0]} needs MQTT 5.0: give the client mqtt: 5.`];
  const isOwn = given.some(([name, value]) => name === "noLocal" && value === true);
  const shared = [filters].flat().find((filter) => typeof filter === "string" && filter.startsWith(SHARED));
  return isOwn && shared !== undefined
    ? [`The option noLocal is not for the shared filter ${JSON.stringify(shared)}; leave it out.`]
    : [];
}
