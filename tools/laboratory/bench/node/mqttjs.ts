// MQTT.js as a contender.
import { connectAsync, MqttClient } from "mqtt";
import { type Contender, type Place, TOPIC, type Version } from "./contender.ts";
import { createNullPeer } from "./null-peer.ts";

const optionsOf = (mqtt: Version) =>
  ({ clientId: "mqtt.js", protocolVersion: mqtt === 5 ? 5 : 4, keepalive: 60 }) as const;

/** Connects it; resolves when the broker has accepted. */
export async function connectMqttJs(place: Place, mqtt: Version): Promise<Contender> {
  const client =
    place === "null"
      ? await overNullPeer(mqtt)
      : await connectAsync(`mqtt://127.0.0.1:${place}`, optionsOf(mqtt));
  return {
    publish: (payload, qos, through) => void client.publish(TOPIC, payload, { qos, retain: true }, through),
  };
}

function overNullPeer(mqtt: Version): Promise<MqttClient> {
  return new Promise((resolve) => {
    const client = new MqttClient(() => createNullPeer(), optionsOf(mqtt));
    client.once("connect", () => resolve(client));
  });
}
