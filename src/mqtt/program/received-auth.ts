// The broker's side of an authentication: AUTH, and the CONNACK that accepts (MQTT 5.0, 3.15 and 4.12).
import { readUint16 } from "../../bytes/integers.ts";
import type { Client } from "../client.ts";
import { lose, loseForbidden, loseMalformed, loseUnsound } from "../connection-end.ts";
import { isConnected } from "../connection-state.ts";
import { bodyAt, FRAME_MALFORMED, packetEnd, probe, TOO_LONG, WHOLE } from "../frame.ts";
import { AUTH, packetSoundness } from "../version-5/packet-soundness.ts";
import { valueAt } from "../version-5/properties.ts";
import { AUTHENTICATION_DATA, AUTHENTICATION_METHOD } from "../version-5/property.ts";
import { reasonAt } from "../version-5/reason.ts";
import { SOUND } from "../version-5/soundness.ts";
import {
  ANSWERING,
  type AuthenticationPort,
  advanceTo,
  BROKERS_TURN,
  endExchange,
  FINISHING,
  hasMethod,
  isAt,
  PROVEN,
} from "./authentication.ts";

/** The broker's reason for an AUTH that wants an answer, and the client's (3.15.2.1). */
export const CONTINUE = 0x18;

/** The longest AUTH that a client waits for: it has room for the longest method and the longest data. */
const LONGEST_AUTH = 131072;

/**
 * Takes the AUTH at the start of `bytes`, before CONNACK. Returns its end; 0 when it is not whole, or ends
 * the attempt. @cold
 */
export function takeEarlyAuth(client: Client, bytes: string): number {
  const found = probe(bytes, 0, Math.min(client.packetBytes, LONGEST_AUTH));
  if (found === FRAME_MALFORMED) loseMalformed(client);
  else if (found === TOO_LONG) lose(client, "AUTH is longer than this client takes");
  else if (found === WHOLE) {
    const end = packetEnd(bytes, 0);
    const body = bodyAt(bytes, 0);
    const soundness = packetSoundness(AUTH, bytes, body, end);
    if (soundness === SOUND) takeAuth(client, bytes, body, end);
    else loseUnsound(client, soundness);
    return end;
  }
  return 0;
}

/** Takes a sound AUTH, whose body lies from `body` to `end`. @cold */
export function takeAuth(client: Client, bytes: string, body: number, end: number): void {
  const port = client.authentication.port;
  const at = body + 1;
  // [MQTT5-4.12.0-6]
  if (port === undefined || !isAt(client, BROKERS_TURN))
    loseForbidden(client, "an AUTH that it may not send now");
  else if (methodIn(bytes, at, end) !== client.authentication.method)
    // [MQTT5-4.12.0-5]
    loseForbidden(client, "another authentication method");
  else if (reasonAt(bytes, body, end) === CONTINUE) {
    advanceTo(client, ANSWERING);
    port.answer(port, client.authentication.exchange, textIn(bytes, at, end, AUTHENTICATION_DATA));
  } else if (isConnected(client)) finish(client, port, bytes, at, end);
  // [MQTT5-4.12.0-2]
  else loseForbidden(client, "an AUTH that accepts before its CONNACK");
}

/**
 * Takes the broker's proof from a CONNACK that accepts, whose properties have their length at `at`. Returns
 * whether the client counts as connected: if not, the attempt has ended, or the port has not decided yet.
 * @cold
 */
export function takeProof(client: Client, bytes: string, at: number, end: number): boolean {
  const port = client.authentication.port;
  const method = methodIn(bytes, at, end);
  // [MQTT5-4.12.0-5] [MQTT5-4.12.0-6]
  if (method !== client.authentication.method)
    loseForbidden(
      client,
      method === "" ? "its CONNACK leaves out the authentication" : "another authentication method",
    );
  else if (!hasMethod(client)) return true;
  else if (isAt(client, BROKERS_TURN) && port !== undefined) finish(client, port, bytes, at, end);
  else if (!isAt(client, PROVEN)) loseForbidden(client, "a CONNACK before the client's AUTH");
  if (!isAt(client, PROVEN)) return false;
  endExchange(client);
  return true;
}

/** @cold */
function finish(client: Client, port: AuthenticationPort, bytes: string, at: number, end: number): void {
  advanceTo(client, FINISHING);
  port.finish(port, client.authentication.exchange, textIn(bytes, at, end, AUTHENTICATION_DATA));
}

/** @cold */
function methodIn(bytes: string, at: number, end: number): string {
  return textIn(bytes, at, end, AUTHENTICATION_METHOD);
}

/** The text or the data of a sound packet's property; "" where it has none. @cold */
function textIn(bytes: string, at: number, end: number, identifier: number): string {
  const value = valueAt(bytes, at, end, identifier);
  return value === 0 ? "" : bytes.substring(value + 2, value + 2 + readUint16(bytes, value));
}
