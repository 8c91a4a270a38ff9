// A long write that is on its way, where a link takes more at once than the network carries in seconds: behind it wait the
// packets that the broker has to answer.
import { type Client, setTime } from "./client.ts";
import { heard } from "./keep-alive.ts";
import { spoke } from "./link.ts";
import { forgetOldest } from "./overdue.ts";
import { awaitReleaseAnew } from "./qos2-received-ids.ts";
import { awaitSubackAnew } from "./subscriptions.ts";
import { awaitUnsubacksAnew } from "./unsubscribes.ts";
import { awaitAuthenticationAnew } from "./version-5/authentication.ts";

/** Some of the bytes that were handed to the link have left: the far end takes them, and the time of each answer begins anew. */
export function linkProgressed(client: Client, now: number): void {
  setTime(client, now);
  spoke(client);
  heard(client, now);
  forgetOldest(client);
  awaitSubackAnew(client);
  awaitUnsubacksAnew(client);
  awaitReleaseAnew(client);
  awaitAuthenticationAnew(client);
}
