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
    "ring/put",
    "bytes > ring.limit",
    "false",
    policies("refuses what is over the byte budget, with slots free"),
  ),
  bug(
    "the queue has no bound in messages, and overwrites the oldest",
    "ring/put",
    "cursor - ring.done === ring.slots",
    "false",
    policies("refuses the new message and keeps the others"),
  ),
  bug(
    "acknowledged out of order, messages go and their bytes stay",
    "ring/acknowledgeLater",
    "ring.bytes -= payloadOf(ring, slot).length;",
    "",
    ring("the ring holds what an array would hold"),
  ),
  bug(
    "a full queue drops messages without a word",
    "mqtt/drop",
    "client.owner.dropped(client.owner, publication, cause);",
    "",
    policies("drops the oldest that allows it, counts it and names it"),
  ),
  bug(
    "what is acknowledged counts as waiting, behind an older one that is not",
    "device/waiting",
    "unfinished(ring, ring.put)",
    "ring.put - ring.done",
    testsOf("device/client-counters")("a message that is acknowledged before an older one"),
  ),
  bug(
    "drops are not counted",
    "mqtt/drop",
    "client.dropped.total += 1;",
    "",
    policies("drops the oldest that allows it, counts it and names it"),
  ),
  bug(
    "a message is dropped that was on the wire",
    "ring/markNew",
    "ring.written = cursor + 1;",
    "",
    policies("refuses the new message when only messages that reject, or were on the wire, remain"),
  ),
  bug(
    "the queue fills with old values of one topic, and floods the broker when it is back",
    "mqtt/keep",
    "takesPlace(client, ring, publication, payload)",
    "false",
    policies("keeps one waiting message a topic, the newest"),
  ),
  bug(
    "a newer value takes the place of one that is on the wire",
    "ring/isWaiting",
    "item.at >= ring.written",
    "true",
    policies("does not touch one that is on the wire"),
  ),
  bug(
    "telemetry pushes an alarm out",
    "mqtt/mayGo",
    "waiting.priority < publication.priority",
    "true",
    overflow("telemetry is refused where only alarms could go"),
  ),
  bug(
    "a message that is too old goes out all the same",
    "mqtt/isExpired",
    "publication.deadline > 0",
    "publication.deadline < 0",
    overflow("a message that was not sent within its deadline is dropped"),
  ),
  bug(
    "a message that is on the wire is dropped by its deadline",
    "mqtt/dropExpired",
    "ring.written",
    "ring.done",
    overflow("a message that was on the wire has no deadline any more"),
  ),
  bug(
    "one message is sent at each turn, and the queue is slower than what fills it",
    "mqtt/flush",
    "goesOn = sendNew(client, ring, cursor, slot, publication, payloadOf(ring, slot));",
    "sendNew(client, ring, cursor, slot, publication, payloadOf(ring, slot)); goesOn = false;",
    session("what was published while there was no connection goes out on the next one"),
  ),
  bug(
    "once the link was busy, it stays so for ever",
    "mqtt/linkDrained",
    "emptyLink(client);",
    "",
    session("QoS 1 waits for the link to drain"),
  ),
  bug(
    "the link is handed bytes without a bound while it is stalled",
    "mqtt/publish",
    "pending <= client.link.room || client.link.pending === 0",
    "true",
    session("QoS 1 waits for the link to drain"),
  ),
  bug(
    "acknowledgements to a broker that does not read fill the memory",
    "mqtt/sendAnswer",
    "client.link.pending > client.link.room + client.ring.limit + OVERRUN_BYTES",
    "false",
    session("a broker that sends and never reads is given up"),
  ),
  bug(
    "a message that is too long is passed over without a count",
    "mqtt/countSkip",
    "client.oversize.skips += 1;",
    "",
    oversized("one byte longer than is allowed is passed over"),
  ),
  bug(
    "a message that is too long is not acknowledged, and the broker sends it for ever",
    "mqtt/takeOversize",
    "qos > 0 && standing !== HELD",
    "false",
    oversized("one byte longer than is allowed is passed over"),
  ),
  bug(
    "what follows a message that was too long is read out of step",
    "mqtt/pass",
    "client.oversize.tail",
    "client.oversize.tail + 1",
    oversized("bytes cut in two at every place"),
  ),
];
