// Handlers of a program whose messages are acknowledged once the promise that they return has resolved.

import type { Client } from "../../mqtt/client.ts";
import { releaseAnswer } from "../../mqtt/program/answer-in-turn.ts";
import { arrivalOf } from "../../mqtt/program/arrival.ts";
import { holdAnswer, leaveAnswer } from "../../mqtt/program/late-answers.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import { refusalOf } from "./handler-refusal.ts";
import { Message, type NodeMessage } from "./message.ts";

/** The client whose handlers they are. */
interface Owner {
  readonly client: Client;
  /** Do messages go to handlers? Not while the client stops: they come again. */
  isRunning(): boolean;
  /**
   * A handler finishes in a turn of its own: the packets of `release` go out, unless the client has ended.
   */
  later(release: () => void): void;
  /** A handler has rejected, or thrown. */
  handlerFailed(topic: string, error: unknown): void;
}

/** A subscriber that gives each message to `taken`, and has it answered when that has finished. */
export function onceResolved(taken: (message: NodeMessage) => unknown, owner: Owner): Subscriber {
  return {
    deliver: (_self, payload, retained, topic) => {
      const { client } = owner;
      const arrival = arrivalOf(client);
      const message = new Message(topic, payload, retained, arrival);
      if (arrival.qos === 0)
        void resultOf(taken, message).catch((error) => owner.handlerFailed(message.topic, error));
      else if (owner.isRunning()) void answered(taken, message, owner);
      else leaveAnswer(client);
    },
  };
}

async function answered(
  taken: (message: NodeMessage) => unknown,
  message: NodeMessage,
  owner: Owner,
): Promise<void> {
  const answer = holdAnswer(owner.client);
  let refusal = 0;
  try {
    await taken(message);
  } catch (error) {
    refusal = refusalOf(error);
    owner.handlerFailed(message.topic, error);
  }
  owner.later(() => releaseAnswer(owner.client, answer, refusal));
}

/** An error thrown by a handler is a rejection too. */
async function resultOf(taken: (message: NodeMessage) => unknown, message: NodeMessage): Promise<void> {
  await taken(message);
}
