// Workers of a group, and of a message queue, at the embedded broker, by clients that acknowledge by hand:
// each message is done once, whoever is killed.
import { connect, type Socket } from "node:net";
import { connectAsync } from "mqtt";
import { generate, type IPublishPacket, type Packet, parser } from "mqtt-packet";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";

interface Worker {
  /** Payloads in the order in which they came, each with its DUP. */
  got: { payload: string; dup: boolean; id: number }[];
  acknowledge: (id: number) => void;
  send: (packet: Packet) => void;
  /** How often it was answered PINGRESP. */
  pongs: () => number;
  kill: () => void;
}

function work(
  port: number,
  clientId: string,
  options: { clean?: boolean; acknowledges?: boolean; topic?: string } = {},
) {
  const { clean = true, acknowledges = true, topic = "$share/workers/jobs/+" } = options;
  const socket: Socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const reader = parser({ protocolVersion: 4 });
  const send = (packet: Packet) => void socket.write(generate(packet));
  const acknowledge = (messageId: number) => send({ cmd: "puback", messageId });
  let pongs = 0;
  const worker: Worker = {
    got: [],
    acknowledge,
    send,
    pongs: () => pongs,
    kill: () => void socket.destroy(),
  };
  return new Promise<Worker>((resolve) => {
    socket.on("data", (bytes) => reader.parse(bytes));
    reader.on("packet", (packet: Packet) => {
      if (packet.cmd === "connack")
        send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 1 }] });
      else if (packet.cmd === "suback") resolve(worker);
      else if (packet.cmd === "pingresp") pongs += 1;
      else if (packet.cmd === "publish") {
        const { payload, dup, messageId = 0 } = packet as IPublishPacket;
        worker.got.push({ payload: payload.toString(), dup, id: messageId });
        if (acknowledges) acknowledge(messageId);
      }
    });
    send({ cmd: "connect", clientId, clean, keepalive: 0 });
  });
}

async function scene() {
  const broker = await startBroker(0, {}, () => {}, undefined, [{ filter: "jobs/+" }]);
  onTestFinished(broker.close);
  const writer = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => writer.endAsync(true));
  const publish = async (from: number, to: number) => {
    for (let i = from; i < to; i += 1) await writer.publishAsync(`jobs/${i % 7}`, `${i}`, { qos: 1 });
  };
  return { port: broker.port, publish };
}

const numbers = (count: number, of: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => `${of(i)}`);

test("members of a shared group receive messages in turn", async () => {
  const { port, publish } = await scene();
  const workers = [await work(port, "a"), await work(port, "b"), await work(port, "c")];
  await publish(0, 30);
  await expect.poll(() => workers.map(({ got }) => got.length)).toEqual([10, 10, 10]);
  for (const [at, { got }] of workers.entries())
    expect(got.map(({ payload }) => payload)).toEqual(numbers(10, (i) => 3 * i + at));
});

test.each([true, false])(
  "a killed member's unacknowledged work is done once by another: clean %s",
  async (clean) => {
    const { port, publish } = await scene();
    const dying = await work(port, "dying", { clean, acknowledges: false });
    const otherWorker = await work(port, "other");
    await publish(0, 60);
    await expect.poll(() => dying.got.length).toBe(20);
    await expect.poll(() => otherWorker.got.length).toBe(30);
    // Those it has acknowledged are done.
    const done = dying.got.slice(0, 5).map(({ payload, id }) => {
      dying.acknowledge(id);
      return payload;
    });
    await expect.poll(() => dying.got.length).toBe(25);
    dying.kill();
    const all = () => [...done, ...otherWorker.got.map(({ payload }) => payload)].toSorted((a, b) => +a - +b);
    await expect.poll(() => all().length).toBe(60);
    expect(all()).toEqual(numbers(60, (i) => i));
    // It comes back to nothing of what others have done.
    const back = await work(port, "dying", { clean });
    await publish(60, 64);
    await expect.poll(() => back.got.length + otherWorker.got.length).toBe(59);
    expect(back.got.map(({ payload }) => Number(payload) >= 60)).toEqual([true, true]);
  },
);

test("a lone member's unacknowledged work is sent to it again", async () => {
  const { port, publish } = await scene();
  const alone = await work(port, "alone", { clean: false, acknowledges: false });
  await publish(0, 5);
  await expect.poll(() => alone.got.length).toBe(5);
  alone.kill();
  await publish(5, 8);
  const back = await work(port, "alone", { clean: false });
  await expect.poll(() => back.got.map(({ payload }) => payload)).toEqual(numbers(8, (i) => i));
});

test("messages waiting for a leaving member go to the other members", async () => {
  const { port, publish } = await scene();
  const leaving = await work(port, "leaving", { acknowledges: false });
  const otherWorker = await work(port, "other");
  await publish(0, 100);
  await expect.poll(() => otherWorker.got.length).toBe(50);
  leaving.send({ cmd: "unsubscribe", messageId: 2, unsubscriptions: ["$share/workers/jobs/+"] });
  // Those it was given are its own to finish.
  await expect.poll(() => leaving.got.length + otherWorker.got.length).toBe(100);
  expect(leaving.got.length).toBe(20);
});

test("a queue's workers join and die, and each message is processed once", async () => {
  const { port, publish } = await scene();
  const topic = "$q/jobs/+";
  // Nobody is there yet.
  await publish(0, 100);
  const done: string[] = [];
  const workers: Worker[] = [];
  let killed = 0;
  for (let round = 0; round < 6; round += 1) {
    const worker = await work(port, `worker-${round % 3}`, {
      clean: round % 2 === 0,
      topic,
      acknowledges: false,
    });
    workers.push(worker);
    await publish(100 + 50 * round, 150 + 50 * round);
    await expect.poll(() => worker.got.length).toBeGreaterThan(0);
    // It does a few, and is killed with the rest in its hands.
    for (const { payload, id } of worker.got.slice(0, 7)) {
      worker.acknowledge(id);
      done.push(payload);
    }
    // The broker has read the acknowledgements when it answers.
    worker.send({ cmd: "pingreq" });
    await expect.poll(() => worker.pongs()).toBe(1);
    worker.kill();
    killed += 1;
  }
  expect(killed).toBe(6);
  const last = [await work(port, "x", { topic }), await work(port, "y", { topic })];
  const all = () => [...done, ...last.flatMap(({ got }) => got.map(({ payload }) => payload))];
  await expect.poll(() => all().length).toBe(400);
  expect(all().toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers(400, (i) => i));
});
