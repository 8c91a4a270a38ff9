// Bugs of a device's presence and of its end: taken for dead, taken for alive, or gone with what it kept.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const start = testsOf("runtime/start");
const runtime = testsOf("runtime/runtime");
const device = testsOf("platform/node-device");
const client = testsOf("platform/node-client");

export const PRESENCE: readonly PlantedBug[] = [
  bug(
    "the will is not retained: who looks later takes a dead device for alive",
    "runtime/create",
    '{ topic: statusTopic(root), payload: "offline", qos: 1, retain: true }',
    '{ topic: statusTopic(root), payload: "offline", qos: 1, retain: false }',
    start("a persistent session, a keep-alive of a minute, and a retained will of offline"),
  ),
  bug(
    "the will is retained and the birth is not: a device that came back looks dead",
    "device/statusPublication",
    'prepare(statusTopic(root), 0, true, "reject")',
    'prepare(statusTopic(root), 0, false, "reject")',
    runtime("on its first connection it says online"),
  ),
  bug(
    "only the first connection has a birth: a device stays offline behind its will",
    "runtime/greeted",
    'statusPacket(runtime.root, "online")',
    'runtime.client.connection.connects > 0 ? "" : statusPacket(runtime.root, "online")',
    runtime("it says online first on each connection"),
  ),
  bug(
    "an orderly end says nothing and drops the will: the device looks alive",
    "runtime/stop",
    'statusPacket(runtime.root, "offline")',
    '""',
    runtime("an orderly stop says offline, retained, and then DISCONNECT"),
  ),
  bug(
    "a stop loses what is kept",
    "runtime/endWhenFlushed",
    "ring.done !== ring.put",
    "ring.done > ring.put",
    device("on a lost link it waits for the next one"),
  ),
  bug(
    "a stop waits for an acknowledgement without end",
    "runtime/endWhenFlushed",
    "left > 0",
    "true",
    device("waits five seconds for its acknowledgement"),
  ),
  bug(
    "whether the session is present is not told to a program",
    "platform/node/RunningClient",
    "this.notices.connected(present)",
    "this.notices.connected(false)",
    client("it tells of each connection whether the broker kept the session"),
  ),
];
