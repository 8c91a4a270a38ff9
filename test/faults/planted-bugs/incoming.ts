// Bugs of what comes in: lost with a crash, given to the wrong handler, or taken from a broker that breaks the rules.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const handlers = testsOf("mqtt/handlers");
const subscriptions = testsOf("mqtt/subscriptions");
const topics = testsOf("mqtt/topic");
const broken = testsOf("mqtt/broken-packets");
const decoder = testsOf("mqtt/decoder");
const receiving = testsOf("mqtt/qos2-receiving");
const parts = testsOf("mqtt/parts");

const LOST_SUBSCRIBER =
  "subscriber.deliver(subscriber, bytes.substring(payloadAt, end), header % 2 === 1, subscription.filter);";
const ANSWER =
  "if (payloadAt !== topicEnd && client.state === CONNECTED) sendAnswer(client, PUBACK, bytes, topicEnd);";

export const INCOMING: readonly PlantedBug[] = [
  bug(
    "a message is acknowledged before its handler runs, and lost when that crashes",
    "mqtt/incoming",
    `      ${LOST_SUBSCRIBER}`,
    `      if (payloadAt !== topicEnd) sendAnswer(client, PUBACK, bytes, topicEnd);\n      ${LOST_SUBSCRIBER}`,
    handlers("it runs before the acknowledgement"),
  ),
  bug(
    "a message that a handler ended the connection from is acknowledged on a closed link",
    "mqtt/incoming",
    ANSWER,
    ANSWER.replace(" && client.state === CONNECTED", ""),
    handlers("nothing goes out behind DISCONNECT"),
  ),
  bug(
    "a message that nobody asked for is not acknowledged, and comes for ever",
    "mqtt/incoming",
    "    if (qos > 0 && client.state === CONNECTED) sendAnswer(client, PUBACK, bytes, topicEnd);",
    "    if (qos > 0 && client.routes[bytes.substring(body, topicEnd)] !== undefined) sendAnswer(client, PUBACK, bytes, topicEnd);",
    decoder("a message that no handler takes is acknowledged all the same"),
  ),
  bug(
    "a handler is in place only after SUBACK, and the first message is lost",
    "mqtt/subscriptions",
    "  enlist(client, { filter, qos, subscriber, stage });\n  if (client.state === CONNECTED && client.requested === 0) send(client, subscribeAll(client));",
    "  if (client.state === CONNECTED && client.requested === 0) send(client, subscribeAll(client));\n  client.subscriptions.push({ filter, qos, subscriber, stage });",
    subscriptions("the first handler before its SUBACK has come"),
  ),
  bug(
    "of many handlers for a topic only one is given the message",
    "mqtt/subscriptions",
    "        subscriber.deliver(subscriber, payload, retained, topic);\n",
    "        subscriber.deliver(subscriber, payload, retained, topic);\n        return;\n",
    subscriptions("every filter that takes its topic, once each"),
  ),
  bug(
    "a handler is given topics that only begin like its filter",
    "mqtt/topic",
    "  if (f === filter.length) return t === topic.length;",
    "  if (f === filter.length) return true;",
    topics("is by level, whatever the levels are"),
  ),
  bug(
    "what a group shares is acknowledged and given to nobody",
    "mqtt/topic",
    "let f = ownPart(filter);",
    "let f = 0;",
    subscriptions("who shares it with a group, under its own topic"),
  ),
  bug(
    "each part of a long message looks like its first",
    "mqtt/passing",
    "client.partAt = at + part.length;",
    "",
    parts("it comes whole and in order, however the stream is cut"),
  ),
  bug(
    "a long message is acknowledged at its first part, and lost when the link goes in its middle",
    "mqtt/passing",
    "if (client.state !== CONNECTED || client.skip > 0) return;",
    "if (client.state !== CONNECTED) return;",
    parts("it comes whole and in order, however the stream is cut"),
  ),
  bug(
    "# does not take the level above it",
    "mqtt/topic",
    "    filter.charCodeAt(f) === SLASH\n",
    "    filter.charCodeAt(f) === DOLLAR\n",
    topics("sport/# and sport: true"),
  ),
  bug(
    "a handler of # is given the broker's own topics",
    "mqtt/topic",
    "if (topic.charCodeAt(0) === DOLLAR && filter.charCodeAt(f) !== DOLLAR) return false; // [MQTT-4.7.2-1]",
    "",
    topics("of a topic that begins with $ needs a filter that does"),
  ),
  bug(
    "a refused subscription is told to nobody",
    "mqtt/subscriptions",
    "      client.owner.granted(client.owner, subscription.filter, subscription.qos, granted);\n",
    "      client.refusals += 0;\n",
    subscriptions("with a failure: the host is told, once"),
  ),
  bug(
    "any SUBACK is taken for the answer to ours",
    "mqtt/subscriptions",
    "if (client.requested === 0 || readUint16(bytes, at) !== client.requested % IDS) return;",
    "",
    subscriptions("under another identifier: that is no answer to ours"),
  ),
  bug(
    "a SUBACK with too many codes is asked again at once, for ever",
    "mqtt/subscriptions",
    "let isSound = client.requested - (client.requested % IDS) === (end - at - 2) * IDS;",
    "let isSound = client.requested - (client.requested % IDS) <= (end - at - 2) * IDS;",
    broken("SUBACK with too many codes"),
  ),
  bug(
    "a length of five bytes is read",
    "mqtt/decoder",
    "      if (weight === 268435456) loseMalformed(client);\n",
    "",
    broken("a remaining length of five bytes"),
  ),
  bug(
    "a topic that goes beyond its packet takes bytes of the next one",
    "mqtt/incoming",
    "if (qos === NO_QOS || payloadAt > end) {",
    "if (qos === NO_QOS) {",
    broken("PUBLISH with a topic beyond its end"),
  ),
  bug(
    "QoS 3 is taken for QoS 1",
    "mqtt/incoming",
    "return qos === 3 || (qos === 0",
    "return (qos === 0",
    broken("PUBLISH at the reserved QoS 3"),
  ),
  bug(
    "flags that must be 0 are not looked at",
    "mqtt/decoder",
    "    let header = bytes.charCodeAt(at);\n",
    "    let header = bytes.charCodeAt(at);\n    if (header >= PUBACK && header >> 4 !== 6) header = header & 240;\n",
    broken("PUBACK with wrong flags"),
  ),
  bug(
    "another packet than CONNACK begins the connection",
    "mqtt/decoder",
    "if (bytes.charCodeAt(0) !== CONNACK) forbid(client, bytes.charCodeAt(0));",
    "if (bytes.charCodeAt(0) < CONNACK) forbid(client, bytes.charCodeAt(0));",
    broken("anything else before CONNACK"),
  ),
  bug(
    "PUBREL of an unknown message is not answered, and the broker holds it for ever",
    "mqtt/exactly-once",
    "  sendAnswer(client, PUBCOMP, bytes, 0);",
    '  if (client.unreleased !== "") sendAnswer(client, PUBCOMP, bytes, 0);',
    receiving("PUBREL is answered by PUBCOMP also when the message is not known"),
  ),
  bug(
    "a stream that broke off in the middle of a packet is read on out of step",
    "mqtt/decoder",
    "  if (rest === HALFWAY) {\n",
    "  if (rest === PASSING && rest === HALFWAY) {\n",
    handlers("it stops half-way without an end"),
  ),
];
