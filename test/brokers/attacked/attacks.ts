// Attacks of clients on a broker, each over connections of its own.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as passed } from "node:timers/promises";
import { generate, type IConnectPacket, type Packet } from "mqtt-packet";

export interface Attack {
  name: string;
  /** Does it; returns when everything has been sent that the broker would take. */
  run: (port: number) => Promise<void>;
  /** The connections that it is made from are ended; otherwise they may stay, and are bounded. */
  endsIt?: boolean;
}

const MEGABYTE = 1024 * 1024;

export interface Attacker {
  say: (bytes: string | Buffer) => void;
  isEnded: () => boolean;
  /** Ends when everything has left, or the broker has ended it. */
  isSaid: () => Promise<void>;
  /** Ends when the broker has taken everything, which its PINGRESP says, or has ended it. */
  isTaken: () => Promise<void>;
  stopReading: () => void;
}

const sockets = new Set<Socket>();

/** Ends all connections of attackers. */
export function endAttackers(): void {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
}

/** All connections have been ended by the broker. */
export function areEnded(): boolean {
  return [...sockets].every(({ destroyed, closed, readableEnded }) => destroyed || closed || readableEnded);
}

async function open(port: number): Promise<Attacker> {
  const socket = connect({ port, host: "127.0.0.1" });
  sockets.add(socket);
  // Its "close" follows.
  socket.on("error", () => {});
  await once(socket, "connect");
  let heard = "";
  socket.on("data", (bytes) => {
    heard = (heard + bytes.toString("latin1")).slice(-2);
  });
  return {
    async isTaken() {
      heard = "";
      socket.write("\xc0\0", "latin1");
      for (let i = 0; i < 4000 && heard !== "\xd0\0" && !socket.destroyed; i += 1) await passed(5);
    },
    say: (bytes) => {
      socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
    },
    isEnded: () => socket.destroyed || socket.readableEnded,
    async isSaid() {
      for (let i = 0; i < 400 && socket.writableLength > 0 && !socket.destroyed; i += 1) await passed(5);
    },
    stopReading: () => void socket.pause(),
  };
}

let names = 0;

export async function greet(port: number, options: Partial<IConnectPacket> = {}, protocolVersion: 4 | 5 = 4) {
  const attacker = await open(port);
  names += 1;
  attacker.say(
    bytesOf({
      cmd: "connect",
      clientId: `attacker-${names}`,
      clean: true,
      keepalive: 0,
      protocolVersion,
      ...options,
    }),
  );
  return attacker;
}

const bytesOf = (packet: Packet, protocolVersion = 4) => generate(packet, { protocolVersion });

const message = (
  topic: string,
  payload: string | Buffer = "x",
  qos: 0 | 1 | 2 = 0,
  messageId = 1,
  retain = false,
) => bytesOf({ cmd: "publish", topic, payload, qos, dup: false, retain, messageId });

const wish = (...topics: string[]) =>
  bytesOf({ cmd: "subscribe", messageId: 1, subscriptions: topics.map((topic) => ({ topic, qos: 1 })) });

export const many = <T>(count: number, start: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => start(i));

async function say(port: number, ...bytes: (Buffer | string)[]): Promise<void> {
  const attacker = await greet(port);
  for (const part of bytes) attacker.say(part);
  await attacker.isSaid();
}

/** A part of a message of 16 megabytes that never becomes whole. */
async function holdPart(port: number, megabytes: number): Promise<void> {
  const attacker = await greet(port);
  attacker.say("\x30\x80\x80\x80\x07");
  for (let i = 0; i < megabytes; i += 1) {
    attacker.say(Buffer.alloc(MEGABYTE));
    await attacker.isSaid();
  }
}

export const ATTACKS: Attack[] = [
  {
    name: "eight thousand messages to distinct topics in one write",
    run: (port) =>
      say(port, Buffer.concat(many(8000, (i) => message(`${i < 300 ? "bystanders" : "t"}/${i}`)))),
  },
  {
    name: "three hundred messages every ten milliseconds",
    async run(port) {
      const attacker = await greet(port);
      for (let round = 0; round < 100; round += 1) {
        attacker.say(Buffer.concat(many(300, (i) => message(`t/${round}/${i}`))));
        await passed(10);
      }
    },
  },
  {
    name: "a hundred thousand subscriptions",
    run: (port) =>
      say(port, ...many(1000, (i) => wish(...many(100, (j) => `${i}/+/${j}/#`))), message("1/x/1/x")),
  },
  {
    name: "a SUBSCRIBE for everything, thousands of times, where much is kept",
    async run(port) {
      await say(port, Buffer.concat(many(20_000, (i) => message(`kept/${i}`, "x".repeat(100), 0, 1, true))));
      const attacker = await greet(port);
      attacker.stopReading();
      for (let i = 0; i < 100; i += 1)
        attacker.say(Buffer.concat(many(100, () => wish("#", "+/+", "kept/+"))));
      await attacker.isSaid();
    },
  },
  {
    name: "a SUBSCRIBE that names everything ten thousand times",
    async run(port) {
      await say(port, Buffer.concat(many(5000, (i) => message(`more/${i}`, "x".repeat(100), 0, 1, true))));
      await say(port, wish(...many(10_000, () => "#")));
    },
  },
  {
    name: "a topic of thirty thousand levels",
    endsIt: true,
    run: (port) => say(port, message("a/".repeat(32_767))),
  },
  {
    name: "a filter of thirty thousand levels",
    endsIt: true,
    run: (port) => say(port, wish("+/".repeat(32_766))),
  },
  {
    name: "a will for a topic of thirty thousand levels",
    endsIt: true,
    run: async (port) =>
      void (await greet(port, { will: { topic: "a/".repeat(200), payload: Buffer.alloc(1) } as never })),
  },
  {
    name: "wildcards in every combination under a deep topic",
    run: (port) =>
      say(
        port,
        ...many(40, (k) =>
          wish(
            ...many(100, (j) =>
              many(12, (bit) => ((((k * 100 + j) >> bit) & 1) === 1 ? "+" : "a")).join("/"),
            ),
          ),
        ),
        Buffer.concat(many(500, () => message(many(12, () => "a").join("/")))),
      ),
  },
  {
    name: "names that every JavaScript object has",
    async run(port) {
      const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
      for (const version of [4, 5] as const)
        for (const clientId of names) {
          await greet(port, { clientId, clean: false }, version);
          await greet(port, { clientId }, version);
        }
      const topics = bytesOf({ cmd: "unsubscribe", messageId: 2, unsubscriptions: names });
      await say(port, topics, wish(...names), ...names.map((name) => message(name, "x", 1)), topics);
    },
  },
  {
    name: "a packet of 256 megabytes",
    endsIt: true,
    run: (port) => say(port, "\x30\xff\xff\xff\x7f", ...many(20, () => Buffer.alloc(MEGABYTE))),
  },
  {
    name: "parts of packets that never become whole, on forty connections",
    async run(port) {
      await Promise.all(many(40, () => holdPart(port, 4)));
    },
  },
  {
    name: "a packet in pieces of two bytes",
    async run(port) {
      const attacker = await greet(port);
      attacker.say("\x30\x80\x80\x40");
      for (let i = 0; i < 30_000; i += 1) attacker.say("xx");
      await attacker.isSaid();
    },
  },
  {
    name: "garbage on hundreds of connections, before and behind a CONNECT",
    async run(port) {
      let state = 1;
      const noise = () =>
        Buffer.from(
          many(300, () => {
            state = (state * 48_271) % 2_147_483_647;
            return state & 255;
          }),
        );
      for (let i = 0; i < 300; i += 1) {
        const attacker = i % 3 === 0 ? await open(port) : await greet(port, {}, i % 3 === 1 ? 4 : 5);
        // Its first packet is one that no client may send.
        attacker.say(Buffer.concat([noise(), Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]), noise()]));
        if (i % 50 === 0) await attacker.isSaid();
      }
    },
  },
  {
    name: "properties of MQTT 5.0 that end too early",
    endsIt: true,
    async run(port) {
      const whole = generate(
        {
          cmd: "publish",
          topic: "t",
          payload: "x",
          qos: 1,
          messageId: 5,
          dup: false,
          retain: false,
          properties: {
            userProperties: { a: "b" },
            messageExpiryInterval: 5,
            correlationData: Buffer.from("c"),
          },
        },
        { protocolVersion: 5 },
      );
      for (let end = 6; end < whole.length - 1; end += 1) {
        const cut = Buffer.from(whole.subarray(0, end));
        cut[1] = end - 2;
        const attacker = await greet(port, {}, 5);
        attacker.say(cut);
        attacker.say("\x30\x01");
        attacker.say("\xf0\x80\x80\x80\x80\x80");
      }
    },
  },
  {
    name: "thousands of connections that say nothing, and that send half a CONNECT",
    async run(port) {
      for (let i = 0; i < 3000; i += 1) {
        const attacker = await open(port);
        if (i % 2 === 0) attacker.say("\x10\x20\0\x04MQ");
      }
    },
  },
  {
    name: "fifty thousand retained messages",
    async run(port) {
      for (let round = 0; round < 20; round += 1)
        await say(
          port,
          Buffer.concat(many(5000, (i) => message(`r/${round}/${i}`, "x".repeat(1000), 0, 1, true))),
        );
    },
  },
  {
    name: "retained messages and messages at QoS 2 of megabytes each",
    async run(port) {
      const large = Buffer.alloc(4 * MEGABYTE);
      for (let i = 0; i < 40; i += 1) await say(port, message(`large/${i}`, large, 0, 1, true));
      for (let i = 0; i < 10; i += 1) await say(port, ...many(4, (j) => message("x", large, 2, j + 1)));
    },
  },
  {
    name: "a subscriber to everything that does not read, and who publishes to it",
    async run(port) {
      for (let i = 0; i < 10; i += 1) {
        const attacker = await greet(port);
        attacker.stopReading();
        attacker.say(wish("#"));
      }
      await say(
        port,
        ...many(100, (i) => message(`s/${i}`, Buffer.alloc(MEGABYTE), i % 2 === 0 ? 0 : 1, i + 1)),
      );
    },
  },
  {
    name: "a client that asks without end and reads no answer",
    async run(port) {
      const attacker = await greet(port);
      attacker.stopReading();
      for (let i = 0; i < 200; i += 1) attacker.say(Buffer.alloc(40_000, "\xc0\0", "latin1"));
      await attacker.isSaid();
    },
  },
  {
    name: "sessions that are kept, under ever new identifiers, with messages that wait",
    async run(port) {
      for (let i = 0; i < 300; i += 1) {
        const attacker = await greet(port, { clean: false, clientId: `kept-${i}` });
        attacker.say(wish("wait/#"));
        await attacker.isSaid();
      }
      endAttackers();
      await say(port, ...many(500, (i) => message("wait/x", "x".repeat(10_000), 1, i + 1)));
    },
  },
  {
    name: "takeovers of one identifier, each with a will at once",
    async run(port) {
      for (let i = 0; i < 500; i += 1)
        await greet(port, {
          clientId: "one",
          will: { topic: "will", payload: Buffer.from("x"), qos: 1, retain: true },
        } as never);
    },
  },
  {
    name: "a thousand wills at once for thousands who do not read",
    async run(port) {
      for (let i = 0; i < 3000; i += 1) {
        const attacker = await greet(port);
        attacker.say(wish("will"));
        attacker.stopReading();
      }
      const will = { topic: "will", payload: Buffer.from("x"), qos: 0 } as never;
      const wills = await Promise.all(many(1000, (i) => greet(port, { clientId: `will-${i}`, will })));
      for (const will of wills) await will.isTaken();
      // Each is taken over.
      for (let i = 0; i < wills.length; i += 1) await greet(port, { clientId: `will-${i}` });
    },
  },
  {
    name: "messages and wills under $SYS",
    async run(port) {
      await say(
        port,
        message("$SYS/broker/x", "y", 0, 1, true),
        message("$share/a/b"),
        wish("$SYS/#", "$share/a/#"),
      );
      await greet(port, { will: { topic: "$SYS/x", payload: Buffer.from("x"), qos: 1 } } as never);
      endAttackers();
    },
  },
];
