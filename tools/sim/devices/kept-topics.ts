// Topics at which a simulated device has left messages that its broker keeps: they
// are cleared when it has ended.

import type { World } from "../../../src/platform/node/world.ts";
import { createPublishReader, type SentPublish } from "./sent-publishes.ts";
import { watchWrites } from "./watched-writes.ts";

/** Calls `sent` with each message that the world's device writes on connections to come. */
export function readPublishes(world: World, sent: (publish: SentPublish) => void): void {
  watchWrites(world, () => createPublishReader(sent));
}

/** Notes in `kept` where the broker keeps a message behind this one, or keeps none any more. */
export function noteKeptTopic(kept: Set<string>, { topic, retain, isEmpty }: SentPublish): void {
  if (!retain) return;
  if (isEmpty) kept.delete(topic);
  else kept.add(topic);
}
