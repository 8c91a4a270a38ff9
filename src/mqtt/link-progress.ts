// Bytes that have left, where a link takes more at once than the network carries in seconds: the wait for the
// broker's answer begins then. A device's link takes little, and does not need this.
import { isAlone, joinRing } from "./alone.ts";
import { type Client, setTime } from "./client.ts";
import { awaitConnackAnew } from "./connection-state.ts";
import { awaitPingrespAnew } from "./keep-alive.ts";
import { spoke } from "./link.ts";
import { awaitOldestAnew } from "./overdue.ts";
import { awaitAuthenticationAnew } from "./program/authentication.ts";
import { awaitUnsubacksAnew } from "./program/unsubscribes.ts";
import { awaitReleaseAnew } from "./qos2-received-ids.ts";
import { awaitSubackAnew } from "./subscriptions.ts";

/**
 * Part of the bytes handed to the link has left at `now`. All requests made before `since` had left already;
 * the wait for the answer to each later one begins at `from`.
 */
export function linkProgressed(client: Client, now: number, since: number, from: number): void {
  setTime(client, now);
  if (isAlone(client)) joinRing(client);
  spoke(client);
  awaitConnackAnew(client, since, from);
  awaitPingrespAnew(client, since, from);
  awaitOldestAnew(client, since, from);
  awaitSubackAnew(client, since, from);
  awaitUnsubacksAnew(client, since, from);
  awaitReleaseAnew(client, since, from);
  awaitAuthenticationAnew(client, since, from);
}
