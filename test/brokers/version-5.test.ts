// Additions of MQTT 5.0, asked of the broker of `npm start` and of Mosquitto, by a client that
// shares no code with either.
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from "mqtt";
import { describe, expect, onTestFinished, test } from "vitest";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { createWatched, type Watched } from "../../tools/laboratory/soak/watched.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { startEmbedded } from "./embedded.ts";

interface Guest {
  client: MqttClient;
  heard: Watched<IPublishPacket>;
  /** Payloads of what came, in order. */
  payloads: () => string[];
  /** Why the broker ended the connection. */
  farewell: Watched<number>;
}

async function guest(port: number, options: IClientOptions = {}): Promise<Guest> {
  const client = connect(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5, reconnectPeriod: 0, ...options });
  onTestFinished(() => void client.end(true));
  const heard = createWatched<IPublishPacket>();
  const farewell = createWatched<number>();
  client.on("message", (_topic, _payload, packet) => heard.add(packet));
  client.on("disconnect", ({ reasonCode = 0 }) => farewell.add(reasonCode));
  client.on("error", () => {});
  await new Promise<void>((resolve) => client.once("connect", () => resolve()));
  return { client, heard, farewell, payloads: () => heard.entries.map(({ payload }) => payload.toString()) };
}

const brokers = [
  { name: "embedded", asked: needs(), start: () => startEmbedded() },
  { name: "mosquitto", asked: needs(MOSQUITTO), start: () => startMosquitto() },
];

for (const { name, asked, start } of brokers)
  describe(name, asked, () => {
    async function port(): Promise<number> {
      const broker = await start();
      onTestFinished(broker.end);
      return broker.port;
    }

    test("3.1.1 and 5.0 clients exchange messages, retained messages and wills", async () => {
      const at = await port();
      const will = { topic: "device/status", payload: Buffer.from("offline"), qos: 1, retain: true } as const;
      const device = await guest(at, { protocolVersion: 4, clientId: "device", will });
      await device.client.publishAsync("homeassistant/device/x/config", "{}", { retain: true, qos: 1 });
      const home = await guest(at, { clientId: "home", clean: true });
      await home.client.subscribeAsync(["homeassistant/+/+/config", "device/status"], { qos: 1 });
      await home.heard.until("what is retained", () => home.payloads().includes("{}"));
      await device.client.subscribeAsync("homeassistant/status");
      await home.client.publishAsync("homeassistant/status", "online");
      await device.heard.until("the birth", () => device.payloads().includes("online"));
      device.client.stream.destroy();
      await home.heard.until("the will", () => home.payloads().includes("offline"));
      expect(home.heard.entries.map(({ retain }) => retain)).toEqual([true, false]);
    });

    test("properties go with a message", async () => {
      const at = await port();
      const visitor = await guest(at);
      await visitor.client.subscribeAsync("t", { qos: 1, properties: { subscriptionIdentifier: 7 } });
      await visitor.client.publishAsync("t", "x", {
        qos: 1,
        properties: {
          userProperties: { a: ["b", "c"], d: "e" },
          contentType: "text",
          responseTopic: "answer",
          correlationData: Buffer.from("1"),
          messageExpiryInterval: 30,
        },
      });
      await visitor.heard.until("it", (all) => all.length === 1);
      const { properties } = visitor.heard.entries[0];
      expect({ ...properties, userProperties: { ...properties?.userProperties } }).toEqual({
        userProperties: { a: ["b", "c"], d: "e" },
        contentType: "text",
        responseTopic: "answer",
        correlationData: Buffer.from("1"),
        messageExpiryInterval: 30,
        subscriptionIdentifier: 7,
      });
    });

    test("options of subscriptions hold", async () => {
      const at = await port();
      const visitor = await guest(at);
      await visitor.client.publishAsync("r", "kept", { qos: 1, retain: true });
      await visitor.client.subscribeAsync("r", { qos: 1, nl: true, rap: true, rh: 1 });
      await visitor.client.subscribeAsync("r", { qos: 1, nl: true, rap: true, rh: 1 });
      await visitor.client.publishAsync("r", "own", { qos: 1 });
      const never = await guest(at);
      await never.client.subscribeAsync("r", { qos: 1, rh: 2 });
      await never.client.publishAsync("r", "other", { qos: 1, retain: true });
      await visitor.heard.until("the other's", () => visitor.payloads().includes("other"));
      await never.heard.until("the other's", () => never.payloads().includes("other"));
      expect(visitor.heard.entries.map(({ payload, retain }) => [`${payload}`, retain])).toEqual([
        ["kept", true],
        ["other", true],
      ]);
      expect(never.payloads()).toEqual(["other"]);
    });

    test("a session lasts as long as requested, unless the client starts clean", async () => {
      const at = await port();
      const options = {
        clientId: "s",
        clean: false,
        properties: { sessionExpiryInterval: 60, receiveMaximum: 1 },
      };
      const first = await guest(at, options);
      await first.client.subscribeAsync("s", { qos: 1 });
      await first.client.endAsync();
      const otherGuest = await guest(at);
      for (const payload of ["1", "2", "3"]) await otherGuest.client.publishAsync("s", payload, { qos: 1 });
      const again = await guest(at, options);
      await again.heard.until("all", (all) => all.length === 3);
      expect(again.payloads()).toEqual(["1", "2", "3"]);
      await again.client.endAsync(false, {
        reasonCode: 0,
        properties: { sessionExpiryInterval: 0 },
      } as never);
      await otherGuest.client.publishAsync("s", "4", { qos: 1 });
      const last = await guest(at, options);
      await last.client.publishAsync("x", "y", { qos: 1 });
      expect(last.payloads()).toEqual([]);
    });

    test("a client misses messages above its packet limit and goes on", async () => {
      const at = await port();
      const visitor = await guest(at, { properties: { maximumPacketSize: 100 } });
      await visitor.client.subscribeAsync("t", { qos: 1 });
      const otherGuest = await guest(at);
      await otherGuest.client.publishAsync("t", "x".repeat(200), { qos: 1 });
      await otherGuest.client.publishAsync("t", "short", { qos: 1 });
      await visitor.heard.until("the short one", (all) => all.length > 0);
      expect(visitor.payloads()).toEqual(["short"]);
    });

    test("a taken-over client learns of it, and its delayed will stays unsent", async () => {
      const at = await port();
      const watcher = await guest(at);
      await watcher.client.subscribeAsync("w", { qos: 1 });
      const options: IClientOptions = {
        clientId: "one",
        clean: false,
        properties: { sessionExpiryInterval: 60 },
        will: {
          topic: "w",
          payload: Buffer.from("gone"),
          qos: 1,
          retain: false,
          properties: { willDelayInterval: 1 },
        },
      };
      const first = await guest(at, options);
      const second = await guest(at, options);
      // The Mosquitto of Debian 12 closes the connection without a word.
      if (name === "embedded") await first.farewell.until("the reason", (all) => all[0] === 0x8e);
      second.client.stream.destroy();
      await guest(at, { ...options, will: undefined });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(watcher.payloads()).toEqual([]);
    });

    test("one member of a sharing group gets each message", async () => {
      const at = await port();
      const members = [await guest(at), await guest(at)];
      for (const { client } of members) await client.subscribeAsync("$share/g/s", { qos: 1 });
      const otherGuest = await guest(at);
      for (const payload of ["1", "2", "3", "4"])
        await otherGuest.client.publishAsync("s", payload, { qos: 1 });
      const all = () => members.flatMap(({ payloads }) => payloads());
      for (const { heard } of members) await heard.until("its part", (entries) => entries.length === 2);
      expect(all().sort()).toEqual(["1", "2", "3", "4"]);
    });
  });
