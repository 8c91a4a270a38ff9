// Handlers of a program that no message waits for, and that fail.

import type { Client } from "../../mqtt/client.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import type { NodeMessage } from "./message.ts";
import { inOnePiece } from "./subscribers.ts";

/** Whose handlers they are. */
interface Owner {
  readonly client: Client;
  /** Does the program want to know which handlers fail? */
  hearsFailures(): boolean;
  /** A handler has rejected, or thrown. */
  handlerFailed(topic: string, error: unknown): void;
}

/**
 * A subscriber that gives each message to `taken`. A failure is told to a program that wants to know, which lives on: a malformed
 * request of anybody's would end a service. That of any other is its own, and ends it as Node has it.
 */
export function toldOf(taken: (message: NodeMessage) => unknown, owner: Owner): Subscriber {
  if (!owner.hearsFailures()) return inOnePiece(taken, owner.client);
  return inOnePiece((message) => {
    const failed = (error: unknown) => owner.handlerFailed(message.topic, error);
    try {
      Promise.resolve(taken(message)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }, owner.client);
}
