// The CONNECT of a program's client in Node.
import { asksFor5 } from "../arguments/asks-for-5.ts";
import {
  asksForClean,
  connectPacket,
  LEVEL_3_1_1,
  LEVEL_5,
  levelOf,
  type Will,
} from "../mqtt/connect-packet.ts";
import {
  aliasProperties,
  receiveProperties,
  sessionProperties,
  willDelayProperties,
} from "../mqtt/version-5/connect-properties.ts";
import {
  MESSAGE_EXPIRY,
  REQUEST_PROBLEM_INFORMATION,
  REQUEST_RESPONSE_INFORMATION,
} from "../mqtt/version-5/property.ts";
import { byteProperty, longProperty, NEVER } from "../mqtt/version-5/property-bytes.ts";
import { propertyBytes, userPropertyBytes } from "./message-properties.ts";
import type { NodeClientOptions } from "./options.ts";
import { bytesOf } from "./text.ts";

const DEFAULT_KEEP_ALIVE_S = 60;
const DEFAULT_UNANSWERED = 1000;

export function keepAliveOf({ keepAlive = DEFAULT_KEEP_ALIVE_S }: NodeClientOptions): number {
  return keepAlive;
}

/** So many messages the broker may have unanswered. */
export function unansweredOf({ unanswered = DEFAULT_UNANSWERED }: { unanswered?: number }): number {
  return unanswered;
}

function willOf({ status, will, willDelay = 0 }: NodeClientOptions): Will | undefined {
  const delay = willDelayProperties(willDelay);
  if (status !== undefined)
    return { topic: bytesOf(status), payload: "offline", qos: 1, retain: true, properties: delay };
  if (will === undefined) return undefined;
  const { topic, payload, qos = 0, retain = false, properties = {}, deadline = 0 } = will;
  return {
    topic: bytesOf(topic),
    payload: bytesOf(payload),
    qos,
    retain,
    properties: delay + expiry(deadline) + propertyBytes(properties),
  };
}

/** In whole seconds, a part of one counting as whole. */
function expiry(milliseconds: number): string {
  return milliseconds === 0 ? "" : longProperty(MESSAGE_EXPIRY, Math.ceil(milliseconds / 1000));
}

/**
 * In 5.0 where the options allow it. `startsClean`: what the broker has of a session of before ends, also
 * where this one is kept.
 */
export function greetingOf(
  options: NodeClientOptions,
  cleanSession: boolean,
  startsClean = cleanSession,
): string {
  const { mqtt } = options;
  return connectIn(asksFor5(mqtt) ? LEVEL_5 : LEVEL_3_1_1, options, cleanSession, startsClean);
}

/** The same in 3.1.1, for a broker that refuses 5.0; "" where the options do not allow that. */
export function olderGreetingOf(options: NodeClientOptions, cleanSession: boolean): string {
  return options.mqtt === "either" ? connectIn(LEVEL_3_1_1, options, cleanSession) : "";
}

/** That of the next attempt: as the one of before, with the password that the options have now. */
export function greetingAnew(options: NodeClientOptions, before: string): string {
  const isClean = asksForClean(before);
  return connectIn(levelOf(before), options, isClean && options.session !== "persistent", isClean);
}

function connectIn(
  level: number,
  options: NodeClientOptions,
  cleanSession: boolean,
  startsClean = cleanSession,
): string {
  const { id, user, secret, sessionExpiry = NEVER, topicAliasMaximum = 0, limits = {} } = options;
  const { userProperties, requestProblemInformation = true, requestResponseInformation = false } = options;
  return connectPacket({
    clientId: bytesOf(id),
    cleanSession: startsClean,
    keepAlive: keepAliveOf(options),
    will: willOf(options),
    userName: user === undefined ? undefined : bytesOf(user),
    level,
    properties:
      sessionProperties(cleanSession ? 0 : sessionExpiry) +
      receiveProperties(unansweredOf(limits)) +
      aliasProperties(topicAliasMaximum) +
      (requestProblemInformation ? "" : byteProperty(REQUEST_PROBLEM_INFORMATION, 0)) +
      (requestResponseInformation ? byteProperty(REQUEST_RESPONSE_INFORMATION, 1) : "") +
      userPropertyBytes(userProperties),
    // One that is asked for is not there before the first attempt.
    password: typeof secret === "string" ? bytesOf(secret) : undefined,
  });
}
