// Answers of an authentication's port (authentication.ts), and authentication anew on a standing connection
// (MQTT 5.0, 4.12). An answer for an exchange that has ended is left alone.
import { type Client, setTime } from "../client.ts";
import { withProperties } from "../connect-packet.ts";
import { loseForLong, loseUnproven } from "../connection-end.ts";
import { isConnected } from "../connection-state.ts";
import { decode } from "../decoder.ts";
import { send } from "../link.ts";
import { TAKING } from "../stream.ts";
import { AUTHENTICATION_DATA, AUTHENTICATION_METHOD } from "../version-5/property.ts";
import { textProperty } from "../version-5/property-bytes.ts";
import { authPacket } from "../version-5/reasoned-packets.ts";
import {
  ANSWERING,
  advanceTo,
  BEGINNING,
  BROKERS_TURN,
  beginExchange,
  endExchange,
  FINISHING,
  isAt,
  isExchangeAt,
  NONE,
  PROVEN,
} from "./authentication.ts";
import { CONTINUE } from "./received-auth.ts";

/** The client's reason for an AUTH that begins again (3.15.2.1). */
const AGAIN = 0x19;

/** The first data of the exchange; `undefined` for none. */
export function begun(client: Client, exchange: number, data: string | undefined): void {
  if (!isExchangeAt(client, exchange, BEGINNING)) return;
  advanceTo(client, BROKERS_TURN);
  const properties = propertiesWith(client, data);
  if (isConnected(client)) send(client, authPacket(AGAIN, properties));
  else send(client, withProperties(client.greeting, properties));
}

/** The answer to the broker's request [MQTT5-4.12.0-3]. */
export function answered(client: Client, exchange: number, data: string | undefined): void {
  if (!isExchangeAt(client, exchange, ANSWERING)) return;
  advanceTo(client, BROKERS_TURN);
  send(client, authPacket(CONTINUE, propertiesWith(client, data)));
}

/** The broker has proven itself as the method wants: the connection goes on, or counts as one from now on. */
export function finished(client: Client, exchange: number): void {
  if (!isExchangeAt(client, exchange, FINISHING)) return;
  if (isConnected(client)) endExchange(client);
  else {
    advanceTo(client, PROVEN);
    // The CONNACK waits, unless it is being taken.
    if (client.stream.phase !== TAKING) decode(client, "");
  }
}

/** The port cannot go on, or does not believe the broker; `why` in words [MQTT5-4.12.1-2]. */
export function failed(client: Client, exchange: number, why: string): void {
  if (client.authentication.exchange !== exchange || isAt(client, NONE)) return;
  const reason = "authentication failed: " + why;
  // Nothing goes before CONNECT [MQTT5-3.1.0-1].
  if (isAt(client, BEGINNING) && !isConnected(client)) loseForLong(client, reason);
  else loseUnproven(client, reason);
}

/** The client authenticates again, by the method of its CONNECT [MQTT5-4.12.1-1]. Is that possible now? */
export function authenticateAgain(client: Client, now: number): boolean {
  setTime(client, now);
  if (!isConnected(client) || !isAt(client, NONE) || client.authentication.port === undefined) return false;
  beginExchange(client);
  return true;
}

function propertiesWith(client: Client, data: string | undefined): string {
  const method = textProperty(AUTHENTICATION_METHOD, client.authentication.method);
  return data === undefined ? method : method + textProperty(AUTHENTICATION_DATA, data);
}
