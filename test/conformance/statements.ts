// The numbered statements of MQTT 3.1.1 (OASIS Standard, 29 October 2014) that concern a client, in our own words.
import { type Chapter, chapter } from "./chapter.ts";

const WEBSOCKET = "only a program's client has WebSocket, which `test/client/web-socket.test.ts` tries";
const PEERS =
  "shown by the suites against Mosquitto and the embedded broker, which are not among the everyday tests";
const TRANSPORT = "the ports promise an ordered stream without loss, and platforms give it by TCP or TLS";

export const CHAPTERS: readonly Chapter[] = [
  chapter("Text and the fixed header", [
    [
      "1.5.3-1",
      "Text is well-formed UTF-8 without surrogates; a packet with other text ends the connection.",
    ],
    ["1.5.3-2", "Text holds no NUL; a packet whose text does may end the connection."],
    ["1.5.3-3", "The bytes EF BB BF in a text are a character and are kept."],
    ["2.2.2-1", "The reserved flags of a fixed header have the values that the standard gives."],
    ["2.2.2-2", "Other flags in a packet that arrives end the connection."],
    ["2.3.1-1", "SUBSCRIBE, UNSUBSCRIBE and PUBLISH above QoS 0 have a packet identifier, never 0."],
    ["2.3.1-2", "A new SUBSCRIBE, UNSUBSCRIBE or PUBLISH takes an identifier that is not in use."],
    [
      "2.3.1-3",
      "What is sent again keeps its identifier, which is free again only after its last acknowledgement.",
    ],
    ["2.3.1-5", "A PUBLISH at QoS 0 has no packet identifier."],
    ["2.3.1-6", "PUBACK, PUBREC and PUBREL repeat the identifier of their PUBLISH."],
    ["2.3.1-7", "SUBACK and UNSUBACK repeat the identifier of what they answer."],
  ]),
  chapter("CONNECT", [
    ["3.1.0-1", "CONNECT is the first packet on a connection."],
    ["3.1.0-2", "There is one CONNECT on a connection."],
    ["3.1.2-1", "The protocol name is MQTT."],
    ["3.1.2-2", "The protocol level is 4; a broker that does not have it says so by return code 1."],
    ["3.1.2-3", "The lowest bit of the connect flags is 0."],
    ["3.1.2-4", "Without the flag for a clean session both sides keep the session when the connection ends."],
    ["3.1.2-6", "With it both begin without any state, and use none of it again."],
    ["3.1.2-9", "With a will, its topic and message stand in the payload."],
    ["3.1.2-11", "Without one, its QoS and retain flags are 0 and neither stands there."],
    ["3.1.2-13", "Without a will the will's QoS is 0."],
    ["3.1.2-14", "With a will its QoS is 0, 1 or 2."],
    ["3.1.2-15", "Without a will the will's retain flag is 0."],
    ["3.1.2-18", "Without the flag for a user name there is none."],
    ["3.1.2-19", "With that flag there is one."],
    ["3.1.2-20", "Without the flag for a password there is none."],
    ["3.1.2-21", "With that flag there is one."],
    ["3.1.2-22", "There is no password without a user name."],
    ["3.1.2-23", "No more than the keep-alive time passes between two packets; PINGREQ fills the gap."],
    ["3.1.3-1", "Client identifier, will topic, will message, user name and password stand in this order."],
    ["3.1.3-2", "Both sides keep the session under the client identifier."],
    ["3.1.3-3", "The client identifier is always there and comes first."],
    ["3.1.3-4", "The client identifier is UTF-8."],
    ["3.1.3-7", "An empty client identifier goes only with a clean session."],
    ["3.1.3-10", "The will's topic is UTF-8."],
    ["3.1.3-11", "The user name is UTF-8."],
  ]),
  chapter("CONNACK", [
    ["3.2.0-1", "The first packet from the broker is CONNACK."],
    ["3.2.2-1", "To a clean session the broker answers that none is present."],
    ["3.2.2-2", "To another one it answers that the session is present, when it holds one."],
    ["3.2.2-3", "When it holds none, it answers that none is present."],
    ["3.2.2-4", "A refusal says that no session is present."],
    ["3.2.2-5", "After a refusal the connection ends."],
  ]),
  chapter("PUBLISH and its acknowledgements", [
    ["3.3.1-1", "DUP is set on each PUBLISH that is sent again."],
    ["3.3.1-2", "DUP is 0 at QoS 0."],
    ["3.3.1-4", "QoS 3 is never sent; received, it ends the connection."],
    ["3.3.1-8", "RETAIN is set on what is sent because of a new subscription."],
    ["3.3.1-9", "RETAIN is 0 on what is sent because of one that stood before."],
    ["3.3.2-1", "The topic comes first in PUBLISH, and is UTF-8."],
    ["3.3.2-2", "A topic holds no wildcard."],
    [
      "3.3.2-3",
      "The topic of what arrives matches a filter; what the broker subscribed for the client matches none.",
    ],
    ["3.3.4-1", "PUBLISH is answered by its QoS: by nothing, PUBACK or PUBREC."],
    ["3.6.1-1", "The flags of PUBREL are 2; others are malformed."],
  ]),
  chapter("SUBSCRIBE and SUBACK", [
    ["3.8.1-1", "The flags of SUBSCRIBE are 2."],
    ["3.8.3-1", "Filters are UTF-8."],
    ["3.8.3-3", "SUBSCRIBE has at least one filter."],
    ["3.8.3-4", "The byte after each filter is 0, 1 or 2. (The standard prints this one as MQTT-3-8.3-4.)"],
    ["3.8.4-1", "Each SUBSCRIBE is answered by SUBACK."],
    ["3.8.4-2", "SUBACK has the identifier of its SUBSCRIBE."],
    ["3.8.4-4", "Many filters in one SUBSCRIBE are as many subscriptions with one answer."],
    ["3.8.4-5", "SUBACK has a code for each filter."],
    ["3.8.4-6", "The broker may grant less than was asked for."],
    ["3.9.3-1", "The codes stand in the order of the filters."],
    ["3.9.3-2", "Codes other than 0, 1, 2 and 128 are reserved."],
  ]),
  chapter("UNSUBSCRIBE and UNSUBACK", [
    ["3.10.1-1", "The flags of UNSUBSCRIBE are 2."],
    ["3.10.3-1", "Filters are UTF-8, one after the other."],
    ["3.10.3-2", "UNSUBSCRIBE has at least one filter."],
    ["3.10.4-3", "Deliveries that have begun are finished after UNSUBSCRIBE."],
    ["3.10.4-4", "Each UNSUBSCRIBE is answered by UNSUBACK with its identifier."],
    ["3.10.4-5", "UNSUBACK comes also when nothing was unsubscribed."],
    ["3.10.4-6", "Many filters in one UNSUBSCRIBE get one answer."],
  ]),
  chapter("PINGREQ and DISCONNECT", [
    ["3.12.4-1", "Each PINGREQ is answered by PINGRESP."],
    ["3.14.1-1", "The flags of DISCONNECT are 0."],
    ["3.14.4-1", "After DISCONNECT the client closes the connection."],
    ["3.14.4-2", "After DISCONNECT it sends nothing more on it."],
  ]),
  chapter("Sessions, delivery and order", [
    ["4.1.0-1", "Both sides keep the session's state as long as the session lasts."],
    ["4.1.0-2", "A session lasts at least as long as its connection."],
    ["4.3.1-1", "At QoS 0, PUBLISH goes out with QoS 0 and without DUP."],
    [
      "4.3.2-1",
      "At QoS 1, a new message has an identifier of its own and no DUP, and is unacknowledged until its PUBACK.",
    ],
    [
      "4.3.2-2",
      "At QoS 1, what arrives is answered by PUBACK; after that its identifier means a new message.",
    ],
    [
      "4.3.3-1",
      "At QoS 2, a new message has an identifier of its own and no DUP; PUBREC is answered by PUBREL, which is unacknowledged until PUBCOMP; the PUBLISH is not sent any more.",
    ],
    [
      "4.3.3-2",
      "At QoS 2, what arrives is answered by PUBREC, and is not delivered again until PUBREL, which is answered by PUBCOMP; after that its identifier means a new message.",
    ],
    [
      "4.4.0-1",
      "In a session that is kept, each unacknowledged PUBLISH and PUBREL goes out again after a reconnect.",
    ],
    ["4.5.0-2", "Each PUBLISH is acknowledged by its QoS, whether it is of use or not."],
    ["4.6.0-1", "What is published again goes out in the order in which it went out first."],
    ["4.6.0-2", "PUBACK goes out in the order in which PUBLISH came."],
    ["4.6.0-3", "PUBREC goes out in the order in which PUBLISH came."],
    ["4.6.0-4", "PUBREL goes out in the order in which PUBREC came."],
  ]),
  chapter("Topics", [
    ["4.7.1-1", "Wildcards stand in filters and never in topics."],
    ["4.7.1-2", "# is the last character of its filter, alone or after a slash."],
    ["4.7.1-3", "+ fills its level."],
    ["4.7.3-1", "Topics and filters have at least one character."],
    ["4.7.3-2", "Topics and filters hold no NUL."],
    ["4.7.3-3", "Topics and filters have at most 65,535 bytes."],
  ]),
  chapter("Errors, transports, peers", [
    ["4.8.0-1", "A side that finds a violation of the protocol closes the connection."],
    ["4.8.0-2", "A passing error while a packet is handled ends its connection."],
    ["6.0.0-1", "Over WebSocket packets travel in binary frames.", WEBSOCKET],
    ["6.0.0-2", "Frames are no packets: they hold several, or parts.", WEBSOCKET],
    ["6.0.0-3", "The client offers the subprotocol mqtt.", WEBSOCKET],
    ["6.0.0-4", "The broker takes the subprotocol mqtt.", WEBSOCKET],
    ["7.0.0-2", "Nothing outside the standard is needed to work with a peer that keeps to it.", PEERS],
    [
      "7.1.2-1",
      "There is a transport with an ordered stream of bytes without loss in both directions.",
      TRANSPORT,
    ],
  ]),
];

/**
 * What the standard says without a number, by its section, and two statements for servers that handlers need
 * as well.
 */
export const PLAIN_TEXT: Chapter = chapter(
  "Statements without a number, and two for servers that a client relies on",
  [
    ["2.2.3", "A remaining length has at most four bytes."],
    ["2.3.1", "Identifiers of the two directions are apart: a number may be open in both at once."],
    ["3.1.2.10", "A client whose PINGREQ is not answered in a reasonable time closes the connection."],
    ["3.1.4", "The client sends nothing before CONNACK, which the broker may refuse."],
    ["3.2", "A client that gets no CONNACK in a reasonable time closes the connection."],
    ["3.2.2.1", "The upper seven bits of CONNACK's first byte are 0."],
    ["3.2.2.2", "The broker may have kept a session that the client has not, or lost one that it has."],
    ["3.2.2.3", "The codes of CONNACK above 5 are reserved, and are refusals all the same."],
    ["3.8.4", "A message may come before the SUBACK of its subscription."],
    ["4.4", "Nothing is sent again while its connection stands."],
    ["4.7.2-1", "A filter that begins with a wildcard does not take topics that begin with $."],
    ["4.7.3-4", "Topics are compared as they are, without normalising."],
  ],
);
