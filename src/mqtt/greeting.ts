// CONNACK: what is done first on a connection that the broker has accepted (MQTT 3.1.1, 3.2).
import { BROKERS, QOS1, QOS2, UNSUBSCRIBES } from "../features.ts";
import { type Client, CONNECTED, send } from "./client.ts";
import { asksForClean, refusal, UNAVAILABLE } from "./connect-packet.ts";
import { lose, loseForbidden, loseForLong } from "./ending.ts";
import { INHERITED } from "./exactly-once.ts";
import { flush, resume } from "./outbox.ts";
import { leaveAll, renew, subscribeAll } from "./subscriptions.ts";
import { beginTrial } from "./untaken.ts";

/** Takes the answer to CONNECT. @cold */
export function greeted(client: Client, present: boolean, code: number): void {
  if (present && (code !== 0 || asksForClean(client.greeting))) {
    // [MQTT-3.2.2-1] [MQTT-3.2.2-4]
    loseForbidden(client, "a session is present where none can be");
    return;
  }
  if (code !== 0) {
    if (code === UNAVAILABLE) lose(client, refusal(code));
    else loseForLong(client, refusal(code));
    return;
  }
  // Another broker's session is not the one that this client has gone on in.
  const isOurs = present && (!BROKERS || client.broker === client.sessionAt);
  resume(client, isOurs);
  if (BROKERS && QOS2 && present && !isOurs) client.inherited = INHERITED;
  renew(client, isOurs);
  // One write: the subscriptions, as they are when the host has been told, and what it has to say on each connection.
  const words = client.owner.greeted(client.owner, isOurs);
  const filters = subscribeAll(client);
  const ended = UNSUBSCRIBES ? leaveAll(client) : "";
  const first = ended + filters + words;
  // Connected only now: a greeting that the engine leaves half-way (Espruino, out of memory) then ends by its deadline.
  if (BROKERS) client.sessionAt = client.broker;
  client.state = CONNECTED;
  client.since = client.instant;
  client.connects += 1;
  if (first !== "") send(client, first);
  if (QOS1) beginTrial(client);
  flush(client);
}
