// The scenes that both versions of MQTT have.
import { startProxy } from "../brokers/cutting-proxy.ts";
import { insist, inTime, pause, type Scene, until } from "./scene.ts";

const BOTH = [3, 5] as const;
/** Messages of a scene that counts them, in order. */
const MANY = Array.from({ length: 100 }, (_, index) => `${index}`);
const CUTS = 8;
const CUT_EVERY_MS = 60;

export const SCENES: readonly Scene[] = [
  {
    what: "acknowledges QoS 1 and delivers in order",
    versions: BOTH,
    async play({ topic, client, hears }) {
      const sender = client();
      const heard = await hears(sender, topic);
      await inTime("PUBACK", Promise.all(MANY.map((payload) => sender.send(topic, payload, { qos: 1 }))));
      await until("message", () => heard.length >= MANY.length);
      insist(heard.join() === MANY.join(), "in another order");
    },
  },
  {
    what: "delivers QoS 2 exactly once",
    versions: BOTH,
    async play({ topic, client }) {
      const heard: string[] = [];
      const sender = client({ session: "persistent" });
      const subscribed = sender.subscribe(topic, ({ payload }) => void heard.push(payload), 2);
      insist((await inTime("SUBACK", subscribed)) === 2, "grants less than QoS 2");
      await inTime("PUBCOMP", Promise.all(MANY.map((payload) => sender.send(topic, payload, { qos: 2 }))));
      await until("message", () => heard.length >= MANY.length);
      // In any order: Artemis keeps it in some runs and not in others.
      insist([...heard].sort().join() === [...MANY].sort().join(), "not exactly once");
    },
  },
  {
    what: "keeps a retained message, and deletes it",
    versions: BOTH,
    async play({ topic, client, hears }) {
      const sender = client();
      await inTime("PUBACK", sender.send(topic, "kept", { retain: true }));
      const heard = await hears(client(), topic);
      await until("retained message", () => heard.length > 0);
      await inTime("PUBACK", sender.send(topic, "", { retain: true }));
      const late = await hears(client(), topic);
      await inTime("PUBACK", sender.send(topic, "after"));
      await until("message", () => late.length > 0);
      insist(late.join() === "after", "does not delete it");
    },
  },
  {
    what: "keeps a session and its messages",
    versions: BOTH,
    async play({ topic, client, hears }) {
      const options = { id: topic.replaceAll("/", "x"), session: "persistent" } as const;
      const first = client(options);
      await hears(first, topic);
      await first.stop();
      await inTime("PUBACK", client().send(topic, "meanwhile"));
      const second = client(options);
      const heard: string[] = [];
      second.subscribe(topic, ({ payload }) => void heard.push(payload)).catch(() => {});
      insist(await inTime("CONNACK", second.untilConnected()), "has no session");
      await until("message", () => heard.includes("meanwhile"));
    },
  },
  {
    what: "publishes a will when a client dies, and not when it stops",
    versions: BOTH,
    async play({ topic, client, hears }) {
      const heard = await hears(client(), `${topic}/+`);
      const will = (name: string) => ({
        will: { topic: `${topic}/${name}`, payload: name, qos: 1 as const },
      });
      const [stops, dies] = [client(will("stopped")), client(will("died"))];
      await inTime("CONNACK", Promise.all([stops.untilConnected(), dies.untilConnected()]));
      await stops.stop();
      dies.kill();
      await until("will", () => heard.length > 0);
      insist(heard.join() === "died", `publishes "${heard}"`);
    },
  },
  {
    what: "shares a subscription among a group",
    versions: BOTH,
    async play({ topic, client, hears }) {
      const filter = `$share/group/${topic}`;
      const all = [await hears(client(), filter), await hears(client(), filter)];
      const sender = client();
      await inTime("PUBACK", Promise.all(MANY.map((payload) => sender.send(topic, payload))));
      await until("message of a shared subscription", () => all.flat().length >= MANY.length);
      await pause(200);
      insist(all.flat().length === MANY.length, "delivers to each of the group");
      insist(
        all.every(({ length }) => length > 0),
        "delivers to one of the group alone",
      );
    },
  },
  {
    what: "ends the connection of before when an identifier connects again",
    versions: BOTH,
    async play({ topic, client }) {
      const losses: Error[] = [];
      const id = topic.replaceAll("/", "x");
      const first = client({ id, reconnect: false, lost: (error) => void losses.push(error) });
      await inTime("CONNACK", first.untilConnected());
      const second = client({ id, reconnect: false });
      await inTime("CONNACK", second.untilConnected());
      await until("end of the connection of before", () => losses.length > 0);
      insist(second.isConnected(), "ends the new connection");
    },
  },
  {
    what: "takes what waited while it was restarted",
    versions: BOTH,
    async play({ broker, topic, client, hears }) {
      const sender = client({ reconnect: { first: 100, longest: 300 } });
      const heard = await hears(sender, topic);
      await broker.stop();
      const sent = Promise.all(["1", "2", "3"].map((payload) => sender.send(topic, payload)));
      await broker.start();
      await inTime("PUBACK", sent);
      await until("message", () => heard.length >= 3);
    },
  },
  {
    what: "has every message through a link that is cut again and again",
    versions: BOTH,
    async play({ broker, topic, client, hears }) {
      const proxy = await startProxy(broker.port);
      try {
        const heard = await hears(client(), topic);
        const behind = { reconnect: { first: 10, longest: 20 }, session: "persistent" } as const;
        const sender = client({ ...behind, port: proxy.port });
        const sent = Promise.all(MANY.map((payload) => sender.send(topic, payload)));
        for (let cut = 0; cut < CUTS; cut += 1) {
          await pause(CUT_EVERY_MS);
          proxy.cut();
        }
        await inTime("PUBACK", sent);
        await until("message", () => new Set(heard).size >= MANY.length);
      } finally {
        await proxy.end();
      }
    },
  },
  {
    what: "passes a request and its answer",
    versions: BOTH,
    async play({ topic, client }) {
      await inTime(
        "SUBACK",
        client().reply(topic, ({ payload }) => `answer to ${payload}`),
      );
      const { payload } = await client().request(topic, "request", { timeoutMs: 10_000 });
      insist(payload === "answer to request", "passes another answer");
    },
  },
];
