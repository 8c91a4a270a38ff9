// Bugs of limits: of the broker's, for a packet, and of the table of what comes in at QoS 2.
import { bug, type PlantedBug, testsOf } from "./bug.ts";

const untaken = testsOf("mqtt/untaken");
const unreleased = testsOf("mqtt/unreleased");

export const LIMITS: readonly PlantedBug[] = [
  bug(
    "a message that the broker does not take ends each connection for ever",
    "mqtt/untaken",
    "  if (client.ends < MOST_ENDS) return;",
    "  if (client.ends >= 0) return;",
    untaken("after three ends in a row it is dropped and named"),
  ),
  bug(
    "a message is dropped because the link broke once with it",
    "mqtt/untaken",
    "const MOST_ENDS = 3;",
    "const MOST_ENDS = 2;",
    untaken("after three ends in a row it is dropped and named"),
  ),
  bug(
    "ends that a message made are put down to another client with this identifier",
    "mqtt/untaken",
    "  client.kicks = 0;\n  client.attempts = 0;",
    "",
    untaken("those ends count for no other client with this identifier"),
  ),
  bug(
    "the next message that is as long ends connections again",
    "mqtt/untaken",
    "  client.untaken = Math.min(client.untaken, bytes);\n",
    "",
    untaken("from then on one as long is refused"),
  ),
  bug(
    "what one broker does not take is never offered to the next",
    "mqtt/untaken",
    "  client.untaken = NO_LIMIT;",
    "",
    untaken("until the broker was away"),
  ),
  bug(
    "a short message is lost on a link that breaks again and again",
    "mqtt/untaken",
    "const LEAST_UNTAKEN_BYTES = 128;",
    "const LEAST_UNTAKEN_BYTES = 1;",
    untaken("a short message is never suspected"),
  ),
  bug(
    "with a suspect among them all messages go out at once, and it is not found which one ends the connection",
    "mqtt/untaken",
    "  client.window = 0;\n",
    "",
    untaken("a suspect goes out alone, behind an answered PINGREQ"),
  ),
  bug(
    "behind a message that was suspected only one goes out at a time, for ever",
    "mqtt/untaken",
    "  if (client.ring.done === client.suspect) return;\n  client.window = WINDOW;",
    "  if (client.ring.done === client.suspect) return;",
    untaken("once it is acknowledged all go out as before"),
  ),
  bug(
    "a message that the broker has is dropped for the release that is out",
    "mqtt/untaken",
    "publication !== undefined && (ring.marks[slot] as number) > 0",
    "publication !== undefined",
    untaken("a release that is out is no suspect"),
  ),
  bug(
    "PUBRECs come in another order than their messages",
    "mqtt/unreleased",
    "  if (holdsBack(client)) return HELD;",
    "  if (holdsBack(client) && isFull(client)) return HELD;",
    unreleased("the first that finds no place and all behind it stay unanswered"),
  ),
  bug(
    "what found no place never comes",
    "mqtt/unreleased",
    'holdsBack(client) && client.unreleased === ""',
    "false",
    unreleased("when the others are finished, an orderly end and a new connection bring them"),
  ),
  bug(
    "each connection that brings what found no place comes later than the last",
    "mqtt/ending",
    "  client.attempts = 0;\n  lose(client, reason);",
    "  lose(client, reason);",
    unreleased("the next connection comes within a second"),
  ),
  bug(
    "a broker that releases nothing holds the connection for ever",
    "mqtt/unreleased",
    "  if (left > 0) return left;",
    "  if (left < RELEASE_MS + 1) return RELEASE_MS;",
    unreleased("a broker that releases none of them for 30 s is left"),
  ),
  bug(
    "a broker that has lost what the table remembers gets no message through any more",
    "mqtt/unreleased",
    '  if (client.stalls >= MOST_STALLS) client.unreleased = "";',
    "",
    unreleased("one that has lost them, in two connections in a row"),
  ),
  bug(
    "a slow broker's releases count for nothing, and messages come twice",
    "mqtt/unreleased",
    "  client.stalls = 0;\n",
    "",
    unreleased("one that releases in between has its messages remembered"),
  ),
  bug(
    "in a clean session what found no place is lost with the connection",
    "mqtt/unreleased",
    " && !asksForClean(client.greeting)",
    "",
    unreleased("every message is delivered once, by DUP where the table has no place"),
  ),
  bug(
    "a computer has as few places as a chip",
    "mqtt/unreleased",
    "  client.mostUnreleased = 65535;",
    "",
    unreleased("there is a place for every identifier"),
  ),
];
