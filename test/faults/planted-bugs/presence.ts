// Bugs of a device's presence and of its end: taken for dead, taken for alive, or gone with what it kept.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const start = testsOf("runtime/start");
const runtime = testsOf("runtime/runtime");
const device = testsOf("platform/node-device");
const client = testsOf("platform/node-client");

const STILL_KEPT = "if (STOP_FLUSHES && ring.done !== ring.put && left > 0)";

export const PRESENCE: readonly PlantedBug[] = [
  bug(
    "the will is not retained: who looks later takes a dead device for alive",
    "runtime/start",
    'payload: "offline", qos: 1, retain: true }',
    'payload: "offline", qos: 1, retain: false }',
    start("a persistent session, a keep-alive of a minute, and a retained will of offline"),
  ),
  bug(
    "the will is retained and the birth is not: a device that came back looks dead",
    "device/status",
    'return prepare(statusTopic(root), 0, true, "reject");',
    'return prepare(statusTopic(root), 0, false, "reject");',
    runtime("on its first connection it says online"),
  ),
  bug(
    "only the first connection has a birth: a device stays offline behind its will",
    "runtime/client-host",
    'return statusPacket(runtime.root, "online");',
    'return runtime.client.connects > 0 ? "" : statusPacket(runtime.root, "online");',
    runtime("it says online first on each connection"),
  ),
  bug(
    "an orderly end says nothing and drops the will: the device looks alive",
    "runtime/stopping",
    'disconnect(runtime.client, statusPacket(runtime.root, "offline"), runtime.ports.milliseconds());',
    'disconnect(runtime.client, "", runtime.ports.milliseconds());',
    runtime("an orderly stop says offline, retained, and then DISCONNECT"),
  ),
  bug(
    "a stop loses what is kept",
    "runtime/stopping",
    STILL_KEPT,
    "if (STOP_FLUSHES && ring.done > ring.put && left > 0)",
    device("on a lost link it waits for the next one"),
  ),
  bug(
    "a stop waits for an acknowledgement without end",
    "runtime/stopping",
    STILL_KEPT,
    "if (STOP_FLUSHES && ring.done !== ring.put)",
    device("waits five seconds for its acknowledgement"),
  ),
  bug(
    "whether the session is present is not told to a program",
    "platform/node/running-client",
    "this.world.after(0, () => connected(present));",
    "this.world.after(0, () => connected(false));",
    client("it tells of each connection whether the broker kept the session"),
  ),
];
