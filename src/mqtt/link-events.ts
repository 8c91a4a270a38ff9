// Events that the network reports of the client's link: it is open, has brought bytes, has sent all that
// it was given, or has ended.
import { AUTHENTICATION, MQTT5, PERSISTENT_SESSION, QOS1 } from "../features.ts";
import { isAlone, joinRing } from "./alone.ts";
import { kicked } from "./backoff.ts";
import { forgetLimit, suspectOldest } from "./broker-packet-limit.ts";
import { type Client, setTime } from "./client.ts";
import { ended } from "./connection-end.ts";
import { CONNECTED, enter, GREETING, isConnected, OPENING } from "./connection-state.ts";
import { decode } from "./decoder.ts";
import { heard } from "./keep-alive.ts";
import { emptyLink, send } from "./link.ts";
import { beginExchange, hasMethod } from "./program/authentication.ts";
import { speaks5 } from "./protocol.ts";
import { doubt } from "./subscriptions.ts";
import { suspectRequest } from "./suspected-request.ts";
import { flush } from "./transmit.ts";

/** The stream is open: CONNECT goes out first [MQTT-3.1.0-1]. @cold @connecting */
export function linkOpened(client: Client, now: number): void {
  if (client.connection.state !== OPENING) return;
  setTime(client, now);
  enter(client, GREETING);
  heard(client, now);
  if (PERSISTENT_SESSION) doubt(client);
  // A port may end the connection while it is written to.
  if (QOS1 && isAlone(client)) joinRing(client);
  if (MQTT5 && AUTHENTICATION && speaks5(client) && hasMethod(client)) beginExchange(client);
  else send(client, client.greeting);
}

/** Bytes have come in. @hot */
export function linkReceived(client: Client, bytes: string, now: number): void {
  setTime(client, now);
  heard(client, now);
  decode(client, bytes);
}

/** All that was handed to the link has left. */
export function linkDrained(client: Client, now: number): void {
  setTime(client, now);
  emptyLink(client);
  flush(client);
}

/** The stream has ended, or did not open. @cold */
export function linkClosed(client: Client, reason: string, now: number): void {
  if (client.connection.state < OPENING) return;
  setTime(client, now);
  if (client.connection.state < CONNECTED) forgetLimit(client);
  else {
    suspectRequest(client);
    if (QOS1) {
      if (isAlone(client)) joinRing(client);
      suspectOldest(client);
    }
  }
  ended(client, isConnected(client) ? kicked(client, reason) : reason);
}
