// A check of the MQTT 5.0 features that a broker offers: its CONNACK says them.
import type { BrokerOffer } from "../../../src/client/faults/broker-offer.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { connectTo } from "../broker/at-broker.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
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
      : { check, ok: true, said: "spoken here", rows: rowsOf(offer), offer };
  } catch (error) {
    if (!(error instanceof BrokerFault)) throw error;
    return { check, ok: true, said: refusal(error) };
  }
}

/** What is known of a broker that lets 3.1.1 in, and 5.0 not. */
function refusal({ kind, why }: BrokerFault): string {
  const cure = "leave mqtt: 5 out, or take another broker";
  if (kind === "refused" && !why.includes("protocol version"))
    return `spoken here, and lets nobody in as this client came (${why}): let it in there, or leave mqtt: 5 out`;
  return kind === "refused" || kind === "closed"
    ? `not here (${why}): ${cure}`
    : `not known (${why}): ask again, or leave mqtt: 5 out`;
}

function rowsOf(offer: BrokerOffer): [string, string][] {
  const { maximumQos, receiveMaximum, packetBytes, topicAliases } = offer;
  const { takesRetained, takesWildcards, takesSharedSubscriptions, takesSubscriptionIdentifiers } = offer;
  const said = (isThere: boolean) => (isThere ? "yes" : "no");
  return [
    ["QoS", `up to ${maximumQos}`],
    ["messages at once", `${receiveMaximum}`],
    ["longest packet", packetBytes === undefined ? "of any length" : `${packetBytes} bytes`],
    ["topic aliases", topicAliases === 0 ? "none" : `${topicAliases}`],
    ["retained messages", said(takesRetained)],
    ["wildcards", said(takesWildcards)],
    ["shared subscriptions", said(takesSharedSubscriptions)],
    ["subscription identifiers", said(takesSubscriptionIdentifiers)],
  ];
}
