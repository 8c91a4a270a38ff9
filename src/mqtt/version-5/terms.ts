// Terms of a connection, from the broker's CONNACK (MQTT 5.0, 3.2.2.3). Each value is the standard's
// default where CONNACK has none.
import { readUint16 } from "../../bytes/integers.ts";
import { REASON_STRINGS } from "../../features.ts";
import { fourBytesAt, propertyEnd, variableEnd } from "./properties.ts";
import {
  ASSIGNED_CLIENT_IDENTIFIER,
  MAXIMUM_PACKET_SIZE,
  MAXIMUM_QOS,
  REASON_STRING,
  RECEIVE_MAXIMUM,
  RESPONSE_INFORMATION,
  RETAIN_AVAILABLE,
  SERVER_KEEP_ALIVE,
  SERVER_REFERENCE,
  SESSION_EXPIRY,
  SHARED_SUBSCRIPTIONS_AVAILABLE,
  SUBSCRIPTION_IDENTIFIERS_AVAILABLE,
  TOPIC_ALIAS_MAXIMUM,
  USER_PROPERTY,
  WILDCARDS_AVAILABLE,
} from "./property.ts";

/** CONNACK does not say it: the client's own request holds. */
export const AS_ASKED = -1;
/** No limit but that of the protocol. */
export const UNLIMITED = 2147483647;

export interface Terms {
  /** Seconds, or `AS_ASKED`; 2,147,483,647 stands for that and more. */
  sessionExpiry: number;
  /** So many messages at QoS 1 and 2 may be unacknowledged, 1 to 65,535. */
  receiveMaximum: number;
  /** 0 to 2. */
  maximumQos: number;
  takesRetained: boolean;
  /** The longest packet in bytes, or `UNLIMITED`. */
  packetBytes: number;
  /** So many topic aliases may be in use; 0 is none. */
  topicAliases: number;
  /** Seconds, or `AS_ASKED` [MQTT5-3.1.2-21]. */
  keepAlive: number;
  takesWildcards: boolean;
  takesSubscriptionIdentifiers: boolean;
  takesSharedSubscriptions: boolean;
  /** Of a client that named none, else "". */
  assignedClientId: string;
  /** Another broker that the client is asked to use; "" for none. */
  serverReference: string;
  /** Why, in the broker's words; "" where it says nothing. */
  reason: string;
  /** The beginning of response topics; "" where the client did not ask for it. */
  responseInformation: string;
  /** The broker's own, as they came, for a program; "" for none. */
  userProperties: string;
}

/** Those of a CONNACK without properties. */
export function createTerms(): Terms {
  return {
    sessionExpiry: AS_ASKED,
    receiveMaximum: 65535,
    maximumQos: 2,
    takesRetained: true,
    packetBytes: UNLIMITED,
    topicAliases: 0,
    keepAlive: AS_ASKED,
    takesWildcards: true,
    takesSubscriptionIdentifiers: true,
    takesSharedSubscriptions: true,
    assignedClientId: "",
    serverReference: "",
    reason: "",
    responseInformation: "",
    userProperties: "",
  };
}

/** The terms of a sound CONNACK, whose properties have their length at `at` and end at `end`. @cold */
export function readTerms(bytes: string, at: number, end: number): Terms {
  const terms = createTerms();
  let property = variableEnd(bytes, at, end);
  while (property > 0 && property < end) {
    const next = propertyEnd(bytes, property, end);
    readTerm(terms, bytes, property, next);
    property = next;
  }
  return terms;
}

/** @cold */
function readTerm(terms: Terms, bytes: string, at: number, end: number): void {
  const identifier = bytes.charCodeAt(at);
  const value = at + 1;
  const isSet = bytes.charCodeAt(value) === 1;
  if (identifier === SESSION_EXPIRY) terms.sessionExpiry = fourBytesAt(bytes, value);
  else if (identifier === RECEIVE_MAXIMUM) terms.receiveMaximum = readUint16(bytes, value);
  else if (identifier === MAXIMUM_QOS) terms.maximumQos = bytes.charCodeAt(value);
  else if (identifier === RETAIN_AVAILABLE) terms.takesRetained = isSet;
  else if (identifier === MAXIMUM_PACKET_SIZE) terms.packetBytes = fourBytesAt(bytes, value);
  else if (identifier === TOPIC_ALIAS_MAXIMUM) terms.topicAliases = readUint16(bytes, value);
  else if (identifier === SERVER_KEEP_ALIVE) terms.keepAlive = readUint16(bytes, value);
  else if (identifier === WILDCARDS_AVAILABLE) terms.takesWildcards = isSet;
  else if (identifier === SUBSCRIPTION_IDENTIFIERS_AVAILABLE) terms.takesSubscriptionIdentifiers = isSet;
  else if (identifier === SHARED_SUBSCRIPTIONS_AVAILABLE) terms.takesSharedSubscriptions = isSet;
  else if (identifier === ASSIGNED_CLIENT_IDENTIFIER)
    terms.assignedClientId = bytes.substring(value + 2, end);
  else if (identifier === SERVER_REFERENCE) terms.serverReference = bytes.substring(value + 2, end);
  else if (identifier === REASON_STRING) terms.reason = bytes.substring(value + 2, end);
  else if (REASON_STRINGS && identifier === USER_PROPERTY) terms.userProperties += bytes.substring(at, end);
  else if (identifier === RESPONSE_INFORMATION) terms.responseInformation = bytes.substring(value + 2, end);
}
