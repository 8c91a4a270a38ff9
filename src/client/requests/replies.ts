// Answers of a program to requests: each goes where the request says (MQTT 5.0, 4.10), or its topic
// (request-topics.ts).
import { shown } from "../../arguments/given.ts";
import { speaks5 } from "../../mqtt/protocol.ts";
import { carryProperties, prepare } from "../../mqtt/publication.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import { topicFault } from "../../mqtt/topic.ts";
import type { Answering } from "../client.ts";
import { payloadCheck } from "../faults/call-faults.ts";
import { printable } from "../faults/foreign-text.ts";
import { propertyBytes } from "../message-properties.ts";
import type { Qos, ReplyOptions } from "../options.ts";
import type { RunningClient } from "../running-client.ts";
import { onceResolved } from "../subscriptions/late-handlers.ts";
import type { NodeMessage } from "../subscriptions/message.ts";
import { isAcknowledgedLate } from "../subscriptions/subscription-options.ts";
import { toldOf } from "../subscriptions/told-handlers.ts";
import { bytesOf } from "../text.ts";
import type { Answers } from "./answers.ts";
import { ANSWERS, requestBy } from "./request-topics.ts";

/**
 * Mosquitto ends the connection for a topic of more than 201, and looks at no response topic; EMQX takes 128
 * (`max_topic_levels`).
 */
const MOST_LEVELS = 100;

/**
 * Takes the messages of a reply's filter: those that name their response topic themselves, and those that
 * want no answer.
 */
export function answering(
  running: RunningClient,
  filter: string,
  answer: Answering,
  answers: Answers,
  options: Qos | ReplyOptions,
): Subscriber {
  const below = belowOf(options);
  return taking(running, options, async (message) => {
    // A filter such as "#" takes these too, and they go to the other subscriber.
    if (requestBy(message.topic, filter) === undefined) await reply(message, answer, answers, below);
  });
}

/** Takes the requests for the same filter whose own topic names the place of their answers. */
export function answeringByTopic(
  running: RunningClient,
  filter: string,
  answer: Answering,
  answers: Answers,
  options: Qos | ReplyOptions,
): Subscriber {
  const below = belowOf(options);
  return taking(running, options, async (message) => {
    const request = requestBy(message.topic, filter);
    // A retained request may be old, and would be answered after each connect.
    if (request === undefined || message.retained) return;
    const question = named(message, request.topic, request.answerTopic);
    await reply(question, answer, answers, speaks5(running.client) ? below : ANSWERS);
  });
}

function taking(
  running: RunningClient,
  options: Qos | ReplyOptions,
  taken: (message: NodeMessage) => Promise<void>,
): Subscriber {
  return isAcknowledgedLate(options) ? onceResolved(taken, running) : toldOf(taken, running);
}

/** The beginning of its answers' topics: they are published with the replier's rights. */
function belowOf(options: Qos | ReplyOptions): string {
  const { answersBelow = ANSWERS } = typeof options === "number" ? {} : options;
  return answersBelow === "" || answersBelow.endsWith("/") ? answersBelow : `${answersBelow}/`;
}

/** The request as one of MQTT 5.0 is given to its handler. */
function named(message: NodeMessage, topic: string, responseTopic: string): NodeMessage {
  const { correlationData: _, ...properties } = message.properties;
  return {
    ...message,
    topic,
    properties: { ...properties, responseTopic },
    get bytes() {
      return message.bytes;
    },
  };
}

async function reply(
  message: NodeMessage,
  answer: Answering,
  answers: Answers,
  below: string,
): Promise<void> {
  const payload = await answer(message);
  const { responseTopic, correlationData } = message.properties;
  // A retained request may be old, and would be answered after each connect.
  if (payload === undefined || responseTopic === undefined || responseTopic === "" || message.retained)
    return;
  const topic = bytesOf(responseTopic);
  const fault = topicFault(topic) ?? levelsFault(responseTopic);
  if (fault !== undefined) {
    answers.failed(printable(responseTopic), fault);
    return;
  }
  if (!responseTopic.startsWith(below)) {
    answers.failed(responseTopic, `its request wants it elsewhere than below ${below}`);
    return;
  }
  const allowed = payloadCheck(payload);
  if (allowed !== undefined) {
    answers.failed(responseTopic, `it is ${shown(payload)}; it is ${allowed}`);
    return;
  }
  const publication = prepare(topic, Math.min(1, message.qos), false, "reject");
  carryProperties(publication, propertyBytes({ correlationData }));
  await answers.send(responseTopic, publication, payload);
}

function levelsFault(topic: string): string | undefined {
  const { length } = topic.split("/");
  return length > MOST_LEVELS
    ? `its topic has ${length} levels, and for more than ${MOST_LEVELS} brokers end the connection`
    : undefined;
}
