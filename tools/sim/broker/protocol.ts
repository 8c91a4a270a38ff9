// A version of the protocol, as the broker has to know it: its packets as bytes, its codes, and the requests
// of a CONNECT. A version is a record of these (mqtt-311.ts, mqtt-5.ts), and nothing else in this folder
// asks which one a client speaks.
//
// Inside the broker topics and payloads are byte strings; mqtt-packet's text is JavaScript's, and is
// converted here.
import type { IConnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import type { Breach } from "./breaches.ts";
import type { Message } from "./message.ts";

export interface Protocol {
  /** Reads one whole packet. */
  read: (bytes: string) => Packet | Unreadable;
  write: (packet: Packet) => string;
  /** Bytes of the properties of a whole PUBLISH, which is not read for it; 0 for every other packet. */
  propertyBytes: (bytes: string) => number;
  /** The will in a CONNECT, at this time. */
  willOf: (connect: IConnectPacket, now: number) => Will | undefined;
  termsOf: (connect: IConnectPacket) => Terms;
  /** CONNACK with one of the codes below, or with another one of this version. */
  connack: (code: number, present?: boolean, welcome?: Welcome) => Packet;
  /** The CONNECT has no client identifier, and may not do without. */
  needsIdentifier: (connect: IConnectPacket) => boolean;
  accepted: number;
  badLevel: number;
  badIdentifier: number;
  unavailable: number;
  /** The code of CONNACK for a client that is not let in, or cannot be. */
  notAuthorized: number;
  badCredentials: number;
  /** The code of CONNACK where there is no room for a will. */
  noRoomForWill: number;
  /** The code of SUBACK for a filter that the broker has no room for. */
  noRoom: number;
  /** The code of SUBACK for a filter that the client may not subscribe to. */
  deniedFilter: number;
  /** The answer that refuses a message at QoS 1 or 2; undefined where there is no such answer. */
  refusal: (message: IPublishPacket, why: "noRoom" | "denied") => Packet | undefined;
  /** DISCONNECT that tells a client why its connection ends; undefined where there is no such thing. */
  disconnect: (why: Breach | Ending) => Packet | undefined;
}

/** The reason why the broker ends a connection whose client did nothing wrong. */
export type Ending = "takenOver" | "stopping" | "quota" | "expired";

export interface Will extends Message {
  /** Seconds before the will is published. */
  delay: number;
}

/** A client's requests in its CONNECT, beside those of both versions. */
export interface Terms {
  /**
   * Seconds that its session outlives the connection; Infinity for one that is kept until it is wanted no
   * more.
   */
  lasts: number;
  /** Messages at QoS 1 and 2 that it takes at a time. */
  window: number;
  /** Longest packet that it takes, in bytes. */
  packetBytes: number;
  /** It requests something that does not exist, and is refused with this code. */
  refused?: number;
}

/** The broker's values for the client in CONNACK. */
export interface Welcome {
  /** The identifier that it was given, when it brought none. */
  assigned?: string;
  /** Seconds that its session is kept, when that is less than it requested. */
  lasts?: number;
  /** Messages at QoS 2 that the broker takes at a time, and the longest packet; undefined: any. */
  window?: number;
  packetBytes?: number;
  /** Parts of MQTT 5.0 that the broker does not have. */
  less?: {
    maximumQoS?: number;
    retainAvailable?: false;
    wildcardSubscriptionAvailable?: false;
    subscriptionIdentifiersAvailable?: false;
    sharedSubscriptionAvailable?: false;
  };
  /** The reason why it is not let in. */
  reason?: string;
  /** The method by which it has authenticated, and the data that prove the broker. */
  method?: string;
  data?: string;
}

/** The reason why bytes are no packet. */
export interface Unreadable {
  cmd: "unreadable";
  why: "malformed" | "notCanonical" | "passwordAlone" | "zeroIdentifier" | "badLevel";
  words: string;
}
