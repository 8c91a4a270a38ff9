// Bugs of the queue: without a bound, without a policy, without a word.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const policies = testsOf("mqtt/policies");
const overflow = testsOf("mqtt/overflow");
const session = testsOf("mqtt/session");
const oversized = testsOf("mqtt/oversized");
const ring = testsOf("ring/ring-model");

export const QUEUE: readonly PlantedBug[] = [
  bug(
    "the queue has no bound in bytes",
    "ring/ring",
    "if (bytes > ring.limit || cursor - ring.done === ring.slots) return NO_SLOT;",
    "if (cursor - ring.done === ring.slots) return NO_SLOT;",
    policies("refuses what is over the byte budget, with slots free"),
  ),
  bug(
    "the queue has no bound in messages, and overwrites the oldest",
    "ring/ring",
    "if (bytes > ring.limit || cursor - ring.done === ring.slots) return NO_SLOT;",
    "if (bytes > ring.limit) return NO_SLOT;",
    policies("refuses the new message and keeps the others"),
  ),
  bug(
    "acknowledged out of order, messages go and their bytes stay",
    "ring/ring",
    "      ring.items[slot] = undefined;\n      ring.bytes -= payloadOf(ring, slot).length;\n",
    "      ring.items[slot] = undefined;\n",
    ring("the ring holds what an array would hold"),
  ),
  bug(
    "a full queue drops messages without a word",
    "mqtt/overflow",
    "  client.owner.dropped(client.owner, publication, cause);\n",
    "",
    policies("drops the oldest that allows it, counts it and names it"),
  ),
  bug(
    "what is acknowledged counts as waiting, behind an older one that is not",
    "device/client-counters",
    "return unfinished(ring, ring.put);",
    "return ring.put - ring.done;",
    testsOf("device/client-counters")("a message that is acknowledged before an older one"),
  ),
  bug(
    "drops are not counted",
    "mqtt/overflow",
    "client.drops += 1;",
    "",
    policies("drops the oldest that allows it, counts it and names it"),
  ),
  bug(
    "a message is dropped that was on the wire",
    "ring/ring",
    "  ring.written = cursor + 1;\n",
    "",
    policies("refuses the new message when only messages that reject, or were on the wire, remain"),
  ),
  bug(
    "the queue fills with old values of one topic, and floods the broker when it is back",
    "mqtt/outbox",
    'if (OVERFLOW_LATEST && publication.overflow === "latest" && isWaiting(ring, publication)) {',
    "if (false) {",
    policies("keeps one waiting message a topic, the newest"),
  ),
  bug(
    "a newer value takes the place of one that is on the wire",
    "ring/ring",
    "return item.at >= ring.written && ring.items[item.at % ring.slots] === item;",
    "return item.at >= ring.done && ring.items[item.at % ring.slots] === item;",
    policies("does not touch one that is on the wire"),
  ),
  bug(
    "telemetry pushes an alarm out",
    "mqtt/overflow",
    "return waiting.priority < publication.priority;",
    "return true;",
    overflow("telemetry is refused where only alarms could go"),
  ),
  bug(
    "a message that is too old goes out all the same",
    "mqtt/overflow",
    "    publication.deadline > 0 &&\n",
    "    publication.deadline < 0 &&\n",
    overflow("a message that was not sent within its deadline is dropped"),
  ),
  bug(
    "a message that is on the wire is dropped by its deadline",
    "mqtt/overflow",
    "  let last = ring.done;\n  for (let cursor = ring.written;",
    "  let last = ring.done;\n  for (let cursor = ring.done;",
    overflow("a message that was on the wire has no deadline any more"),
  ),
  bug(
    "one message is sent at each turn, and the queue is slower than what fills it",
    "mqtt/outbox",
    "    else goesOn = sendNew(client, ring, cursor, slot, publication, payloadOf(ring, slot));\n",
    "    else {\n      sendNew(client, ring, cursor, slot, publication, payloadOf(ring, slot));\n      goesOn = false;\n    }\n",
    session("what was published while there was no connection goes out on the next one"),
  ),
  bug(
    "once the link was busy, it stays so for ever",
    "mqtt/connection",
    "  client.pending = 0;\n  flush(client);",
    "  flush(client);",
    session("QoS 1 waits for the link to drain"),
  ),
  bug(
    "the link is handed bytes without a bound while it is stalled",
    "mqtt/outbox",
    "if (pending <= client.linkBytes || client.pending === 0) {",
    "if (true) {",
    session("QoS 1 waits for the link to drain"),
  ),
  bug(
    "acknowledgements to a broker that does not read fill the memory",
    "mqtt/answer",
    "if (client.pending > client.linkBytes + client.ring.limit + OVERRUN_BYTES)",
    "if (false)",
    session("a broker that sends and never reads is given up"),
  ),
  bug(
    "a message that is too long is passed over without a count",
    "mqtt/passing",
    "client.skips += 1;",
    "",
    oversized("one byte longer than is allowed is passed over"),
  ),
  bug(
    "a message that is too long is not acknowledged, and the broker sends it for ever",
    "mqtt/passing",
    "client.skipTail = qos > 0 && standing !== HELD ? next - idAt : 0;",
    "client.skipTail = 0;",
    oversized("one byte longer than is allowed is passed over"),
  ),
  bug(
    "what follows a message that was too long is read out of step",
    "mqtt/passing",
    "client.skip = client.skipTail - tail;",
    "client.skip = client.skipTail - tail + 1;",
    oversized("bytes cut in two at every place"),
  ),
];
