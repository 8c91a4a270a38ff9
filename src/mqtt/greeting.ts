// CONNACK: what is done first on a connection that the broker has accepted (MQTT 3.1.1, 3.2).
import { type Client, CONNECTED, send } from "./client.ts";
import { refusal } from "./connect-packet.ts";
import { lose } from "./ending.ts";
import { flush, resume } from "./outbox.ts";
import { renew, subscribeAll } from "./subscriptions.ts";

/** Takes the answer to CONNECT. @cold */
export function greeted(client: Client, present: boolean, code: number): void {
  if (code !== 0) {
    lose(client, refusal(code));
    return;
  }
  resume(client, present);
  renew(client, present);
  // One write: the subscriptions, and what the application has to say on each connection.
  const filters = subscribeAll(client);
  const words = client.owner.greeted(client.owner, present);
  const first = filters + words;
  // Connected only now: a greeting that the engine leaves half-way (Espruino, out of memory) then ends by its deadline.
  client.state = CONNECTED;
  client.since = client.instant;
  client.connects += 1;
  if (first !== "") send(client, first);
  flush(client);
}
