// CONNECT of MQTT 5.0 (3.1).
import { lengthPrefixed } from "../../bytes/text.ts";
import { variableLength } from "../../bytes/variable-length.ts";
import { counted } from "./property-bytes.ts";

/** The message that the broker publishes when the connection ends without a DISCONNECT, or with DISCONNECT 0x04. */
export interface Will {
  topic: string;
  payload: string;
  /** 0 to 2. */
  qos: number;
  retain: boolean;
  /** Of the message, and its delay; see property-bytes.ts. */
  properties: string;
}

export interface ConnectOptions {
  /** Byte string; for "" the broker assigns one and says it in CONNACK. */
  clientId: string;
  /** True: the broker drops what it has of an earlier session [MQTT5-3.1.2-4]. */
  cleanStart: boolean;
  /** Seconds, 0 (off) to 65,535. */
  keepAlive: number;
  /** Session expiry, receive maximum, and what else the client says of itself; see property-bytes.ts. */
  properties: string;
  will?: Will;
  userName?: string;
  /** May go without a user name. */
  password?: string;
}

/** Name and version of the protocol (3.1.2.1, 3.1.2.2). */
const PROTOCOL = "\0\x04MQTT\x05";
const CLEAN_START = 2;
const WILL = 4;
const WILL_RETAIN = 32;
const PASSWORD = 64;
const USER_NAME = 128;

/** The CONNECT packet. */
export function connectPacket(options: ConnectOptions): string {
  const { will, userName, password } = options;
  let flags = options.cleanStart ? CLEAN_START : 0;
  let payload = lengthPrefixed(options.clientId);
  if (will !== undefined) {
    flags = flags + WILL + will.qos * 8 + (will.retain ? WILL_RETAIN : 0);
    payload = payload + counted(will.properties) + lengthPrefixed(will.topic) + lengthPrefixed(will.payload);
  }
  if (userName !== undefined) {
    flags = flags + USER_NAME;
    payload = payload + lengthPrefixed(userName);
  }
  if (password !== undefined) {
    flags = flags + PASSWORD;
    payload = payload + lengthPrefixed(password);
  }
  const properties = counted(options.properties);
  return (
    "\x10" +
    variableLength(10 + properties.length + payload.length) +
    PROTOCOL +
    String.fromCharCode(flags, options.keepAlive >> 8, options.keepAlive & 255) +
    properties +
    payload
  );
}
