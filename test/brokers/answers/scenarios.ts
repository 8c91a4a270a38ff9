// Scenarios for brokers, with the answers that MQTT 3.1.1 lets a client expect.
import { filter, KEPT, message, pubrel, type Scenario } from "./scenario.ts";

const WILL = { topic: "will", payload: Buffer.from("gone"), qos: 1, retain: false } as const;

export const scenarios: Scenario[] = [
  {
    name: "a session is present for who wants it kept",
    async play({ greet }) {
      await (await greet("a", KEPT)).cut();
      await (await greet("a again", KEPT)).cut();
      await (await greet("a clean")).cut();
      await greet("a new", KEPT);
    },
    answers: {
      a: ["connack 0"],
      "a again": ["connack 0 present"],
      "a clean": ["connack 0"],
      "a new": ["connack 0"],
    },
  },
  {
    name: "a client without an identifier is let in for a session that ends with the connection",
    async play({ open }) {
      const nameless = await open("nameless");
      nameless.send({ cmd: "connect", clientId: "", clean: true, keepalive: 0 });
      await nameless.untilGreeted();
    },
    answers: { nameless: ["connack 0"] },
  },
  {
    name: "a client without an identifier is refused a session that is kept",
    async play({ open }) {
      const nameless = await open("nameless");
      nameless.sendBytes("\x10\x0c\0\x04MQTT\x04\0\0\0\0\0");
      await nameless.untilGreeted();
      await nameless.settle();
    },
    answers: { nameless: ["connack 2", "ended"] },
  },
  {
    name: "a level that nobody speaks is refused",
    async play({ open }) {
      const wire = await open("a");
      wire.sendBytes("\x10\x0d\0\x04MQTT\x09\x02\0\0\0\x01a");
      await wire.untilEnded();
    },
    answers: { a: ["connack 1", "ended"] },
  },
  {
    name: "each QoS has its acknowledgements",
    async play({ greet, settle }) {
      const a = await greet("a");
      a.send(message("t", "0"), message("t", "1", 1, 11), message("t", "2", 2, 12));
      await settle();
      a.send(pubrel(12));
    },
    answers: { a: ["connack 0", "puback 11", "pubrec 12", "pubcomp 12"] },
  },
  {
    name: "a message at QoS 1 that is sent twice is delivered twice",
    async play({ greet, settle }) {
      const a = await greet("a");
      const b = await greet("b");
      b.send(filter("t", 0));
      await settle();
      a.send(message("t", "x", 1, 1), message("t", "x", 1, 1, "dup"));
    },
    answers: {
      a: ["connack 0", "puback 1", "puback 1"],
      b: ["connack 0", "suback 0", "t=x q0", "t=x q0"],
    },
  },
  {
    name: "a message at QoS 2 that is sent twice before its PUBREL is delivered once, when it is released",
    async play({ greet, settle }) {
      const a = await greet("a");
      const b = await greet("b");
      b.send(filter("t", 0));
      await settle();
      a.send(message("t", "x", 2, 1), message("t", "x", 2, 1, "dup"));
      await settle();
      a.send(message("t", "before", 0), pubrel(1));
      await settle();
    },
    answers: {
      a: ["connack 0", "pubrec 1", "pubrec 1", "pubcomp 1"],
      b: ["connack 0", "suback 0", "t=before q0", "t=x q0"],
    },
  },
  {
    name: "a message at QoS 2 that is sent again after a cut is delivered once",
    async play({ greet, settle }) {
      const b = await greet("b");
      b.send(filter("t", 0));
      const a = await greet("a", KEPT);
      a.send(filter("other", 0));
      a.send(message("t", "x", 2, 257));
      await settle();
      await a.cut();
      const again = await greet("a again", KEPT);
      again.send(message("t", "x", 2, 257, "dup"));
      await settle();
      again.send(pubrel(257));
      await settle();
      await again.cut();
      const third = await greet("a third", KEPT);
      third.send(pubrel(257));
      await settle();
    },
    answers: {
      a: ["connack 0", "suback 0", "pubrec 257"],
      "a again": ["connack 0 present", "pubrec 257", "pubcomp 257"],
      "a third": ["connack 0 present", "pubcomp 257"],
      b: ["connack 0", "suback 0", "t=x q0"],
    },
  },
  {
    name: "a PUBREL that nobody knows is answered",
    async play({ greet }) {
      (await greet("a", KEPT)).send(pubrel(300));
    },
    answers: { a: ["connack 0", "pubcomp 300"] },
  },
  {
    name: "a message comes at the lower QoS of publication and subscription",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      for (const qos of [0, 1, 2] as const) {
        const subscriber = await greet(`at-${qos}`);
        subscriber.send(filter("t", qos));
      }
      await settle();
      for (const packet of [message("t", "0"), message("t", "1", 1, 1), message("t", "2", 2, 2), pubrel(2)]) {
        publisher.send(packet);
        await settle();
      }
    },
    answers: {
      publisher: ["connack 0", "puback 1", "pubrec 2", "pubcomp 2"],
      "at-0": ["connack 0", "suback 0", "t=0 q0", "t=1 q0", "t=2 q0"],
      "at-1": ["connack 0", "suback 1", "t=0 q0", "t=1 q1 #A", "t=2 q1 #B"],
      "at-2": ["connack 0", "suback 2", "t=0 q0", "t=1 q1 #A", "t=2 q2 #B"],
    },
  },
  {
    name: "what was not acknowledged comes again with DUP, and what was released as PUBREL",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      const a = await greet("a", KEPT);
      a.send(filter("t"));
      await settle();
      for (const packet of [message("t", "1", 1, 1), message("t", "2", 2, 2), pubrel(2)]) {
        publisher.send(packet);
        await settle();
      }
      publisher.send(message("t", "3", 2, 3));
      await settle();
      publisher.send(pubrel(3));
      await settle();
      a.send({ cmd: "pubrec", messageId: a.ids()[1] });
      await settle();
      await a.cut();
      await greet("a again", KEPT);
      await settle();
    },
    answers: {
      publisher: ["connack 0", "puback 1", "pubrec 2", "pubcomp 2", "pubrec 3", "pubcomp 3"],
      a: ["connack 0", "suback 2", "t=1 q1 #A", "t=2 q2 #B", "t=3 q2 #C", "pubrel #B"],
      "a again": ["connack 0 present", "t=1 q1 #A dup", "pubrel #B", "t=3 q2 #C dup"],
    },
  },
  {
    name: "what is acknowledged does not come again",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      const a = await greet("a", KEPT);
      a.send(filter("t"));
      await settle();
      for (const packet of [message("t", "1", 1, 1), message("t", "2", 2, 2), pubrel(2)]) {
        publisher.send(packet);
        await settle();
      }
      a.send({ cmd: "puback", messageId: a.ids()[0] }, { cmd: "pubrec", messageId: a.ids()[1] });
      await settle();
      a.send({ cmd: "pubcomp", messageId: a.ids()[1] });
      await settle();
      await a.cut();
      await greet("a again", KEPT);
    },
    answers: {
      publisher: ["connack 0", "puback 1", "pubrec 2", "pubcomp 2"],
      a: ["connack 0", "suback 2", "t=1 q1 #A", "t=2 q2 #B", "pubrel #B"],
      "a again": ["connack 0 present"],
    },
  },
  {
    name: "what was published while a client was away waits for it, but at QoS 0",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      const a = await greet("a", KEPT);
      a.send(filter("t", 1));
      await settle();
      await a.cut();
      await settle();
      for (const packet of [message("t", "0"), message("t", "1", 1, 1), message("t", "2", 2, 2), pubrel(2)]) {
        publisher.send(packet);
        await settle();
      }
      await greet("a again", KEPT);
      await settle();
    },
    answers: {
      publisher: ["connack 0", "puback 1", "pubrec 2", "pubcomp 2"],
      a: ["connack 0", "suback 1"],
      "a again": ["connack 0 present", "t=1 q1 #A", "t=2 q1 #B"],
    },
  },
  {
    name: "retained messages come with each subscription, and no empty ones",
    async play({ greet, settle }) {
      const a = await greet("a");
      for (const [topic, payload] of [
        ["r/1", "old"],
        ["r/1", "one"],
        ["r/2", "two"],
        ["r/2", ""],
      ]) {
        a.send(message(topic, payload, 0, 0, "retain"));
        await settle();
      }
      a.send(filter("r/+"));
      await settle();
      a.send(filter("r/+", 2, 2));
      await settle();
      a.send(message("r/1", "three", 0, 0, "retain"));
      await settle();
    },
    answers: {
      a: ["connack 0", "suback 2", "r/1=one q0 retain", "suback 2", "r/1=one q0 retain", "r/1=three q0"],
    },
  },
  {
    name: "a will is published when a client is gone without a word, and not after DISCONNECT",
    async play({ greet, settle }) {
      const b = await greet("b");
      b.send(filter("will", 1));
      await settle();
      const a = await greet("a", { will: WILL });
      await a.cut();
      await settle();
      const again = await greet("a again", { will: WILL });
      again.send({ cmd: "disconnect" });
      await again.untilEnded();
      await settle();
    },
    answers: {
      a: ["connack 0"],
      "a again": ["connack 0", "ended"],
      b: ["connack 0", "suback 1", "will=gone q1 #A"],
    },
  },
  {
    name: "a will is published when a client breaks the protocol",
    async play({ greet, settle }) {
      const b = await greet("b");
      b.send(filter("will", 1));
      await settle();
      const a = await greet("a", { will: WILL });
      a.sendBytes("\x36\x05\0\x01t\0\x01");
      await a.untilEnded();
      await settle();
    },
    answers: { a: ["connack 0", "ended"], b: ["connack 0", "suback 1", "will=gone q1 #A"] },
  },
  {
    name: "a second client of one identifier takes the place of the first, whose will is published",
    async play({ greet, settle }) {
      const b = await greet("b");
      b.send(filter("will", 1));
      await settle();
      const a = await greet("a", { will: WILL });
      await greet("a again", { will: WILL });
      await a.untilEnded();
      await settle();
    },
    answers: {
      a: ["connack 0", "ended"],
      "a again": ["connack 0"],
      b: ["connack 0", "suback 1", "will=gone q1 #A"],
    },
  },
  {
    name: "a second client of one identifier takes over the session that is kept, and the will is published",
    async play({ greet, settle }) {
      const b = await greet("b");
      b.send(filter("will", 1));
      await settle();
      const a = await greet("a", { ...KEPT, will: WILL });
      a.send(filter("other", 0));
      await settle();
      await greet("a again", { ...KEPT, will: WILL });
      await a.untilEnded();
      await settle();
    },
    answers: {
      a: ["connack 0", "suback 0", "ended"],
      "a again": ["connack 0 present"],
      b: ["connack 0", "suback 1", "will=gone q1 #A"],
    },
  },
  {
    name: "a client is given up that is silent for one and a half times its keep-alive",
    async play({ greet, settle }) {
      const b = await greet("b");
      b.send(filter("will", 1));
      const a = await greet("a", { keepalive: 1, will: WILL });
      await a.untilEnded();
      await settle();
    },
    answers: { a: ["connack 0", "ended"], b: ["connack 0", "suback 1", "will=gone q1 #A"] },
  },
  {
    name: "a client with two filters for one topic is given a message once, at the higher QoS",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      const a = await greet("a");
      a.send(filter("t/#", 1), filter("+/x", 0, 2));
      await settle();
      publisher.send(message("t/x", "1", 1, 9));
      await settle();
    },
    answers: {
      publisher: ["connack 0", "puback 9"],
      a: ["connack 0", "suback 1", "suback 0", "t/x=1 q1 #A"],
    },
  },
  {
    name: "a filter that stands twice in one SUBSCRIBE is taken twice, and stays as it was taken last",
    async play({ greet, settle }) {
      const a = await greet("a");
      a.send(message("t", "old", 1, 1, "retain"));
      await settle();
      const subscriptions = [
        { topic: "t", qos: 0 },
        { topic: "t", qos: 1 },
      ] as const;
      a.send({ cmd: "subscribe", messageId: 2, subscriptions: [...subscriptions] });
      await settle();
      (await greet("publisher")).send(message("t", "new", 1, 3));
      await settle();
    },
    answers: {
      a: ["connack 0", "puback 1", "suback 0,1", "t=old q0 retain", "t=old q1 #A retain", "t=new q1 #B"],
      publisher: ["connack 0", "puback 3"],
    },
  },
  {
    name: "a client with two filters for one topic is given it at the higher QoS, whichever it asked for first",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      const a = await greet("a");
      a.send(filter("t/#", 0), filter("+/x", 1, 2));
      await settle();
      publisher.send(message("t/x", "1", 1, 9));
      await settle();
    },
    answers: {
      publisher: ["connack 0", "puback 9"],
      a: ["connack 0", "suback 0", "suback 1", "t/x=1 q1 #A"],
    },
  },
  {
    name: "wildcards stand for levels, and not for topics that begin with $",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      const names = { all: "#", one: "+", below: "t/#", second: "+/b", last: "t/+", odd: "$odd/#" };
      for (const [name, topic] of Object.entries(names)) (await greet(name)).send(filter(topic, 0));
      await settle();
      for (const topic of ["t", "t/", "t/b", "t/b/c", "/b", "$odd/b", "T"])
        publisher.send(message(topic, "x"));
      await settle();
    },
    answers: {
      publisher: ["connack 0"],
      all: ["connack 0", "suback 0", "t=x q0", "t/=x q0", "t/b=x q0", "t/b/c=x q0", "/b=x q0", "T=x q0"],
      one: ["connack 0", "suback 0", "t=x q0", "T=x q0"],
      below: ["connack 0", "suback 0", "t=x q0", "t/=x q0", "t/b=x q0", "t/b/c=x q0"],
      second: ["connack 0", "suback 0", "t/b=x q0", "/b=x q0"],
      last: ["connack 0", "suback 0", "t/=x q0", "t/b=x q0"],
      odd: ["connack 0", "suback 0", "$odd/b=x q0"],
    },
  },
  {
    name: "of a sharing group one is given each message, without what is retained",
    async play({ greet, settle }) {
      const publisher = await greet("publisher");
      publisher.send(message("s", "old", 0, 0, "retain"));
      await settle();
      for (const name of ["a", "b"]) {
        (await greet(name)).send(filter("$share/group/s", 0));
        await settle();
      }
      for (const payload of ["1", "2", "3", "4"]) publisher.send(message("s", payload));
      await settle();
    },
    answers: {
      publisher: ["connack 0"],
      a: ["connack 0", "suback 0", "s=1 q0", "s=3 q0"],
      b: ["connack 0", "suback 0", "s=2 q0", "s=4 q0"],
    },
  },
  {
    name: "UNSUBSCRIBE ends a subscription, and is answered where there is none",
    async play({ greet, settle }) {
      const a = await greet("a");
      a.send(filter("t", 1));
      await settle();
      a.send({ cmd: "unsubscribe", messageId: 2, unsubscriptions: ["t", "unknown"] });
      await settle();
      a.send(message("t", "x", 1, 3));
      await settle();
    },
    answers: { a: ["connack 0", "suback 1", "unsuback", "puback 3"] },
  },
  {
    name: "a subscription stays with a kept session",
    async play({ greet, settle }) {
      const a = await greet("a", KEPT);
      a.send(filter("t", 1));
      await settle();
      await a.cut();
      await greet("a again", KEPT);
      (await greet("publisher")).send(message("t", "x", 1, 3));
      await settle();
    },
    answers: {
      a: ["connack 0", "suback 1"],
      "a again": ["connack 0 present", "t=x q1 #A"],
      publisher: ["connack 0", "puback 3"],
    },
  },
  {
    name: "several filters in one SUBSCRIBE have a code each",
    async play({ greet }) {
      (await greet("a")).send({
        cmd: "subscribe",
        messageId: 1,
        subscriptions: [
          { topic: "x", qos: 2 },
          { topic: "y/#", qos: 0 },
          { topic: "z/+/z", qos: 1 },
        ],
      });
    },
    answers: { a: ["connack 0", "suback 2,0,1"] },
  },
  ...[
    ["something before CONNECT", "\xc0\0", false],
    ["a second CONNECT", "\x10\x0d\0\x04MQTT\x04\x02\0\0\0\x01a", true],
    ["QoS 3", "\x36\x05\0\x01t\0\x01", true],
    ["a wildcard in a topic", "\x30\x05\0\x03a/+", true],
    ["a topic that is no UTF-8", "\x30\x04\0\x02\xc3\x28", true],
    ["a topic with U+0000", "\x30\x04\0\x01\0x", true],
    ["the identifier 0", "\x32\x05\0\x01t\0\0", true],
    ["a SUBSCRIBE without a filter", "\x82\x02\0\x01", true],
    ["a filter with a wildcard in a level", "\x82\x07\0\x01\0\x02a+\0", true],
    ["a SUBSCRIBE with other flags", "\x80\x06\0\x01\0\x01a\0", true],
    ["a PUBREL with other flags", "\x60\x02\0\x01", true],
    ["a packet that only servers send", "\xd0\0", true],
    ["a length of five bytes", "\x30\xff\xff\xff\xff\x01", true],
    ["a packet that is longer than the limit", `\x30\xd4\x08\0\x01t${"x".repeat(1105)}`, true],
  ].map(([what, bytes, isGreeted]): Scenario => {
    return {
      name: `${what} ends the connection`,
      async play({ open, greet, settle }) {
        const a = isGreeted === true ? await greet("a") : await open("a");
        a.sendBytes(bytes as string);
        await (isGreeted === true ? settle() : a.untilEnded());
      },
      answers: { a: isGreeted === true ? ["connack 0", "ended"] : ["ended"] },
    };
  }),
];
