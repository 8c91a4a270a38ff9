// Why a change of the client or the ring that no test notices may stay unnoticed: by the text that stood there.

export interface Place {
  /** The file's name. */
  file: string;
  original: string;
  /** What it was changed into; whatever it was where none is given. */
  replacement?: string;
}

export interface Explanation {
  /** A sentence or two, above the list of its changes. */
  why: string;
  places: readonly Place[];
}

const place = (file: string, original: string, replacement?: string): Place => ({
  file,
  original,
  ...(replacement === undefined ? {} : { replacement }),
});

export const EXPLANATIONS: readonly Explanation[] = [
  {
    why: `**Features.** A constant that the build sets, true wherever these tests run: with the feature the change says the same.
\`test/build\` looks at images without it.`,
    places: [
      place("outbox.ts", "DEADLINES || OVERFLOW_THIN"),
      place("outbox.ts", "DEADLINES", "true"),
      place("outbox.ts", "OVERFLOW_OLDEST || PRIORITIES"),
      place("outbox.ts", "!QOS1"),
      place("outbox.ts", "!QOS2"),
      place("outbox.ts", "QOS2", "true"),
      place("connection.ts", "PERSISTENT_SESSION", "true"),
      place("connection.ts", "DEADLINES", "true"),
      place("decoder.ts", "QOS2", "true"),
      place("overflow.ts", "CLIENT_COUNTERS", "true"),
      place("ring.ts", "CLIENT_COUNTERS", "true"),
      place("sweep.ts", "DEADLINES || OVERFLOW_THIN"),
      place("outbox.ts", "BROKERS && QOS2"),
      place("outbox.ts", "BROKERS && QOS2 && mark < 0", "BROKERS && QOS2 || mark < 0"),
      place("greeting.ts", "BROKERS && QOS2"),
      place("ending.ts", "PARTS", "true"),
      place("passing.ts", "PARTS", "true"),
      place("subscriptions.ts", "UNSUBSCRIBES", "true"),
      place("subscriptions.ts", "!UNSUBSCRIBES", "false"),
      place("subscriptions.ts", "WILDCARDS", "true"),
      place("subscriptions.ts", "filter === topic"),
      place("greeting.ts", "BROKERS", "true"),
      place("greeting.ts", '""'),
      place("incoming.ts", "qos === 2 && !QOS2", "false"),
      place("incoming.ts", "qos === 2", "true"),
      place("incoming.ts", "qos === 2", "qos !== 2"),
      place("incoming.ts", "WILDCARDS && client.wildcards.length > 0"),
    ],
  },
  {
    why: `**Short cuts.** The change sends everything, or more, by the slower way, which does the same: what it costs is
measured by \`npm run bench\`.`,
    places: [
      place("outbox.ts", "length !== publication.payloadBytes", "true"),
      place("outbox.ts", "cursor + 1 === ring.put"),
      place("outbox.ts", "cursor + 1"),
      place("outbox.ts", "ring.sent !== ring.put", "true"),
      place("publication.ts", "length === publication.payloadBytes", "false"),
      place("decoder.ts", 'client.rest !== "" || client.state !== CONNECTED', "true"),
      place("decoder.ts", '""', '"Stryker was here!"'),
      place("decoder.ts", "next > end || length > client.glance", "true"),
      place("decoder.ts", "next > end"),
      place("decoder.ts", "length > client.glance"),
      place("decoder.ts", "next === end", "false"),
      place("decoder.ts", '{ client.rest = ""; return; }'),
      place("decoder.ts", "length > 127"),
      place("topic.ts", "hasWildcard(filter) || isShared(filter)", "true"),
      place("incoming.ts", "client.wildcards.length > 0"),
      place("subscriptions.ts", "WILDCARDS && isPattern(subscription.filter)"),
      place(
        "ring.ts",
        "ring.marks[slot] !== mark || cursor === sent || ring.items[slot] === undefined",
        "true",
      ),
      place("ring.ts", "ring.done === ring.put", "false"),
      place("ring.ts", "next === ring.put", "false"),
      place("ring.ts", "next !== sent && ring.items[next % ring.slots] === undefined"),
      place("ring.ts", "next !== sent", "true"),
      place("ring.ts", "ring.items[next % ring.slots] === undefined", "true"),
      place("ring.ts", "next % ring.slots"),
      place("incoming.ts", "body + 1 >= end"),
      place("incoming.ts", "body + 1"),
      place("incoming.ts", "body + 2 + bytes.charCodeAt(body + 1)"),
      place("incoming.ts", "body + 2"),
      place("incoming.ts", "header >= PUBLISH_QOS_1", "true"),
      place("incoming.ts", "bytes.substring(body, topicEnd)"),
      place("incoming.ts", "subscription === undefined || payloadAt > end", "true"),
      place("incoming.ts", "payloadAt > end"),
      place(
        "incoming.ts",
        "topicEnd + 2 <= end && ((header & 7) === 2 || (header & 7) === 3) && bytes.charCodeAt(topicEnd) + bytes.charCodeAt(topicEnd + 1) > 0",
        "false",
      ),
      place("incoming.ts", "topicEnd + 2 <= end"),
      place("incoming.ts", "topicEnd + 2"),
      place("incoming.ts", "(header & 7) === 2 || (header & 7) === 3"),
      place("incoming.ts", "(header & 7) === 2"),
      place("incoming.ts", "(header & 7) === 3"),
      place("incoming.ts", "bytes.charCodeAt(topicEnd) + bytes.charCodeAt(topicEnd + 1)"),
    ],
  },
  {
    why: `**Waiting for one byte more.** The packet is read as soon as its next byte is there, and it has one.`,
    places: [
      place("passing.ts", "body + 2 > bytes.length"),
      place("passing.ts", "payloadAt > bytes.length"),
      place("decoder.ts", "body < end"),
      place("decoder.ts", "bytes.charCodeAt(body - 1) > 127"),
    ],
  },
  {
    why: `**Never otherwise.** The value cannot be what the condition asks about: the code before it, or the other half of the
condition, has seen to that, and TypeScript wants it said.`,
    places: [
      place("passing.ts", "client.skip === 0", "true"),
      place("passing.ts", "subscriber.deliverPart !== undefined", "true"),
      // What is sent for the first time has waited for the other broker's answer where it was begun.
      place("outbox.ts", "BROKERS && QOS2 && mark < 0", "true"),
      place("outbox.ts", "mark < 0"),
      place("passing.ts", "subscription === undefined || subscription.subscriber.deliverPart === undefined"),
      place("passing.ts", "subscription === undefined"),
      place("passing.ts", "subscription.subscriber.deliverPart === undefined"),
      place("outbox.ts", "publication === undefined", "false"),
      place("outbox.ts", "mark > 0"),
      place("outbox.ts", "mark <= 0"),
      place("decoder.ts", "length > 2"),
      place("sweep.ts", "cursor >= ring.written", "true"),
      place("sweep.ts", "freed > 0"),
      place("ring.ts", "ring.items[slot] === undefined"),
      place("brokers.ts", "i < list.length"),
      place("brokers.ts", "i + 1"),
      place("brokers.ts", "i < brokerCount(list)"),
      place("brokers.ts", "colon < 0", "false"),
      place("topic.ts", "i < filter.length"),
      place("topic.ts", "f < filter.length && filter.charCodeAt(f) !== HASH"),
      place("topic.ts", "f < filter.length"),
      place("topic.ts", "filter.charCodeAt(f) !== HASH"),
      place("topic.ts", "t < topic.length"),
      place("topic.ts", "f + 2 === filter.length"),
      place("topic.ts", "filter.charCodeAt(f) === SLASH"),
      place("overflow.ts", "waiting === undefined", "false"),
      place("overflow.ts", "waiting !== undefined", "true"),
      place("overflow.ts", "publication === undefined", "false"),
      place("overflow.ts", "publication !== undefined", "true"),
      place("overflow.ts", "waiting.priority < publication.priority"),
      place("subscriptions.ts", "subscription.stage < ASKED"),
      place("subscriptions.ts", "client.requested === 0", "false"),
      place("exactly-once.ts", "slot !== NO_SLOT", "true"),
      place("unreleased.ts", "place < ids.length"),
      place("connect-packet.ts", "(connect.charCodeAt(connect.indexOf(PROTOCOL) + PROTOCOL.length) & 3) > 1"),
    ],
  },
  {
    why: `**The same number either way.** At the one value where the two differ they come to the same.`,
    places: [
      place("ending.ts", "limit < LONGEST_PAUSE_MS"),
      place("ending.ts", "limit > LONGEST_PAUSE_MS"),
      place("sweep.ts", "ring.written === ring.done", "false"),
      place("sweep.ts", "ring.sent === ring.done", "false"),
    ],
  },
  {
    why: `**Enough memory.** The ring fills itself once at its start, so that a chip without the memory fails there and then; a
computer has it.`,
    places: [
      place("ring.ts", "i < slots"),
      place(
        "ring.ts",
        '{ // Different in each slot, or Lua would keep one string for all of them. let proof = "" + i; while (proof.length < share) proof = proof + "."; payloads.push(proof); marks.push(0); }',
      ),
      place("ring.ts", '""'),
      place("ring.ts", "proof.length < share"),
    ],
  },
  {
    why: `**Stops.** What stands there if an engine stops in between, or what a stop has left: \`test/mqtt/outbox-stops.test.ts\` stops
it at every write, and is one of the long tests.`,
    places: [
      place("ring.ts", "ring.sent + 1"),
      place("ring.ts", "ring.sent % ring.slots"),
      place("ring.ts", "ring.written === ring.sent", "false"),
      place("ring.ts", "ring.bytes += payload.length"),
      place("ring.ts", "cursor % ring.slots"),
      place("ring.ts", "ring.items[slot] !== undefined", "true"),
      place("ring.ts", "ring.items[item.at % ring.slots] === item", "true"),
      place("ring.ts", "item.at >= ring.done", "true"),
    ],
  },
  {
    why: "**Written before it is read.** A field's first value, or a mark that is only compared with itself.",
    places: [
      place("ring.ts", "[]"),
      place("client.ts", '""'),
      place("client.ts", "-1"),
      place("publication.ts", "-1"),
      place("decoder.ts", "-1"),
    ],
  },
  {
    why: `**Not a number.** A PUBLISH too short for the length of its topic: what Node reads behind the end is not a number, the
topic then is no topic, and the packet is refused for that. Lua cannot compute with what it reads there:
\`test/engines/broken-packets.test.ts\` sends it the same packets.`,
    places: [place("incoming.ts", "topicAt <= end", "true"), place("incoming.ts", "end + 1", "end - 1")],
  },
  {
    why: `**Done by whoever is called.** The function that is called next finds nothing to do, and says so by doing nothing.`,
    places: [
      place("exactly-once.ts", "true", "false"),
      place("overflow.ts", "false", "true"),
      place("overflow.ts", "ring.put - 1"),
      place("overflow.ts", "before !== NONE", "true"),
      place("decoder.ts", "isPassing(client)", "true"),
      place("decoder.ts", "header !== UNSUBACK", "true"),
      place("decoder.ts", "header === PUBCOMP", "true"),
      place("decoder.ts", "header < PUBACK"),
      place("decoder.ts", "client.state !== CONNECTED", "false"),
      place("decoder.ts", "client.state === CONNECTED && at === bytes.length"),
      place("decoder.ts", "client.state === CONNECTED", "true"),
      place("decoder.ts", "at === bytes.length", "true"),
    ],
  },
];
