// Groups with a shared filter at the broker model: who is given a message, and who takes over what a member leaves.
import { expect, test } from "vitest";
import { said, stage, subscribePacket as subscribe } from "./raw-client.ts";

test("a sticky group keeps one member until it disconnects", () => {
  const { greet, broker } = stage({ sharing: "sticky" });
  const join = (name: string) => {
    const client = greet(name, { clean: false });
    client.send(subscribe("$share/g/t/#", 0));
    client.got();
    return client;
  };
  const publish = (...payloads: string[]) => {
    for (const payload of payloads) broker.publish("t/x", payload);
  };
  const first = join("a");
  const second = join("b");
  publish("1", "2", "3");
  expect(first.got().map(said)).toEqual(["publish t/x=1 q0", "publish t/x=2 q0", "publish t/x=3 q0"]);
  expect(second.got()).toEqual([]);
  first.cut();
  publish("4");
  const back = greet("a", { clean: false });
  publish("5");
  expect(second.got().map(said)).toEqual(["publish t/x=4 q0", "publish t/x=5 q0"]);
  expect(back.got().map(said)).toEqual(["connack 0 present"]);
});

function group(...members: { name: string; clean?: boolean; qos?: 0 | 1 | 2 }[]) {
  const { greet, broker } = stage({ limits: { inFlight: 2, queued: 1 } });
  const clients = members.map(({ name, clean = false, qos = 2 }) => {
    const client = greet(name, { clean });
    client.send(subscribe("$share/g/t/#", qos));
    client.got();
    return client;
  });
  const publish = (qos: 0 | 1 | 2, ...payloads: string[]) => {
    for (const payload of payloads) broker.publish("t/x", payload, { qos });
  };
  return { greet, broker, clients, publish };
}

test("a member keeps its sent QoS 2 message, not the waiting", () => {
  const { greet, clients, publish } = group({ name: "a" }, { name: "b" });
  const [first, second] = clients;
  publish(2, "1", "2", "3", "4", "5", "6");
  expect(first.got().map(said)).toEqual(["publish t/x=1 q2 #1", "publish t/x=3 q2 #2"]);
  expect(second.got().map(said)).toEqual(["publish t/x=2 q2 #1", "publish t/x=4 q2 #2"]);
  second.send({ cmd: "pubrec", messageId: 1 }, { cmd: "pubcomp", messageId: 1 });
  expect(second.got().map(said)).toEqual(["pubrel #1", "publish t/x=6 q2 #3"]);
  first.cut();
  second.send({ cmd: "pubrec", messageId: 2 }, { cmd: "pubcomp", messageId: 2 });
  expect(second.got().map(said)).toEqual(["pubrel #2", "publish t/x=5 q2 #4"]);
  const back = greet("a", { clean: false });
  expect(back.got().map(said)).toEqual([
    "connack 0 present",
    "publish t/x=1 q2 #1 dup",
    "publish t/x=3 q2 #2 dup",
  ]);
});

test("messages of an ended session go to an absent member", () => {
  const { greet, clients, publish, broker } = group({ name: "a", clean: true }, { name: "b" });
  const [first, second] = clients;
  second.cut();
  publish(1, "1");
  publish(2, "2");
  expect(first.got().map(said)).toEqual(["publish t/x=1 q1 #1", "publish t/x=2 q2 #2"]);
  first.cut();
  // The one at QoS 2 had been sent: nobody else may have it [MQTT5-4.8.2-5].
  expect(greet("b", { clean: false }).got().map(said)).toEqual(["connack 0 present", "publish t/x=1 q1 #1"]);
  expect(broker.thrownAway()).toBe(0);
});

test("a message skips a member at its limit", () => {
  const { clients, publish, broker } = group({ name: "a" }, { name: "b" });
  const [full, free] = clients;
  for (let i = 0; i < 12; i += 1) {
    publish(1, `${i}`);
    for (const { cmd, messageId } of free.got())
      if (cmd === "publish") free.send({ cmd: "puback", messageId });
  }
  expect(full.got().length).toBe(2);
  expect(broker.thrownAway()).toBe(0);
  expect(broker.unacknowledged("a")).toBe(3);
  expect(broker.unacknowledged("b")).toBe(0);
});

test("a member with a higher QoS receives the message's published QoS", () => {
  const { clients, publish } = group({ name: "a", qos: 1 }, { name: "b", qos: 2 });
  const [low, high] = clients;
  publish(2, "1");
  expect(low.got().map(said)).toEqual(["publish t/x=1 q1 #1"]);
  low.cut();
  expect(high.got().map(said)).toEqual(["publish t/x=1 q2 #1"]);
});
