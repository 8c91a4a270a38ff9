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
    "\0\x04MQTT\x04" +
    String.fromCharCode(flags, options.keepAlive >> 8, options.keepAlive & 255) +
    payload
  );
}

/** What a CONNACK's return code says, in words (3.2.2.3); 0 is accepted and has none. */
export function refusal(code: number): string {
  if (code === 1) return "broker refused: protocol version";
  if (code === 2) return "broker refused: client identifier";
  if (code === 3) return "broker refused: unavailable";
  if (code === 4) return "broker refused: bad user name or password";
  if (code === 5) return "broker refused: not authorized";
  return "broker refused: code " + code;
}
