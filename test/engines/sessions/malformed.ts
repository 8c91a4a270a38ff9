// A session in which the broker says what no broker may say: each ends the connection, and the next one is clean.
import { withholding } from "../../../tools/sim/broker/manners.ts";
import { ROOT, type Session } from "../session.ts";

/** In place of CONNACK. */
const FIRST: readonly string[] = [
  "\xd0\x00",
  "\x20\x03\x00\x00\x00",
  "\x20\x02\x02\x00",
  "0\x03\x00\x01a",
  "\x20\xff\xff\xff\xff\x01",
];

/** On a connection that stands. */
const LATER: readonly string[] = [
  "\x00\x00",
  "\xf0\x00",
  "\x20\x01\x00",
  "0\x01\x00",
  "0\x05\x00\x04ab",
  "0\x03\x00\x00a",
  "6\x06\x00\x01a\x00\x01b",
  "2\x04\x00\x01a\x00",
  "\x40\x03\x00\x01\x00",
  "\x90\x02\x00\x01",
  "\xd0\xff\xff\xff\xff\x7f",
  "\xd0\x01\x00",
  "\xa0\x80\x80\x80\x7f",
];

export const MALFORMED: readonly Session[] = [
  {
    name: "malformed",
    title: "Malformed packets end the connection; nothing of them reaches the next one.",
    firmware: "climate",
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      broker.manners.misbehaves = withholding("connack");
      for (const bytes of FIRST) {
        const before = broker.greetings.length;
        while (broker.greetings.length === before) pass(100);
        broker.say(bytes);
        pass(100);
      }
      broker.manners.misbehaves = withholding();
      for (const bytes of LATER) {
        const before = broker.greetings.length;
        while (broker.greetings.length === before) pass(100);
        pass(500);
        // Half a command before it, whose other half never comes.
        broker.say(`\x40\x02\x00\x63${bytes}2\x30\x00\x10${ROOT}`);
        pass(400);
      }
      pass(120_000);
    },
  },
];
