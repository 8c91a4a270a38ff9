// The scenes of MQTT 5.0 alone.
import { insist, inTime, pause, type Scene, until } from "./scene.ts";

const ONLY_5 = [5] as const;

export const VERSION_5_SCENES: readonly Scene[] = [
  {
    what: "takes a topic alias",
    versions: ONLY_5,
    async play({ topic, client, hears }) {
      const sender = client();
      const heard = await hears(sender, topic);
      insist((sender.brokerOffer()?.topicAliases ?? 0) > 0, "offers none");
      const publication = sender.prepare(topic, { qos: 1 });
      for (const payload of ["1", "2", "3"]) sender.publish(publication, payload);
      await until("message", () => heard.length >= 3);
      insist(heard.join() === "1,2,3", "in another order");
    },
  },
  {
    what: "passes a request of a client in 3.1.1",
    versions: ONLY_5,
    async play({ topic, client }) {
      await inTime(
        "SUBACK",
        client().reply(topic, ({ payload }) => `answer to ${payload}`),
      );
      const { payload } = await client({ mqtt: 3 }).request(topic, "request", { timeoutMs: 10_000 });
      insist(payload === "answer to request", "passes another answer");
    },
  },
  {
    what: "passes content type and user properties",
    versions: ONLY_5,
    async play({ topic, client }) {
      const seen: string[] = [];
      const sender = client();
      const taken = sender.subscribe(topic, ({ properties: { contentType, userProperties } }) => {
        seen.push(`${contentType} ${JSON.stringify(userProperties)}`);
      });
      await inTime("SUBACK", taken);
      const properties = { contentType: "text", userProperties: { room: "kitchen" } };
      await inTime("PUBACK", sender.send(topic, "x", { properties }));
      await until("message", () => seen.length > 0);
      insist(/^text .*kitchen/.test(seen[0] as string), "loses them");
    },
  },
  {
    what: "keeps no message past its expiry",
    versions: ONLY_5,
    async play({ topic, client, hears }) {
      const options = { id: topic.replaceAll("/", "x"), session: "persistent" } as const;
      const first = client(options);
      await hears(first, topic);
      await first.stop();
      const sender = client();
      await inTime("CONNACK", sender.untilConnected());
      sender.publish(sender.prepare(topic, { qos: 1, deadline: 1000 }), "short");
      await inTime("PUBACK", sender.send(topic, "long"));
      await pause(2500);
      const second = client(options);
      const heard: string[] = [];
      second.subscribe(topic, ({ payload }) => void heard.push(payload)).catch(() => {});
      await until("message that is not expired", () => heard.includes("long"));
      insist(!heard.includes("short"), "delivers it later");
    },
  },
  {
    what: "holds a will back for its delay",
    versions: ONLY_5,
    async play({ topic, client, hears }) {
      const heard = await hears(client(), topic);
      const will = { topic, payload: "gone", qos: 1 as const };
      const dying = client({ will, willDelay: 2, session: "persistent", sessionExpiry: 60 });
      await inTime("CONNACK", dying.untilConnected());
      dying.kill();
      await pause(1000);
      insist(heard.length === 0, "publishes it at once");
      await until("will", () => heard.length > 0);
    },
  },
  {
    what: "forgets a session at its expiry",
    versions: ONLY_5,
    async play({ topic, client, hears }) {
      const id = topic.replaceAll("/", "x");
      const first = client({ id, session: "persistent", sessionExpiry: 1 });
      await hears(first, topic);
      await first.stop();
      await pause(2500);
      const second = client({ id, session: "persistent", sessionExpiry: 1 });
      insist(!(await inTime("CONNACK", second.untilConnected())), "keeps the session longer");
    },
  },
];
