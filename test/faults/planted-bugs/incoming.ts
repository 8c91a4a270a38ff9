// Bugs of what comes in: lost with a crash, given to the wrong handler, or taken from a broker that breaks the rules.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const handlers = testsOf("mqtt/handlers");
const subscriptions = testsOf("mqtt/subscriptions");
const topics = testsOf("mqtt/topic");
const broken = testsOf("mqtt/broken-packets");
const decoder = testsOf("mqtt/decoder");
const receiving = testsOf("mqtt/qos2-receiving");
const parts = testsOf("mqtt/parts");

export const INCOMING: readonly PlantedBug[] = [
  bug(
    "a message is acknowledged before its handler runs, and lost when that crashes",
    "mqtt/takePublish",
    "subscriber.deliver(subscriber, bytes.substring(payloadAt, end), header % 2 === 1, subscription.filter);",
    "if (payloadAt !== topicEnd) sendAnswer(client, PUBACK, bytes, topicEnd); subscriber.deliver(subscriber, bytes.substring(payloadAt, end), header % 2 === 1, subscription.filter);",
    handlers("it runs before the acknowledgement"),
  ),
  bug(
    "a message that a handler ended the connection from is acknowledged on a closed link",
    "mqtt/takePublish",
    "isConnected(client)",
    "true",
    handlers("nothing goes out behind DISCONNECT"),
  ),
  bug(
    "a message that nobody asked for is not acknowledged, and comes for ever",
    "mqtt/takeAnyPublish",
    "isConnected(client)",
    "client.subscriptions.routes[bytes.substring(body, topicEnd)] !== undefined",
    decoder("a message that no handler takes is acknowledged all the same"),
  ),
  bug(
    "a handler is in place only after SUBACK, and the first message is lost",
    "mqtt/subscribe",
    "enlist(client, { filter, qos, subscriber, stage });",
    "client.subscriptions.all.push({ filter, qos, subscriber, stage });",
    subscriptions("the first handler before its SUBACK has come"),
  ),
  bug(
    "of many handlers for a topic only one is given the message",
    "mqtt/route",
    "subscriber.deliver(subscriber, payload, retained, topic);",
    "subscriber.deliver(subscriber, payload, retained, topic); return;",
    subscriptions("every filter that takes its topic, once each"),
  ),
  bug(
    "a handler is given topics that only begin like its filter",
    "mqtt/matches",
    "return t === topic.length;",
    "return true;",
    topics("is by level, whatever the levels are"),
  ),
  bug(
    "what a group shares is acknowledged and given to nobody",
    "mqtt/nodeOf",
    "ownPart(filter)",
    "0",
    subscriptions("who shares it with a group, under its own topic"),
  ),
  bug(
    "each part of a long message looks like its first",
    "mqtt/givePart",
    "payloadBytes - client.oversize.left - part.length",
    "0",
    parts("it comes whole and in order, however the stream is cut"),
  ),
  bug(
    "a long message is acknowledged at its first part, and lost when the link goes in its middle",
    "mqtt/givePart",
    "client.oversize.left > 0",
    "false",
    parts("it comes whole and in order, however the stream is cut"),
  ),
  bug(
    "# does not take the level above it",
    "mqtt/matches",
    "filter.charCodeAt(f) === SLASH",
    "filter.charCodeAt(f) === DOLLAR",
    topics("sport/# and sport: true"),
  ),
  bug(
    "a handler of # is given the broker's own topics",
    "mqtt/matches",
    "if (topic.charCodeAt(0) === DOLLAR && filter.charCodeAt(f) !== DOLLAR) return false;",
    "",
    topics("of a topic that begins with $ needs a filter that does"),
  ),
  bug(
    "a refused subscription is told to nobody",
    "mqtt/subscribed",
    "client.owner.granted(client.owner, subscription.filter, subscription.qos, granted)",
    "client.outcomes.refusals += 0",
    subscriptions("with a failure: the host is told, once"),
  ),
  bug(
    "any SUBACK is taken for the answer to ours",
    "mqtt/takeSuback",
    "id === client.subscriptions.requested",
    "true",
    subscriptions("under another identifier: that is no answer to ours"),
  ),
  bug(
    "a SUBACK with too many codes is asked again at once, for ever",
    "mqtt/subscribed",
    "client.subscriptions.requestedFilters === end - at",
    "client.subscriptions.requestedFilters <= end - at",
    broken("SUBACK with too many codes"),
  ),
  bug(
    "a length of five bytes is read",
    "mqtt/probe",
    "if (body - at > LONGEST_HEADER) return MALFORMED;",
    "",
    broken("a remaining length of five bytes"),
  ),
  bug(
    "a topic that goes beyond its packet takes bytes of the next one",
    "mqtt/takeAnyPublish",
    "payloadAt > end",
    "false",
    broken("PUBLISH with a topic beyond its end"),
  ),
  bug(
    "QoS 3 is taken for QoS 1",
    "mqtt/qosOf",
    "qos === 3",
    "false",
    broken("PUBLISH at the reserved QoS 3"),
  ),
  bug(
    "flags that must be 0 are not looked at",
    "mqtt/decode",
    "let header = bytes.charCodeAt(at);",
    "let header = bytes.charCodeAt(at); if (header >= 0x40 && header >> 4 !== 6) header = header & 240;",
    broken("PUBACK with wrong flags"),
  ),
  bug(
    "another packet than CONNACK begins the connection",
    "mqtt/takeConnack",
    "bytes.charCodeAt(0) !== CONNACK",
    "bytes.charCodeAt(0) < CONNACK",
    broken("anything else before CONNACK"),
  ),
  bug(
    "PUBREL of an unknown message is not answered, and the broker holds it for ever",
    "mqtt/released",
    "sendAnswer(client, PUBCOMP, bytes, 0);",
    'if (client.unreleased.ids !== "") sendAnswer(client, PUBCOMP, bytes, 0);',
    receiving("PUBREL is answered by PUBCOMP also when the message is not known"),
  ),
  bug(
    "a stream that broke off in the middle of a packet is read on out of step",
    "mqtt/resumed",
    "client.stream.at === TAKING",
    "isPassing(client) && client.stream.at === TAKING",
    handlers("it stops half-way without an end"),
  ),
];
