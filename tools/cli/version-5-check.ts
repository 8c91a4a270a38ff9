// What a broker offers in MQTT 5.0: its CONNACK says it.
import type { BrokerOffer } from "../../src/platform/node/broker-offer.ts";
import { BrokerFault } from "../sim/real-broker/fault.ts";
import { connectTo } from "./at-broker.ts";
import type { BrokerAddress } from "./broker-url.ts";
import type { Finding } from "./doctor-checks.ts";

/** Connects once more, in MQTT 5.0. A broker of 3.1.1 alone is as good for what speaks that. */
export async function version5(broker: BrokerAddress): Promise<Finding> {
  const check = "MQTT 5.0";
  try {
    const connection = await connectTo(broker, { mqtt: 5 });
    const { offer } = connection;
    await connection.end();
    return offer === undefined
      ? { check, ok: true, said: "not known" }
      : { check, ok: true, said: wordsOf(offer), offer };
  } catch (error) {
    if (!(error instanceof BrokerFault)) throw error;
    return { check, ok: true, said: `not here (${error.why}): leave mqtt: 5 out, or take another broker` };
  }
}

function wordsOf(offer: BrokerOffer): string {
  const { maximumQos, receiveMaximum, packetBytes, topicAliases } = offer;
  const { takesRetained, takesWildcards, takesSharedSubscriptions } = offer;
  const has = (isThere: boolean, what: string) => `${isThere ? "" : "no "}${what}`;
  return [
    `QoS up to ${maximumQos}`,
    `${receiveMaximum} messages at once`,
    packetBytes === undefined ? "packets of any length" : `packets of at most ${packetBytes} bytes`,
    topicAliases === 0 ? "no topic aliases" : `${topicAliases} topic aliases`,
    has(takesRetained, "retained messages"),
    has(takesWildcards, "wildcards"),
    has(takesSharedSubscriptions, "shared subscriptions"),
  ].join(", ");
}
