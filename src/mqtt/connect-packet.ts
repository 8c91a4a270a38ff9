// CONNECT, and the broker's answers to it (MQTT 3.1.1 and 5.0, 3.1 and 3.2).
import { readUint16 } from "../bytes/integers.ts";
import { lengthPrefixed } from "../bytes/text.ts";
import { variableLength } from "../bytes/variable-length.ts";
import { CREDENTIALS, MQTT5 } from "../features.ts";
import { variableAt, variableEnd } from "./version-5/properties.ts";
import { counted } from "./version-5/property-bytes.ts";

/** The message that the broker publishes when the connection ends without a DISCONNECT. */
export interface Will {
  topic: string;
  payload: string;
  qos: number;
  retain: boolean;
  /** In 5.0; see version-5/property-bytes.ts. None by default. */
  properties?: string;
}

export interface ConnectOptions {
  /** Byte string; may be empty only with a clean session [MQTT-3.1.3-7]. */
  clientId: string;
  /** True: the broker keeps nothing for this client between connections. */
  cleanSession: boolean;
  /** Seconds, 0 (off) to 65,535. */
  keepAlive: number;
  will?: Will;
  userName?: string;
  /** Goes in 3.1.1 only with a user name [MQTT-3.1.2-22]. */
  password?: string;
  /** `LEVEL_3_1_1` (default) or `LEVEL_5`. */
  level?: number;
  /** In 5.0; see version-5/property-bytes.ts. None by default. */
  properties?: string;
}

/** The protocol levels of MQTT 3.1.1 and 5.0 (3.1.2.2). */
export const LEVEL_3_1_1 = 4;
export const LEVEL_5 = 5;

/**
 * The protocol's name, as it stands in the packet (3.1.2.1). The level follows, then flags and keep-alive.
 */
const PROTOCOL = "\0\x04MQTT";

/** The CONNECT packet. */
export function connectPacket(options: ConnectOptions): string {
  const will = options.will;
  const userName = options.userName;
  const password = options.password;
  const is5 = MQTT5 && options.level === LEVEL_5;
  let flags = options.cleanSession ? 2 : 0;
  let payload = lengthPrefixed(options.clientId);
  if (will !== undefined) {
    flags = flags + 4 + will.qos * 8 + (will.retain ? 32 : 0);
    if (is5) payload = payload + counted(will.properties ?? "");
    payload = payload + lengthPrefixed(will.topic) + lengthPrefixed(will.payload);
  }
  if (CREDENTIALS && userName !== undefined) {
    flags = flags + 128;
    payload = payload + lengthPrefixed(userName);
  }
  if (CREDENTIALS && password !== undefined && (is5 || userName !== undefined)) {
    flags = flags + 64;
    payload = payload + lengthPrefixed(password);
  }
  if (is5) payload = counted(options.properties ?? "") + payload;
  return (
    "\x10" +
    variableLength(10 + payload.length) +
    PROTOCOL +
    String.fromCharCode(is5 ? LEVEL_5 : LEVEL_3_1_1, flags, options.keepAlive >> 8, options.keepAlive & 255) +
    payload
  );
}

/** The orderly end: the broker drops the will [MQTT-3.14.4-3]. */
export const DISCONNECT_PACKET = "\xe0\0";

/** A CONNACK's return code that time may mend: the broker cannot take anybody now (3.2.2.3). */
export const UNAVAILABLE = 3;

/** What a CONNACK's return code says, in words, and who can mend it; 0 is accepted and has none. @cold */
export function refusal(code: number): string {
  let why = "code " + code + ", which MQTT 3.1.1 does not know";
  if (code === 1) why = "protocol version; it must speak MQTT 3.1.1";
  if (code === 2) why = "client identifier; set another id";
  if (code === UNAVAILABLE) why = "unavailable";
  if (code === 4) why = "bad user name or password; set user and secret";
  if (code === 5) why = "not authorized; let this user in, or set another";
  return "broker refused: " + why;
}

/** Where a CONNECT's protocol level stands; its flags and its keep-alive follow. @cold */
function levelAt(connect: string): number {
  return connect.indexOf(PROTOCOL) + PROTOCOL.length;
}

/** The protocol level of this CONNECT. @cold */
export function levelOf(connect: string): number {
  return connect.charCodeAt(levelAt(connect));
}

/** Does this CONNECT ask for a clean session? @cold */
export function asksForClean(connect: string): boolean {
  return (connect.charCodeAt(levelAt(connect) + 1) & 3) > 1;
}

/** This CONNECT of 5.0 with more properties, after those that it has. */
export function withProperties(connect: string, more: string): string {
  const at = levelAt(connect) + 4;
  const first = variableEnd(connect, at, connect.length);
  const end = first + variableAt(connect, at);
  const body =
    connect.substring(levelAt(connect) - PROTOCOL.length, at) +
    counted(connect.substring(first, end) + more) +
    connect.substring(end);
  return "\x10" + variableLength(body.length) + body;
}

/** The seconds of keep-alive that this CONNECT asks for. @cold */
export function keepAliveIn(connect: string): number {
  return readUint16(connect, levelAt(connect) + 2);
}
