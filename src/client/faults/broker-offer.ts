// A broker's offer on a connection in MQTT 5.0, for programs: each value is the standard's where CONNACK has
// none.
import type { Client } from "../../mqtt/client.ts";
import { isConnected } from "../../mqtt/connection-state.ts";
import { speaks5 } from "../../mqtt/protocol.ts";
import type { Publication } from "../../mqtt/publication.ts";
import { counted } from "../../mqtt/version-5/property-bytes.ts";
import { untakenWords } from "../../mqtt/version-5/publish-terms.ts";
import { AS_ASKED, type Terms, UNLIMITED } from "../../mqtt/version-5/terms.ts";
import { receivedProperties, type UserProperties } from "../message-properties.ts";
import { textOf } from "../text.ts";
import { brokerWords } from "./broker-refusal.ts";

export interface BrokerOffer {
  /** The highest QoS that the broker takes. */
  maximumQos: number;
  /** The number of messages at QoS 1 and 2 that may be unacknowledged. */
  receiveMaximum: number;
  /** The longest packet that the broker takes, in bytes; undefined: no limit. */
  packetBytes: number | undefined;
  /** The number of topics that may have an alias; 0 is none. */
  topicAliases: number;
  takesRetained: boolean;
  takesWildcards: boolean;
  takesSharedSubscriptions: boolean;
  takesSubscriptionIdentifiers: boolean;
  /**
   * Seconds of silence, and of a session without its client, that the broker sets instead of those requested;
   * undefined: as requested.
   */
  keepAlive: number | undefined;
  sessionExpiry: number | undefined;
  /**
   * The beginning of response topics, where the client asked (`requestResponseInformation`); undefined: the
   * broker says nothing.
   */
  responseInformation: string | undefined;
  /**
   * The identifier that the broker has given to a client with the id ""; undefined for one that has its own.
   */
  assignedId: string | undefined;
  /** The broker's words with its acceptance, one line of at most 200 characters; undefined for none. */
  reasonString: string | undefined;
  /** The broker's own user properties; empty for none. */
  userProperties: UserProperties;
}

export function offerOf(terms: Terms): BrokerOffer {
  const { maximumQos, receiveMaximum, packetBytes, topicAliases, keepAlive, sessionExpiry } = terms;
  const { takesRetained, takesWildcards, takesSharedSubscriptions, takesSubscriptionIdentifiers } = terms;
  const { responseInformation, assignedClientId, reason } = terms;
  return {
    maximumQos,
    receiveMaximum,
    packetBytes: packetBytes === UNLIMITED ? undefined : packetBytes,
    topicAliases,
    takesRetained,
    takesWildcards,
    takesSharedSubscriptions,
    takesSubscriptionIdentifiers,
    keepAlive: keepAlive === AS_ASKED ? undefined : keepAlive,
    sessionExpiry: sessionExpiry === AS_ASKED ? undefined : sessionExpiry,
    responseInformation: responseInformation === "" ? undefined : textOf(responseInformation),
    assignedId: assignedClientId === "" ? undefined : textOf(assignedClientId),
    reasonString: brokerWords(reason),
    userProperties: receivedProperties(counted(terms.userProperties)).userProperties ?? {},
  };
}

/**
 * The reason why the connected broker takes no message like these; "" where it does, and without a
 * connection.
 */
export function notTakenWords(client: Client, publication: Publication): string {
  return isConnected(client) && speaks5(client) ? untakenWords(client, publication) : "";
}
