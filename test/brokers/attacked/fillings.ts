// Ways in which clients can fill a broker, each kind by itself. None of them breaks the protocol.
import { setTimeout as passed } from "node:timers/promises";
import { generate, type Packet, type QoS } from "mqtt-packet";
import { type Attacker, greet, many } from "./attacks.ts";

export interface Filling {
  name: string;
  run: (port: number) => Promise<void>;
  /** What the broker tells of it; undefined when it has room for all. */
  told?: string;
}

const KILOBYTE = 1024;
const CLIENTS = 12;

const bytesOf = (packet: Packet, protocolVersion = 4) => generate(packet, { protocolVersion });

function publishOf(
  topic: string,
  payload: string | Buffer,
  { qos = 0 as QoS, messageId = 1, retain = false },
) {
  return bytesOf({ cmd: "publish", topic, payload, qos, dup: false, retain, messageId });
}

function subscribeOf(topics: string[], qos: QoS = 1, protocolVersion = 4) {
  const subscriptions = topics.map((topic) => ({ topic, qos, nl: false, rap: false, rh: 0 }));
  return bytesOf({ cmd: "subscribe", messageId: 1, subscriptions }, protocolVersion);
}

/** As deep as the broker takes it. */
const deep = (first: string) => [first, ...many(31, () => "x")].join("/");

/** Says so many things one after another, as fast as they are taken. */
async function sayAll(attacker: Attacker, count: number, what: (i: number) => Buffer): Promise<void> {
  for (let i = 0; i < count && !attacker.isEnded(); i += 1) {
    attacker.say(what(i));
    if (i % 20 === 0) await attacker.isSaid();
  }
  await attacker.isTaken();
}

/** All clients at once, each by itself. */
async function eachOf(clients: number, run: (place: number) => Promise<void>): Promise<void> {
  await Promise.all(many(clients, run));
}

export const FILLINGS: Filling[] = [
  {
    name: "filters of many levels",
    told: "no room for more filters",
    run: (port) =>
      eachOf(CLIENTS, async (place) => {
        const attacker = await greet(port);
        await sayAll(attacker, 60, (i) => subscribeOf(many(20, (j) => deep(`${place}-${i}-${j}`))));
      }),
  },
  {
    name: "wills of sixty kilobytes",
    told: "takes no will as long",
    async run(port) {
      for (let i = 0; i < 2500; i += 1) {
        const payload = Buffer.alloc(60 * KILOBYTE);
        const will = { topic: "will", payload, qos: 0 as QoS, retain: false };
        const attacker = await greet(port, { will });
        await attacker.isSaid();
      }
    },
  },
  {
    name: "retained messages",
    told: "no room for more retained messages",
    run: (port) =>
      eachOf(CLIENTS, async (place) => {
        const attacker = await greet(port);
        const payload = Buffer.alloc(KILOBYTE);
        await sayAll(attacker, 12_000, (i) => publishOf(`r/${place}/${i}`, payload, { retain: true }));
      }),
  },
  {
    name: "retained messages on topics of many levels",
    told: "no room for more retained messages",
    run: (port) =>
      eachOf(CLIENTS, async (place) => {
        const attacker = await greet(port);
        await sayAll(attacker, 1500, (i) => publishOf(deep(`${place}-${i}`), "x", { retain: true }));
      }),
  },
  {
    name: "messages at QoS 2 that are never released",
    told: "no room for more messages at QoS 2",
    run: (port) =>
      eachOf(CLIENTS, async () => {
        const attacker = await greet(port);
        const payload = Buffer.alloc(200 * KILOBYTE);
        await sayAll(attacker, 60, (i) => publishOf("x", payload, { qos: 2, messageId: i + 1 }));
      }),
  },
  {
    name: "messages for those who are away",
    told: "Too many messages wait",
    async run(port) {
      await eachOf(40, async () => {
        const attacker = await greet(port, { clean: false });
        attacker.say(subscribeOf(["away/#"]));
        attacker.say("\xe0\0");
        await attacker.isSaid();
      });
      const attacker = await greet(port);
      const payload = Buffer.alloc(8 * KILOBYTE);
      await sayAll(attacker, 3000, (i) => publishOf("away/x", payload, { qos: 1, messageId: i + 1 }));
    },
  },
  {
    name: "answers that are not read",
    run: (port) =>
      eachOf(CLIENTS, async () => {
        const attacker = await greet(port);
        attacker.stopReading();
        for (let i = 0; i < 100 && !attacker.isEnded(); i += 1)
          attacker.say(Buffer.alloc(40_000, "\xc0\0", "latin1"));
        await attacker.isSaid();
      }),
  },
  {
    name: "retained messages that are not read",
    async run(port) {
      const attacker = await greet(port);
      await sayAll(attacker, 4000, (i) => publishOf(`kept/${i}`, Buffer.alloc(KILOBYTE), { retain: true }));
      await eachOf(40, async () => {
        const reader = await greet(port);
        reader.stopReading();
        for (let i = 0; i < 20; i += 1) reader.say(subscribeOf(["#", "kept/+"]));
        await reader.isSaid();
      });
    },
  },
  {
    name: "the beginnings of packets behind much that is whole",
    async run(port) {
      for (let i = 0; i < 2000; i += 1) {
        const attacker = await greet(port);
        attacker.say(
          Buffer.concat([
            publishOf("x", Buffer.alloc(60 * KILOBYTE), {}),
            Buffer.from("\x30\x7f\0\x01t-----------"),
          ]),
        );
        if (i % 20 === 0) await attacker.isSaid();
      }
    },
  },
  {
    name: "a SUBSCRIBE that names everything seven thousand times",
    told: "too many retained messages are asked for",
    async run(port) {
      const attacker = await greet(port);
      await sayAll(attacker, 1500, (i) => publishOf(deep(`${i}`), "x", { retain: true }));
      const otherAttacker = await greet(port);
      otherAttacker.say(
        subscribeOf(
          many(7000, () => "#"),
          0,
        ),
      );
      await otherAttacker.isTaken();
    },
  },
  {
    name: "one long PUBLISH for thousands of shared filters of those who take none so long",
    told: "no room for more filters",
    async run(port) {
      await eachOf(CLIENTS, async (place) => {
        const attacker = await greet(port, { protocolVersion: 5, properties: { maximumPacketSize: 100 } });
        await sayAll(attacker, 25, (i) =>
          subscribeOf(
            many(100, (j) => `$share/g${place}-${i}-${j}/t`),
            0,
            5,
          ),
        );
      });
      const attacker = await greet(port);
      attacker.say(publishOf("t", Buffer.alloc(1000 * KILOBYTE), {}));
      await attacker.isSaid();
      // The broker has all of it then, and is at work.
      await passed(300);
    },
  },
  {
    name: "subscriptions again and again by those who acknowledge nothing",
    told: "too many retained messages are asked for",
    run: (port) =>
      eachOf(CLIENTS, async (place) => {
        const own = `own/${place}`;
        const attacker = await greet(port);
        attacker.say(subscribeOf([own]));
        for (let i = 0; i < 110; i += 1) attacker.say(publishOf(own, "x", { qos: 1, messageId: i + 1 }));
        const again = subscribeOf(
          many(30_000, () => "a"),
          0,
        );
        await sayAll(attacker, 4, () => again);
      }),
  },
];
