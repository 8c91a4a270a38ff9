// MQTT.js as a contender.
import { connectAsync, MqttClient } from "mqtt";
import { type Contender, type Place, TOPIC } from "./contender.ts";
import { createNullPeer } from "./null-peer.ts";

const OPTIONS = { clientId: "mqtt.js", protocolVersion: 4, keepalive: 60 } as const;

/** Connects it; resolves when the broker has accepted. */
export async function connectMqttJs(place: Place): Promise<Contender> {
  const client =
    place === "null" ? await overNullPeer() : await connectAsync(`mqtt://127.0.0.1:${place}`, OPTIONS);
  return {
    publish: (payload, qos, through) => void client.publish(TOPIC, payload, { qos, retain: true }, through),
  };
}

function overNullPeer(): Promise<MqttClient> {
  return new Promise((resolve) => {
    const client = new MqttClient(() => createNullPeer(), OPTIONS);
    client.once("connect", () => resolve(client));
  });
}
