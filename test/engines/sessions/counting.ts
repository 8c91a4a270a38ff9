// Sessions about what is kept: windows, policies, acknowledgements, resends.
import type { Packet } from "mqtt-packet";
import { withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import { ROOT, type Session } from "../session.ts";

const puback = (messageId: number): Packet => ({ cmd: "puback", messageId });

export const COUNTING: readonly Session[] = [
  {
    name: "window",
    title:
      "The broker acknowledges nothing for a while: the window closes, the ring fills, each policy does its part.",
    firmware: "counter",
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      pass(2000);
      broker.behaviour.misbehaves = withholding("puback");
      pass(15_000);
      for (let [id] = broker.unanswered(); id !== undefined; [id] = broker.unanswered()) {
        broker.send(puback(id));
        pass(170);
      }
      broker.behaviour.misbehaves = withholding();
      pass(5000);
    },
  },
  {
    name: "acknowledgements",
    title: "Acknowledgements come in another order, twice, and for what was never sent.",
    firmware: "counter",
    play({ pass, network, broker }) {
      pass(500);
      network(true);
      pass(2000);
      broker.behaviour.misbehaves = withholding("puback");
      pass(2000);
      for (let turn = 0; turn < 6; turn += 1) {
        const [first = 1, second = first] = broker.unanswered();
        broker.send(puback(second));
        broker.send(puback(second));
        broker.send(puback(0x7fff));
        broker.send(puback(0xff01));
        pass(330);
        broker.send(puback(first));
        pass(250);
      }
      broker.behaviour.misbehaves = withholding();
      pass(3000);
    },
  },
  {
    name: "away",
    title: "Away for long: the ring overflows by policy, and what it kept is delivered in order.",
    firmware: "counter",
    play({ pass, network }) {
      pass(500);
      network(true);
      pass(3000);
      network(false);
      pass(30_000);
      network(true);
      pass(5000);
    },
  },
  {
    name: "resends",
    title:
      "Cut again and again with messages out: the session is kept, and each is resent in order with DUP.",
    firmware: "counter",
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(2000);
      broker.behaviour.misbehaves = withholding("puback");
      for (let turn = 0; turn < 6; turn += 1) {
        pass(1500);
        const [first] = broker.unanswered();
        if (first !== undefined) broker.send(puback(first));
        pass(100);
        cut();
        pass(3000);
      }
      broker.behaviour.misbehaves = withholding();
      cut();
      pass(20_000);
    },
  },
  {
    name: "resends-as-new",
    title: "Cut with messages out, and the broker has lost the session: they go out as new.",
    firmware: "counter",
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(2000);
      for (let turn = 0; turn < 4; turn += 1) {
        broker.behaviour.misbehaves = withholding("puback");
        pass(2500);
        broker.forget();
        broker.behaviour.misbehaves = turn % 2 === 1 ? withholding() : withholding("puback");
        cut();
        pass(4000);
      }
      broker.behaviour.misbehaves = withholding();
      cut();
      pass(10_000);
    },
  },
  {
    name: "retained-lamp",
    title: "A device that obeys kept commands, with its ring full of other messages.",
    firmware: "counter",
    play({ pass, network, broker, command }) {
      broker.publish(`${ROOT}/lamp/set`, "off", { qos: 1, retain: true });
      pass(500);
      network(true);
      pass(2000);
      broker.behaviour.misbehaves = withholding("puback");
      pass(6000);
      command("lamp", "on");
      pass(1000);
      command("lamp", "off");
      pass(1000);
      for (let [id] = broker.unanswered(); id !== undefined; [id] = broker.unanswered()) {
        broker.send(puback(id));
        pass(130);
      }
    },
  },
];
