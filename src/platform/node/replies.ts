// Answers of a program to requests (MQTT 5.0, 4.10): each goes where the request says, with what it was asked with.
import { prepare, setFixedProperties } from "../../mqtt/publication.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import { topicFault } from "../../mqtt/topic.ts";
import type { Answering } from "./client.ts";
import type { HandlerOptions, Qos } from "./client-options.ts";
import { onceResolved } from "./late-handlers.ts";
import type { NodeMessage } from "./message.ts";
import { propertyBytes } from "./message-properties.ts";
import type { RunningClient } from "./running-client.ts";
import { inOnePiece } from "./subscribers.ts";
import { isAcknowledgedLate } from "./subscription-options.ts";
import { bytesOf } from "./text.ts";

/** A subscriber that answers each message which wants that. `failed`: why an answer was not sent. */
export function answering(
  running: RunningClient,
  answer: Answering,
  failed: (topic: string, why: string) => void,
  options: Qos | HandlerOptions,
): Subscriber {
  const replies = (message: NodeMessage) => reply(running, message, answer, failed);
  return isAcknowledgedLate(options) ? onceResolved(replies, running) : inOnePiece(replies, running.client);
}

async function reply(
  running: RunningClient,
  message: NodeMessage,
  answer: Answering,
  failed: (topic: string, why: string) => void,
): Promise<void> {
  const payload = await answer(message);
  const { responseTopic, correlationData } = message.properties;
  if (payload === undefined || responseTopic === undefined) return;
  const topic = bytesOf(responseTopic);
  if (topicFault(topic) !== undefined) return;
  const publication = prepare(topic, Math.min(1, message.qos), false, "reject");
  setFixedProperties(publication, propertyBytes({ correlationData }));
  try {
    await running.send(publication, payload, true);
  } catch (error) {
    failed(responseTopic, (error as Error).message);
  }
}
