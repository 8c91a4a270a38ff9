// Handlers of a program that no message waits for, and that fail.

import type { Client } from "../../mqtt/client.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import type { NodeMessage } from "./message.ts";
import { inOnePiece } from "./subscribers.ts";

/** The client whose handlers they are. */
interface Owner {
  readonly client: Client;
  /** Does the program want to know which handlers fail? */
  hearsFailures(): boolean;
  /** A handler has rejected, or thrown. */
  handlerFailed(topic: string, error: unknown): void;
}

/**
 * A subscriber that gives each message to `taken`. A failure is reported to a program that wants to know,
 * which lives on: otherwise anybody's malformed request would end a service. The failure of any other program
 * is its own, and ends it as Node does.
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
