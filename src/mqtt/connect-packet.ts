// CONNECT, and what the broker answers to it (MQTT 3.1.1, 3.1 and 3.2).
import { lengthPrefixed } from "../bytes/text.ts";
import { variableLength } from "../bytes/variable-length.ts";
import { CREDENTIALS } from "../features.ts";

/** The message that the broker publishes when the connection ends without a DISCONNECT. */
export interface Will {
  topic: string;
  payload: string;
  qos: number;
  retain: boolean;
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
  /** Goes only with a user name [MQTT-3.1.2-22]. */
  password?: string;
}

/** Name and level of MQTT 3.1.1, as they stand in the packet (3.1.2.1, 3.1.2.2). */
const PROTOCOL = "\0\x04MQTT\x04";

/** The CONNECT packet. */
export function connectPacket(options: ConnectOptions): string {
  const will = options.will;
  const userName = options.userName;
  const password = options.password;
  let flags = options.cleanSession ? 2 : 0;
  let payload = lengthPrefixed(options.clientId);
  if (will !== undefined) {
    flags = flags + 4 + will.qos * 8 + (will.retain ? 32 : 0);
    payload = payload + lengthPrefixed(will.topic) + lengthPrefixed(will.payload);
  }
  if (CREDENTIALS && userName !== undefined) {
    flags = flags + 128;
    payload = payload + lengthPrefixed(userName);
    if (password !== undefined) {
      flags = flags + 64;
      payload = payload + lengthPrefixed(password);
    }
  }
  return (
    "\x10" +
    variableLength(10 + payload.length) +
    PROTOCOL +
    String.fromCharCode(flags, options.keepAlive >> 8, options.keepAlive & 255) +
    payload
  );
}

/** The orderly end: the broker drops the will [MQTT-3.14.4-3]. */
export const DISCONNECT = "\xe0\0";

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

/** Does this CONNECT ask for a clean session? Its flags stand behind the protocol's name and level. @cold */
export function asksForClean(connect: string): boolean {
  return (connect.charCodeAt(connect.indexOf(PROTOCOL) + PROTOCOL.length) & 3) > 1;
}
