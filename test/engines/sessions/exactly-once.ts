// Sessions about QoS 2, and about what a full ring does by priority, thinning and deadline.
import type { Session } from "../session.ts";

/** Identifiers of QoS 2 lie above it. */
const HIGHEST_OF_QOS_1 = 255;

export const EXACTLY_ONCE: readonly Session[] = [
  {
    name: "exactly-once",
    title: "QoS 2: answers late and out of order, cut at each step of the handshake, the session is kept.",
    firmware: "ledger",
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(2000);
      for (let turn = 0; turn < 4; turn += 1) {
        broker.manners.acknowledges = false;
        pass(1630);
        const once = broker.owed.filter((id) => id > HIGHEST_OF_QOS_1);
        // The first steps of some messages, in another order than they came.
        for (const id of once.slice(0, 2).reverse()) broker.record(id);
        pass(110);
        if (turn % 2 === 1 && once[0] !== undefined) broker.complete(once[0]);
        pass(110);
        broker.owed.length = 0;
        broker.manners.acknowledges = turn > 1;
        cut();
        pass(4000);
      }
      broker.manners.acknowledges = true;
      cut();
      pass(12_000);
    },
  },
  {
    name: "exactly-once-anew",
    title:
      "QoS 2: cut in the middle of handshakes, and the broker has lost the session: all goes out as new.",
    firmware: "ledger",
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(2000);
      for (let turn = 0; turn < 3; turn += 1) {
        broker.manners.acknowledges = false;
        pass(1500);
        const once = broker.owed.find((id) => id > HIGHEST_OF_QOS_1);
        if (once !== undefined) broker.record(once);
        pass(170);
        broker.forget();
        broker.owed.length = 0;
        broker.manners.acknowledges = true;
        cut();
        pass(5000);
      }
    },
  },
  {
    name: "inherited-session",
    title: "A device that has lost its memory and not its session releases what its last life left half-way.",
    firmware: "ledger",
    play({ pass, network, broker }) {
      broker.manners.keepsSessions = true;
      broker.inherit("dev");
      pass(500);
      network(true);
      pass(4000);
    },
  },
  {
    name: "policies",
    title:
      "Away for long: what has waited beyond its deadline goes, what may goes by priority, a topic is thinned out.",
    firmware: "ledger",
    play({ pass, network }) {
      pass(500);
      network(true);
      pass(3000);
      network(false);
      pass(31_000);
      network(true);
      pass(40_000);
    },
  },
];
