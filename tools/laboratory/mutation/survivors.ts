// Why a change of the client or the ring that no test notices may stay unnoticed: by the function in which it stands, and the
// shape of what stood there (tools/laboratory/patterns).
import type ts from "typescript";
import * as features from "../../../src/features.ts";
import { parsePattern } from "../patterns/pattern.ts";

export interface Place {
  /** The function or the constant that it stands in; anywhere where none is given. */
  name?: string;
  original: ts.Node;
  /** What it was changed into; whatever it was where none is given. */
  replacement?: ts.Node;
}

export interface Explanation {
  /** A sentence or two, in the row that counts its changes. */
  why: string;
  places: readonly Place[];
}

function anywhere(original: string, replacement?: string): Place {
  return {
    original: parsePattern(original),
    ...(replacement === undefined ? {} : { replacement: parsePattern(replacement) }),
  };
}

function place(name: string, original: string, replacement?: string): Place {
  return { name, ...anywhere(original, replacement) };
}

export const EXPLANATIONS: readonly Explanation[] = [
  {
    why: "**Features.** A constant of the build is true in these tests: with the feature the change has no effect. `test/image` covers images without it.",
    places: [
      ...Object.keys(features).flatMap((name) => [anywhere(name, "true"), anywhere(`!${name}`, "false")]),
      anywhere("DEADLINES || OVERFLOW_THIN"),
      anywhere("OVERFLOW_OLDEST || PRIORITIES"),
      anywhere("BROKERS && QOS2"),
      place("sendAgain", "BROKERS && QOS2 && !isKnown", "BROKERS && QOS2 || !isKnown"),
      place("takes", "filter === topic"),
      place("greeted", '""'),
      place("qosOf", "qos === 2 && !QOS2", "false"),
      place("qosOf", "qos === 2", "true"),
      place("qosOf", "qos === 2", "qos !== 2"),
      place("takePublish", "WILDCARDS && client.subscriptions.patterns !== undefined"),
    ],
  },
  {
    why: "**Short cuts.** The change takes the slower way to the same result; `npm run bench` measures the cost.",
    places: [
      place("publish", "length !== publication.payloadBytes", "true"),
      place("keep", "cursor + 1 === ring.put"),
      place("keep", "cursor + 1"),
      place("finishMessage", "ring.sent !== ring.put", "true"),
      place("packetStart", "length === publication.payloadBytes", "false"),
      place("decode", "client.stream.phase !== BETWEEN || !isConnected(client)", "true"),
      place("decode", '""', '"Stryker was here!"'),
      place("decode", "next > end || length > client.stream.glance", "true"),
      place("decode", "next > end"),
      place("decode", "length > client.stream.glance"),
      place("decode", "next === end", "false"),
      place("decode", "{ endChunk(client); return; }"),
      place("isPattern", "hasWildcard(filter) || isShared(filter)", "true"),
      place("takePublish", "client.subscriptions.patterns !== undefined"),
      place("enlist", "WILDCARDS && isPattern(subscription.filter)"),
      place(
        "acknowledge",
        "ring.marks[slot] !== mark || cursor === sent || ring.items[slot] === undefined",
        "true",
      ),
      place("freeEmptyFront", "ring.done === ring.put", "false"),
      place("acknowledge", "next === ring.put", "false"),
      place("acknowledge", "next !== sent && ring.items[next % ring.slots] === undefined"),
      place("acknowledge", "next !== sent", "true"),
      place("acknowledge", "ring.items[next % ring.slots] === undefined", "true"),
      place("acknowledge", "next % ring.slots"),
      place("takePublish", "body + 1 >= end"),
      place("takePublish", "body + 1"),
      place("takePublish", "body + 2 + bytes.charCodeAt(body + 1)"),
      place("takePublish", "body + 2"),
      place("takePublish", "header >= PUBLISH_QOS_1", "true"),
      place("takePublish", "bytes.substring(body, topicEnd)"),
      place("takePublish", "subscription !== undefined && payloadAt <= end", "false"),
      place("takePublish", "payloadAt <= end"),
      place(
        "payloadFrom",
        "topicEnd + 2 <= end && ((header & 7) === 2 || (header & 7) === 3) && bytes.charCodeAt(topicEnd) + bytes.charCodeAt(topicEnd + 1) > 0",
        "false",
      ),
      place("payloadFrom", "topicEnd + 2 <= end"),
      place("payloadFrom", "topicEnd + 2"),
      place("payloadFrom", "(header & 7) === 2 || (header & 7) === 3"),
      place("payloadFrom", "(header & 7) === 2"),
      place("payloadFrom", "(header & 7) === 3"),
      place("payloadFrom", "bytes.charCodeAt(topicEnd) + bytes.charCodeAt(topicEnd + 1)"),
    ],
  },
  {
    why: "**Waiting for one byte more.** The decoder reads the packet at its next byte, which always comes.",
    places: [
      place("takeOversize", "body + 2 > bytes.length"),
      place("takeOversize", "payloadAt > bytes.length"),
      place("bodyAt", "body <= bytes.length"),
    ],
  },
  {
    why: "**Never otherwise.** Earlier code or the other half of the condition rules the case out; TypeScript needs the check.",
    places: [
      place("pass", "client.oversize.left === 0", "true"),
      place("givePart", "client.oversize.left === 0", "true"),
      place("givePart", "subscriber.deliverPart !== undefined", "true"),
      // What is sent for the first time has waited for the other broker's answer where it was begun.
      place("sendAgain", "BROKERS && QOS2 && !isKnown", "true"),
      place("flush", "publication === undefined", "false"),
      place("sendAgain", "!isKnown"),
      place("isOfItsLength", "length > 2"),
      place("sweep", "cursor >= ring.written", "true"),
      place("sweep", "freed > 0"),
      place("acknowledge", "ring.items[slot] === undefined"),
      place("brokerCount", "i < list.length"),
      place("brokerCount", "i + 1"),
      place("brokersFault", "i < brokerCount(list)"),
      place("portAt", "colon < 0", "false"),
      place("filterFault", "i < filter.length"),
      place("matches", "f < filter.length && filter.charCodeAt(f) !== HASH"),
      place("matches", "f < filter.length"),
      place("matches", "filter.charCodeAt(f) !== HASH"),
      place("matches", "t < topic.length"),
      place("matches", "f + 2 === filter.length"),
      place("matches", "filter.charCodeAt(f) === SLASH"),
      place("mayGo", "waiting === undefined", "false"),
      place("firstToGo", "waiting !== undefined", "true"),
      place("priorityAt", "publication === undefined", "false"),
      place("dropAt", "publication !== undefined", "true"),
      place("mayGo", "waiting.priority < publication.priority"),
      place("subscribeWith", "client.subscriptions.requested === 0", "false"),
      place("takePubrec", "slot !== NO_SLOT", "true"),
      place("forget", "place < ids.length"),
      place("asksForClean", "(connect.charCodeAt(levelAt(connect) + 1) & 3) > 1"),
    ],
  },
  {
    why: "**The same number either way.** Both forms agree at the one value where they could differ.",
    places: [
      place("freeFirst", "ring.written === ring.done", "false"),
      place("freeFirst", "ring.sent === ring.done", "false"),
    ],
  },
  {
    why: "**Enough memory.** The ring fills itself at start, so that a chip without the memory fails there; a computer has it.",
    places: [
      place("createRing", "i < slots"),
      place(
        "createRing",
        '{ let proof = "" + i; while (proof.length < share) proof = proof + "."; payloads[i] = proof; marks[i] = 0; }',
      ),
      place("createRing", '""'),
      place("createRing", "proof.length < share"),
    ],
  },
  {
    why: "**Stops.** The code protects against an engine that stops in between; `test/mqtt/outbox-stops.test.ts`, one of the long tests, stops it at every write.",
    places: [
      place("passOver", "ring.sent + 1"),
      place("freeFirst", "ring.sent + 1"),
      place("passOver", "ring.sent % ring.slots"),
      place("passOver", "ring.written === ring.sent", "false"),
      place("replace", "ring.bytes += payload.length"),
      place("acknowledge", "cursor % ring.slots"),
      place("forgetMarks", "ring.items[slot] !== undefined", "true"),
      place("slotMarked", "ring.items[slot] !== undefined", "true"),
      place("isWaiting", "ring.items[item.newest % ring.slots] === item", "true"),
      place("isHeld", "item.newest >= ring.done", "true"),
    ],
  },
  {
    why: "**Written before it is read.** A field's first value, or a mark that is only compared with itself.",
    places: [
      place("createRing", "[]"),
      place("createStream", '""'),
      place("createOversize", '""'),
      place("createConnectionState", '""'),
      place("NO_PING", "-1"),
      place("prepare", "-1"),
    ],
  },
  {
    why: "**Not a number.** In a PUBLISH too short for its topic Node reads NaN after the end, and the packet is refused for its topic. `test/engines/broken-packets.test.ts` sends the same packets to Lua, which cannot compute with NaN.",
    places: [place("takeAnyPublish", "topicAt <= end", "true")],
  },
  {
    why: "**Done by the callee.** The function that is called next finds nothing to do.",
    places: [
      place("finishReleasing", "true", "false"),
      place("makeRoom", "false", "true"),
      place("firstToGo", "ring.put - 1"),
      place("mostCrowded", "previous !== NO_CURSOR", "true"),
      place("resumed", "isPassing(client)", "true"),
      place("takeAcknowledgement", "header === PUBCOMP", "true"),
      place("isPacket", "header < PUBACK"),
      place("resumed", "isConnected(client) && !isPassing(client)"),
      place("resumed", "isConnected(client)", "true"),
      place("resumed", "at === bytes.length", "true"),
    ],
  },
];
