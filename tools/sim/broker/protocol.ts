// A version of the protocol, as the broker needs it: its packets as bytes, its codes, and the requests of a
// CONNECT. A version is one such record (mqtt-311.ts, mqtt-5.ts); nothing else in this folder checks a
// client's version. Topics and payloads are byte strings inside the broker; mqtt-packet's JavaScript text is
// converted here.
import type { IConnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";
import type { Message } from "./message.ts";

export interface Protocol {
  /** Reads one whole packet. */
  read: (bytes: string) => Packet | Unreadable;
  write: (packet: Packet) => string;
  /** The length of the properties of a whole PUBLISH, without decoding them; 0 for any other packet. */
  propertyBytes: (bytes: string) => number;
  /** The will in a CONNECT, at this time. */
  willOf: (connect: IConnectPacket, now: number) => Will | undefined;
  termsOf: (connect: IConnectPacket) => Terms;
  /** A CONNACK with one of the codes below, or with another code of this version. */
  connack: (code: number, present?: boolean, welcome?: Welcome) => Packet;
  /** The CONNECT lacks a client identifier that it needs. */
  needsIdentifier: (connect: IConnectPacket) => boolean;
  accepted: number;
  badLevel: number;
  badIdentifier: number;
  unavailable: number;
  /** The CONNACK code for a client that is refused. */
  notAuthorized: number;
  badCredentials: number;
  /** The CONNACK code without room for the will. */
  noRoomForWill: number;
  /** The SUBACK code for a filter beyond the broker's limits. */
  noRoom: number;
  /** The SUBACK code for a filter without permission. */
  deniedFilter: number;
  /** The acknowledgement that refuses a message at QoS 1 or 2; undefined where the version has none. */
  refusal: (message: IPublishPacket, why: "noRoom" | "denied") => Packet | undefined;
  /** The DISCONNECT with a reason for the client; undefined where the version has none. */
  disconnect: (why: Breach | Ending) => Packet | undefined;
}

/** The reason why the broker ends the connection of a faultless client. */
export type Ending = "takenOver" | "stopping" | "quota" | "expired";

export interface Will extends Message {
  /** Seconds before the will is published. */
  delay: number;
}

/** A client's requests in its CONNECT, beyond those of both versions. */
export interface Terms {
  /** Seconds that its session outlives the connection; Infinity for a session without expiry. */
  lasts: number;
  /** The client's Receive Maximum. */
  window: number;
  /** The client's Maximum Packet Size, in bytes. */
  packetBytes: number;
  /** The code that refuses an unsupported request. */
  refused?: number;
}

/** The broker's limits in CONNACK. */
export interface Welcome {
  /** The identifier that the broker assigned to a client without one. */
  assigned?: string;
  /** The Session Expiry Interval, when it is lower than requested. */
  lasts?: number;
  /** The broker's Receive Maximum and Maximum Packet Size; undefined for none. */
  window?: number;
  packetBytes?: number;
  /** Features of MQTT 5.0 that the broker does not support. */
  less?: {
    maximumQoS?: number;
    retainAvailable?: false;
    wildcardSubscriptionAvailable?: false;
    subscriptionIdentifiersAvailable?: false;
    sharedSubscriptionAvailable?: false;
  };
  /** The reason string of a refusal. */
  reason?: string;
  /** The authentication method, and the data that prove the broker. */
  method?: string;
  data?: string;
}

/** The reason why the bytes are no valid packet. */
export interface Unreadable {
  cmd: "unreadable";
  why: "malformed" | "notCanonical" | "passwordAlone" | "zeroIdentifier" | "badLevel";
  words: string;
}
