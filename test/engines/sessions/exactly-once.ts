// Sessions about QoS 2, and about what a full ring does by priority, thinning and deadline.
import { generate, type Packet } from "mqtt-packet";
import type { Broker } from "../../../tools/sim/broker/broker.ts";
import { withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import { ID, ROOT, type Session } from "../session.ts";

/** Identifiers of QoS 2 lie above it. */
const HIGHEST_OF_QOS_1 = 255;

const NO_ANSWERS = withholding("puback", "pubrec", "pubcomp");

/** A life of the device before, which ended behind the PUBLISH of these messages at QoS 2. */
function leaveHalfWay(broker: Broker, ids: readonly number[]): void {
  const life = broker.peer({ write: () => {}, close: () => {} }, { host: "broker", port: 1883, tls: false });
  const packets: Packet[] = [
    { cmd: "connect", clientId: ID, clean: false, keepalive: 0 },
    ...ids.map(
      (messageId): Packet => ({
        cmd: "publish",
        topic: `${ROOT}/once`,
        payload: `${messageId}`,
        qos: 2,
        messageId,
        dup: false,
        retain: false,
      }),
    ),
  ];
  for (const packet of packets) life.received(generate(packet).toString("latin1"));
  life.closed(false);
}

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
        broker.behaviour.misbehaves = NO_ANSWERS;
        pass(1630);
        const once = broker.unanswered().filter((id) => id > HIGHEST_OF_QOS_1);
        // The first steps of some messages, in another order than they came.
        for (const id of once.slice(0, 2).reverse()) broker.send({ cmd: "pubrec", messageId: id });
        pass(110);
        if (turn % 2 === 1 && once[0] !== undefined) broker.send({ cmd: "pubcomp", messageId: once[0] });
        pass(110);
        broker.behaviour.misbehaves = turn > 1 ? withholding() : NO_ANSWERS;
        cut();
        pass(4000);
      }
      broker.behaviour.misbehaves = withholding();
      cut();
      pass(12_000);
    },
  },
  {
    name: "exactly-once-anew",
    title:
      "QoS 2: cut in the middle of handshakes, and the broker has lost the session: all goes out as new.",
    firmware: "ledger",
    // With the first seeds an answer comes just behind an act of the device, or a trial ends just before one.
    seed: 5,
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(2000);
      for (let turn = 0; turn < 3; turn += 1) {
        broker.behaviour.misbehaves = NO_ANSWERS;
        pass(1500);
        const once = broker.unanswered().find((id) => id > HIGHEST_OF_QOS_1);
        if (once !== undefined) broker.send({ cmd: "pubrec", messageId: once });
        pass(170);
        broker.forget();
        broker.behaviour.misbehaves = withholding();
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
      leaveHalfWay(broker, [257, 258]);
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
