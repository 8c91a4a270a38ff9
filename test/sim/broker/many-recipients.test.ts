// One message for more subscribers than are served in a turn: others are served meanwhile, and each
// subscriber is given what came first before what came later.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { generate, type IConnectPacket, type Packet, parser } from "mqtt-packet";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";
import type { Misbehave } from "../../../tools/sim/broker/sender.ts";
import { publishPacket, said, stage, subscribePacket } from "./raw-client.ts";

const MANY = 100;

interface Client {
  send: (...packets: Packet[]) => void;
  got: string[];
}

/** A broker behind a socket that serves one subscriber a turn, and what opens a connection that has been greeted. */
async function served() {
  const broker = await startBroker(0, { recipients: 1 });
  onTestFinished(broker.close);
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return async (
    clientId: string,
    heard: (words: string) => void = () => {},
    options: Partial<IConnectPacket> = {},
  ): Promise<Client> => {
    const socket = connect(broker.port, "127.0.0.1");
    sockets.push(socket);
    const got: string[] = [];
    const reader = parser();
    reader.on("packet", (packet) => {
      got.push(said(packet));
      heard(said(packet));
    });
    socket.on("data", (bytes) => reader.parse(bytes));
    socket.write(generate({ cmd: "connect", clientId, clean: true, keepalive: 0, ...options }));
    await once(socket, "data");
    return {
      got,
      send: (...packets) => void socket.write(Buffer.concat(packets.map((packet) => generate(packet)))),
    };
  };
}

/** Many subscribers to `topic`, the first of whose messages lets a bystander ping. */
async function crowd(greeted: Awaited<ReturnType<typeof served>>, topic: string, qos: 0 | 1) {
  let delivered = 0;
  let atPong: number | undefined;
  const bystander = await greeted("bystander", (words) => {
    if (words === "pingresp") atPong = delivered;
  });
  const subscribers = await Promise.all(
    Array.from({ length: MANY }, (_, i) =>
      greeted(`s${i}`, (words) => {
        if (!words.startsWith("publish")) return;
        delivered += 1;
        if (delivered === 1) bystander.send({ cmd: "pingreq" });
      }),
    ),
  );
  for (const subscriber of subscribers) subscriber.send(subscribePacket(topic, qos));
  for (const subscriber of subscribers) await expect.poll(() => subscriber.got).toContain(`suback #1 ${qos}`);
  return {
    subscribers,
    given: () => delivered,
    /** Messages that all of them had been given when the bystander was answered. */
    async givenBeforePong() {
      await expect.poll(() => atPong).toBeDefined();
      return atPong;
    },
  };
}

test("a message with many recipients delays no other client", async () => {
  const greeted = await served();
  const { given, givenBeforePong } = await crowd(greeted, "t", 1);
  const publisher = await greeted("publisher");
  publisher.send(...[1, 2].map((messageId) => publishPacket("t", "x", { qos: 1, messageId })));
  await expect.poll(given).toBe(2 * MANY);
  expect(await givenBeforePong()).toBeLessThan(MANY);
});

test("messages with many recipients arrive in order at QoS 1 and 2", async () => {
  const greeted = await served();
  const subscribers = await Promise.all(Array.from({ length: 5 }, (_, i) => greeted(`s${i}`)));
  for (const subscriber of subscribers)
    subscriber.send(subscribePacket("+", 0), subscribePacket("$share/g/alone", 0, 2));
  for (const subscriber of subscribers) await expect.poll(() => subscriber.got).toContain("suback #2 0");
  subscribers[4].send(subscribePacket("own", 0, 3));
  const publisher = await greeted("publisher");
  publisher.send(
    publishPacket("t", "1", { qos: 2, messageId: 1 }),
    publishPacket("t", "2", { qos: 2, messageId: 2 }),
    { cmd: "pubrel", messageId: 1 },
    { cmd: "pubrel", messageId: 2 },
    publishPacket("t", "3", { qos: 1, messageId: 3 }),
    { cmd: "pingreq" },
  );
  for (const subscriber of subscribers) {
    await expect.poll(() => subscriber.got).toContain("publish t=3 q0");
    expect(subscriber.got.filter((words) => words.startsWith("publish"))).toEqual(
      [1, 2, 3].map((payload) => `publish t=${payload} q0`),
    );
  }
  expect(publisher.got).toEqual([
    "connack 0",
    "pubrec #1",
    "pubrec #2",
    "pubcomp #1",
    "pubcomp #2",
    "puback #3",
    "pingresp",
  ]);
});

test("wills with many recipients delay no client and precede later messages", async () => {
  const greeted = await served();
  const { subscribers, given, givenBeforePong } = await crowd(greeted, "status", 0);
  const will = { topic: "status", payload: Buffer.from("offline"), qos: 0, retain: false } as const;
  for (const name of ["a", "b", "c"]) await greeted(name, undefined, { will });
  for (const name of ["a", "b"]) void greeted(name);
  const back = await greeted("c");
  back.send(publishPacket("status", "online"));
  await expect.poll(given).toBe(4 * MANY);
  expect(await givenBeforePong()).toBeLessThan(2 * MANY);
  for (const { got } of subscribers)
    expect(got.slice(-4)).toEqual(
      ["offline", "offline", "offline", "online"].map((payload) => `publish status=${payload} q0`),
    );
});

/** Two clients of which the second one is served in the second turn. */
function inTwoTurns() {
  const { greet, broker, clock } = stage({ limits: { recipients: 1 } });
  const [first, second] = ["first", "second"].map((name) => greet(name));
  for (const client of [first, second]) client.send(subscribePacket("t", 0));
  second.send(subscribePacket("own", 0, 2), subscribePacket("$share/g/alone", 0, 3));
  for (const client of [first, second]) client.got();
  return { first, second, broker, clock };
}

test.each(["own", "alone"])("a later message to one recipient keeps its order after: %s", (topic) => {
  const { first, second, broker } = inTwoTurns();
  broker.publish("t", "1");
  broker.publish(topic, "2");
  expect(first.got().map(said)).toEqual(["publish t=1 q0"]);
  expect(second.got().map(said)).toEqual(["publish t=1 q0", `publish ${topic}=2 q0`]);
});

test("a client's next message for many recipients waits for the last", () => {
  const sent: string[] = [];
  const misbehaves: Misbehave = (packet, { clientId }) => {
    if (packet.cmd === "publish" || packet.cmd === "puback") sent.push(`${clientId} ${said(packet)}`);
    return undefined;
  };
  const { greet } = stage({ limits: { recipients: 1 }, behaviour: { misbehaves } });
  for (const name of ["first", "second"]) greet(name).send(subscribePacket("t", 0));
  greet("third").send(
    ...["1", "2"].map((payload, i) => publishPacket("t", payload, { qos: 1, messageId: i + 1 })),
  );
  expect(sent).toEqual([
    "first publish t=1 q0",
    "third puback #1",
    "second publish t=1 q0",
    "first publish t=2 q0",
    "third puback #2",
    "second publish t=2 q0",
  ]);
});

test("late wills keep their order; those beyond ten thousand are discarded", () => {
  const { first, second, broker } = inTwoTurns();
  for (let i = 0; i < 10_003; i += 1) broker.publish("t", `${i}`);
  const handedOn = Array.from({ length: 10_001 }, (_, i) => `publish t=${i} q0`);
  for (const client of [first, second]) expect(client.got().map(said)).toEqual(handedOn);
  expect(broker.thrownAway()).toBe(2);
});

test("a client whose session ends before its turn receives nothing", () => {
  const { second, broker } = inTwoTurns();
  broker.publish("t", "1");
  broker.forget("second");
  expect(second.got()).toEqual([]);
});
