// Bugs of the link's life: half-open for ever, ended without reason, back in a storm, with leftovers of the one before.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const keepAlive = testsOf("mqtt/keep-alive");
const backoff = testsOf("mqtt/backoff");
const greeting = testsOf("mqtt/greeting");
const subscriptions = testsOf("mqtt/subscriptions");
const handlers = testsOf("mqtt/handlers");
const oversized = testsOf("mqtt/oversized");
const session = testsOf("mqtt/session");

const RENEW =
  "    if (!present) subscription.stage = NEW;\n    else if (subscription.stage === ASKED) subscription.stage = AGAIN;\n    else if (PERSISTENT_SESSION && subscription.stage === UNSURE) subscription.stage = ANSWERED;";
const QUIET = "const quiet = Math.max(elapsed(now, client.spokeAt), elapsed(now, client.heardAt));";

const lateWill = testsOf("runtime/late-will");
const brokers = testsOf("runtime/brokers");

export const LINK: readonly PlantedBug[] = [
  bug(
    "a late will makes a device that is there look dead",
    "runtime/client-host",
    'if (status === "offline" && !retained) runtime.declaredDead = true;',
    "",
    lateWill("the will of an earlier connection, published after the device has come back"),
  ),
  bug(
    "a correction that finds the link busy is forgotten",
    "runtime/problems",
    'runtime.declaredDead = publish(runtime.client, statusPublication(runtime.root), "online") !== "sent";',
    'runtime.declaredDead = false;\n  publish(runtime.client, statusPublication(runtime.root), "online");',
    lateWill("one that finds the link busy is corrected"),
  ),
  bug(
    "the answer to CONNECT is lost with a new session, and the device hears nothing any more",
    "mqtt/subscriptions",
    "if (subscription.stage === UNSURE) subscription.stage = AGAIN;",
    "if (subscription.stage === UNSURE) subscription.stage = UNSURE;",
    subscriptions("again for everything, when a CONNECT was not answered"),
  ),
  bug(
    "of several brokers only the first is ever tried",
    "mqtt/brokers",
    "client.broker = (client.broker + 1) % count;",
    "client.broker = 0;",
    brokers("goes on to the second when the first cannot be reached"),
  ),
  bug(
    "a device leaves its broker because the network went",
    "mqtt/brokers",
    "if (count === 1 || !client.networkUp || client.attempts < 2) return;",
    "if (count === 1 || client.attempts < 1) return;",
    brokers("stays with its broker when the network goes"),
  ),
  bug(
    "another broker's old session is taken for the device's own, and commands reach nobody",
    "mqtt/greeting",
    "const isOurs = present && (!BROKERS || client.broker === client.sessionAt);",
    "const isOurs = present;",
    brokers("does not take an old session that the second has of it"),
  ),
  bug(
    "nobody looks for the answer to a ping: a dead link stays",
    "mqtt/connection",
    "const patience = client.keepAlive >> 1;",
    "const patience = 2000000000;",
    keepAlive("the connection ends after half of the time more"),
  ),
  bug(
    "only PINGRESP counts as life, and a busy broker is given up",
    "mqtt/connection",
    "if (elapsed(now, client.heardAt) >= waited) {",
    "if (waited >= 0) {",
    keepAlive("another packet proves that it lives"),
  ),
  bug(
    "only whole packets count as life: a long one on a slow link trips the timer",
    "mqtt/connection",
    "  client.heardAt = now;\n  decode(client, bytes);",
    "  if (bytes.length > 1) client.heardAt = now;\n  decode(client, bytes);",
    keepAlive("a piece of a packet proves that it lives"),
  ),
  bug(
    "a client that only sends never pings",
    "mqtt/connection",
    QUIET,
    "const quiet = elapsed(now, client.spokeAt);",
    keepAlive("a client that only sends pings too"),
  ),
  bug(
    "a client that only receives never pings, and the broker throws it out",
    "mqtt/connection",
    QUIET,
    "const quiet = elapsed(now, client.heardAt);",
    keepAlive("no more than the keep-alive time passes between two packets"),
  ),
  bug(
    "a ping goes out at each turn, because the time of the last bytes is never kept",
    "mqtt/connection",
    "  client.heardAt = now;\n  decode(client, bytes);",
    "  decode(client, bytes);",
    keepAlive("a line that is busy in both directions is not pinged"),
  ),
  bug(
    "no ping at all",
    "mqtt/connection",
    "  client.pingAt = now;\n  send(client, PINGREQ);",
    "  client.pingAt = now;",
    keepAlive("an idle line is pinged"),
  ),
  bug(
    "the keep-alive overflows a small number",
    "mqtt/client",
    "keepAlive: keepAlive * 1000,",
    "keepAlive: (keepAlive * 1000) & 65535,",
    keepAlive("a keep-alive of 65535 seconds is kept"),
  ),
  bug(
    "times are wrong when the clock wraps",
    "bytes/milliseconds",
    "return difference < 0 ? difference + 2147483647 + 1 : difference;",
    "return difference;",
    keepAlive("the clock may wrap at any moment of it"),
  ),
  bug(
    "what waited for its acknowledgement on the link before ends the next one",
    "mqtt/ending",
    "  client.owed = NOTHING_OWED;\n",
    "",
    testsOf("mqtt/unacknowledged")("each connection has the whole time"),
  ),
  bug(
    "half a packet of the link before is the beginning of the next",
    "mqtt/ending",
    '  client.rest = "";\n',
    "",
    testsOf("mqtt/noise")("whatever bytes arrive in whatever pieces"),
  ),
  bug(
    "a long packet that broke off is passed over on the next connection",
    "mqtt/ending",
    "  client.skip = 0;\n",
    "",
    oversized("leaves nothing to be passed over on the next one"),
  ),
  bug(
    "bytes that the link before held count for the next, which is busy for ever",
    "mqtt/ending",
    "  client.pending = 0;\n",
    "",
    session("bytes that a lost link still held do not count for the next one"),
  ),
  bug(
    "what follows a packet that ended the connection reaches the next one",
    "mqtt/decoder",
    "    if (client.state !== CONNECTED) return;\n    if (next === end)",
    "    if (next === end)",
    handlers("what follows in the chunk, cut at any byte, does not reach the next connection"),
  ),
  bug(
    "a broker that does not open the stream is waited for without end",
    "mqtt/connection",
    "client.state === OPENING ? OPEN_MS : ANSWER_MS",
    "client.state === OPENING ? 2000000000 : ANSWER_MS",
    backoff("a link that neither opens nor fails is given up after 30 seconds"),
  ),
  bug(
    "a broker that is silent after CONNECT is waited for without end",
    "mqtt/connection",
    "client.state === OPENING ? OPEN_MS : ANSWER_MS",
    "client.state === OPENING ? OPEN_MS : 2000000000",
    backoff("a broker that is silent after CONNECT is given up"),
  ),
  bug(
    "a fleet comes back in one moment: the pause has no chance in it",
    "mqtt/ending",
    "client.pause = client.owner.chance(client.owner, limit) + 1;",
    "client.pause = limit;",
    backoff("the pause is drawn from the whole range"),
  ),
  bug(
    "the pause does not grow",
    "mqtt/ending",
    "client.attempts += 1;",
    "",
    backoff("the limit doubles with each attempt"),
  ),
  bug(
    "a stream that opens makes the pause short again",
    "mqtt/connection",
    "  client.state = GREETING;\n",
    "  client.state = GREETING;\n  client.attempts = 0;\n",
    backoff("a link that opens, and a broker that refuses, are no success"),
  ),
  bug(
    "a broker that accepts and drops is asked again at once, for ever",
    "mqtt/ending",
    "if (client.state === CONNECTED && hasLasted(client)) client.attempts = 0;",
    "if (client.state === CONNECTED) client.attempts = 0;",
    backoff("a connection that did not last leaves the limit as it was"),
  ),
  bug(
    "a refusal that only a person can mend is tried again at once",
    "mqtt/greeting",
    "else loseForLong(client, refusal(code));",
    "else lose(client, refusal(code));",
    backoff("again and again, no attempt is sooner"),
  ),
  bug(
    "something goes out before CONNACK",
    "mqtt/outbox",
    "let goesOn = client.state === CONNECTED;",
    "let goesOn = client.state > 2;",
    greeting("CONNECT goes first, and nothing else before CONNACK"),
  ),
  bug(
    "something goes out behind DISCONNECT",
    "mqtt/connection",
    "  forgetLink(client);\n  client.state = STOPPED;",
    "  forgetLink(client);",
    handlers("nothing goes out behind DISCONNECT"),
  ),
  bug(
    "whether the session is present is not told",
    "mqtt/greeting",
    "const words = client.owner.greeted(client.owner, isOurs);",
    "const words = client.owner.greeted(client.owner, false);",
    greeting("the host is told whether the broker kept the session"),
  ),
  bug(
    "the client is deaf after a reconnect: its subscriptions went with the session",
    "mqtt/subscriptions",
    RENEW,
    "    if (subscription.stage === ASKED) subscription.stage = AGAIN;",
    subscriptions("again for everything, in order, when the session is gone"),
  ),
  bug(
    "each reconnect brings all retained messages again",
    "mqtt/subscriptions",
    RENEW,
    "    subscription.stage = NEW;",
    subscriptions("again for nothing, when the session is kept and all was answered"),
  ),
  bug(
    "a SUBSCRIBE whose link was lost before SUBACK is not asked for again",
    "mqtt/subscriptions",
    RENEW,
    "    if (!present) subscription.stage = NEW;",
    subscriptions("again for what was not answered, when the session is kept"),
  ),
  bug(
    "an UNSUBSCRIBE that was lost with the link is forgotten, and its messages come for ever",
    "mqtt/subscriptions",
    "if (UNSUBSCRIBES && !present) client.leaving = [];",
    "client.leaving = [];",
    subscriptions("because the link was cut goes out again, until it is answered"),
  ),
  bug(
    "a SUBSCRIBE that was never answered is waited for without end",
    "mqtt/connection",
    "const ANSWER_MS = 10000;",
    "const ANSWER_MS = 2000000000;",
    subscriptions("not at all: the connection is given up after ten seconds"),
  ),
  bug(
    "a publish that is never acknowledged is waited for without end",
    "mqtt/connection",
    "const ACKNOWLEDGE_MS = 30000;",
    "const ACKNOWLEDGE_MS = 2000000000;",
    testsOf("mqtt/unacknowledged")("a message that is out for 30 seconds ends the connection"),
  ),
];
