// The answer that a message wants, and where: its Response Topic and Correlation Data (MQTT 5.0, 4.10). An
// image has this where its device answers commands.
//
// What a request brings along for its answer is bounded. The answer goes out once, at QoS 0, as it names the
// sender's words to a broker: at QoS 1 one that a broker ends the connection for would be sent again for
// ever.
import { hasControl } from "../../bytes/control-characters.ts";
import { readUint16 } from "../../bytes/integers.ts";
import type { Client } from "../client.ts";
import { publish } from "../outbox.ts";
import { carryProperties, prepare } from "../publication.ts";
import { valueAt } from "./properties.ts";
import { CORRELATION_DATA, RESPONSE_TOPIC } from "./property.ts";

/** The most bytes of a response topic, and of correlation data. */
const LONGEST_TOPIC = 100;
const LONGEST_DATA = 64;
/**
 * Answers may only go below this topic: elsewhere, a sender could make the device command itself or another
 * one.
 */
const BELOW = "answers/";

export interface WantedAnswer {
  /** The response topic of the message that is being delivered; "" where it wants no answer, or has it. */
  topic: string;
  /** Its correlation data as a property; "" for none. */
  correlation: string;
  /** The reason why it gets no answer, in words; where it wants none, as below. */
  fault: string;
  /** The reason why the newest message that wanted an answer got none, in words; "" where it got one. */
  unanswered: string;
}

/** From now on the client's owner answers messages that want an answer. @cold */
export function giveAnswers(client: Client): void {
  client.wantedAnswer = { topic: "", correlation: "", fault: "", unanswered: "" };
}

/**
 * Notes which answer a PUBLISH wants whose sound properties have their length at `at` and end at `end`. A
 * retained message wants none: it would be answered after each connect. @cold
 */
export function noteWanted(
  wanted: WantedAnswer,
  header: number,
  bytes: string,
  at: number,
  end: number,
): void {
  wanted.topic = "";
  wanted.fault = wanted.unanswered;
  const topicAt = valueAt(bytes, at, end, RESPONSE_TOPIC);
  if (topicAt === 0 || header % 2 === 1) return;
  const dataAt = valueAt(bytes, at, end, CORRELATION_DATA);
  const topicBytes = readUint16(bytes, topicAt);
  const dataBytes = dataAt === 0 ? 0 : readUint16(bytes, dataAt);
  wanted.fault = "";
  if (topicBytes === 0 || topicBytes > LONGEST_TOPIC)
    wanted.fault = "its response topic has " + topicBytes + " bytes; it is 1 to " + LONGEST_TOPIC;
  else if (dataBytes > LONGEST_DATA)
    wanted.fault = "its correlation data has " + dataBytes + " bytes; it is at most " + LONGEST_DATA;
  else {
    const topic = bytes.substring(topicAt + 2, topicAt + 2 + topicBytes);
    if (topic.substring(0, BELOW.length) !== BELOW) wanted.fault = "its response topic is not below " + BELOW;
    else if (topic.indexOf("+") >= 0 || topic.indexOf("#") >= 0)
      wanted.fault = "its response topic has a wildcard";
    else if (hasControl(topic)) wanted.fault = "its response topic has a control character";
    else wanted.topic = topic;
    wanted.correlation = dataAt === 0 ? "" : bytes.substring(dataAt - 1, dataAt + 2 + dataBytes);
  }
}

/**
 * Answers the message that is being delivered, where it wants that: once. `properties` go with it, uncounted.
 * @cold
 */
export function giveAnswer(client: Client, wanted: WantedAnswer, payload: string, properties: string): void {
  if (wanted.topic === "") return;
  const answer = prepare(wanted.topic, 0, false, "reject");
  carryProperties(answer, wanted.correlation + properties);
  wanted.topic = "";
  if (publish(client, answer, payload) !== "sent") wanted.fault = "the connection had no room for the answer";
}

/** The message has been answered, or not. Returns whether that changes the words below. @cold */
export function endAnswering(wanted: WantedAnswer): boolean {
  const isOther = wanted.fault !== wanted.unanswered;
  wanted.unanswered = wanted.fault;
  return isOther;
}

/** The reason why the newest command that wanted an answer got none, in words; "" where it got one. @cold */
export function unansweredWords(client: Client): string {
  const words = client.wantedAnswer === undefined ? "" : client.wantedAnswer.unanswered;
  return words === "" ? "" : "a command was not answered: " + words;
}
