// CONNACK: what is done first on a connection that the broker has accepted (MQTT 3.1.1, 3.2).
import { UNSUBSCRIBES } from "../features.ts";
import { type Client, CONNECTED, send } from "./client.ts";
import { asksForClean, refusal, UNAVAILABLE } from "./connect-packet.ts";
import { lose, loseForLong, PROTOCOL_ERROR } from "./ending.ts";
import { flush, resume } from "./outbox.ts";
import { leaveAll, renew, subscribeAll } from "./subscriptions.ts";

/** Takes the answer to CONNECT. @cold */
export function greeted(client: Client, present: boolean, code: number): void {
  if (present && (code !== 0 || asksForClean(client.greeting))) {
    // [MQTT-3.2.2-1] [MQTT-3.2.2-4]
    lose(client, PROTOCOL_ERROR + "a session is present where none can be");
    return;
  }
  if (code !== 0) {
    if (code === UNAVAILABLE) lose(client, refusal(code));
    else loseForLong(client, refusal(code));
    return;
  }
  resume(client, present);
  renew(client, present);
  // One write: the subscriptions, and what the application has to say on each connection.
  const filters = subscribeAll(client);
  const words = client.owner.greeted(client.owner, present);
  const ended = UNSUBSCRIBES ? leaveAll(client) : "";
  const first = ended + filters + words;
  // Connected only now: a greeting that the engine leaves half-way (Espruino, out of memory) then ends by its deadline.
  client.state = CONNECTED;
  client.since = client.instant;
  client.connects += 1;
  if (first !== "") send(client, first);
  flush(client);
}
