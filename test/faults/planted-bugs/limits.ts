// Bugs of limits: of the broker's, for a packet, and of the table of what comes in at QoS 2.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const untaken = testsOf("mqtt/untaken");
const unreleased = testsOf("mqtt/unreleased");

export const LIMITS: readonly PlantedBug[] = [
  bug(
    "a message that the broker does not take ends each connection for ever",
    "mqtt/suspectOldest",
    "client.untaken.ends < MOST_ENDS",
    "client.untaken.ends >= 0",
    untaken("after three ends in a row it is dropped and named"),
  ),
  bug(
    "a message is dropped because the link broke once with it",
    "mqtt/MOST_ENDS",
    "3",
    "2",
    untaken("after three ends in a row it is dropped and named"),
  ),
  bug(
    "ends that a message made are put down to another client with this identifier",
    "mqtt/suspectOldest",
    "forgetKicks(client);",
    "",
    untaken("those ends count for no other client with this identifier"),
  ),
  bug(
    "the next message that is as long ends connections again",
    "mqtt/limitTo",
    "client.untaken.least = Math.min(client.untaken.least, bytes);",
    "",
    untaken("from then on one as long is refused"),
  ),
  bug(
    "what one broker does not take is never offered to the next",
    "mqtt/forgetLimit",
    "client.untaken.least = NO_LIMIT;",
    "",
    untaken("until the broker was away"),
  ),
  bug(
    "a short message is lost on a link that breaks again and again",
    "mqtt/LEAST_UNTAKEN_BYTES",
    "128",
    "1",
    untaken("a short message is never suspected"),
  ),
  bug(
    "with a suspect among them all messages go out at once, and it is not found which one ends the connection",
    "mqtt/beginTrial",
    "client.untaken.window = 0;",
    "",
    untaken("a suspect goes out alone, behind an answered PINGREQ"),
  ),
  bug(
    "behind a message that was suspected only one goes out at a time, for ever",
    "mqtt/endTrial",
    "client.untaken.window = usualWindow(client);",
    "",
    untaken("once it is acknowledged all go out as before"),
  ),
  bug(
    "a message that the broker has is dropped for the release that is out",
    "mqtt/suspectOldest",
    "isPublished(ring.marks[slot] as number)",
    "true",
    untaken("a release that is out is no suspect"),
  ),
  bug(
    "PUBRECs come in another order than their messages",
    "mqtt/standingOf",
    "holdsBack(client)",
    "holdsBack(client) && isFull(client)",
    unreleased("the first that finds no place and all behind it stay unanswered"),
  ),
  bug(
    "what found no place never comes",
    "mqtt/isFinished",
    'holdsBack(client) && client.unreleased.ids === ""',
    "false",
    unreleased("when the others are finished, an orderly end and a new connection bring them"),
  ),
  bug(
    "each connection that brings what found no place comes later than the last",
    "mqtt/loseForAnother",
    "expectShortPause(client);",
    "",
    unreleased("the next connection comes within a second"),
  ),
  bug(
    "a broker that releases nothing holds the connection for ever",
    "mqtt/untilReleased",
    "RELEASE_MS - elapsed(client.instant, client.unreleased.heldAt)",
    "RELEASE_MS",
    unreleased("a broker that releases none of them for 30 s is left"),
  ),
  bug(
    "a broker that has lost what the table remembers gets no message through any more",
    "mqtt/countStall",
    "if (client.unreleased.stalls >= MOST_STALLS) forgetAll(client);",
    "",
    unreleased("one that has lost them, in two connections in a row"),
  ),
  bug(
    "a slow broker's releases count for nothing, and messages come twice",
    "mqtt/forget",
    "client.unreleased.stalls = 0;",
    "",
    unreleased("one that releases in between has its messages remembered"),
  ),
  bug(
    "in a clean session what found no place is lost with the connection",
    "mqtt/holdsBack",
    "!asksForClean(client.greeting)",
    "true",
    unreleased("every message is delivered once, by DUP where the table has no place"),
  ),
  bug(
    "a computer has as few places as a chip",
    "mqtt/rememberAll",
    "client.unreleased.most = 65535;",
    "",
    unreleased("there is a place for every identifier"),
  ),
];
