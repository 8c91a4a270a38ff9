// Bugs that MQTT 5.0, colours, the times of edges, SPI and strips invite, each planted into a copy of one source in memory: tests notice it.
import { ANSWER_BUGS } from "./answer-bugs.ts";
import { COLOUR_BUGS } from "./colour-bugs.ts";
import { EDGE_BUGS } from "./edge-bugs.ts";
import { FOLLOW_BUGS } from "./follow-bugs.ts";
import { PIXEL_BUGS } from "./pixel-bugs.ts";
import { SPI_BUGS } from "./spi-bugs.ts";

export interface PlantedBug {
  name: string;
  /** From the package's folder; the text that stands there once, and what is put in its place. */
  file: string;
  original: string;
  planted: string;
  /** The tests that are run on it. */
  tests: string;
}

const PUBLISHING = "test/mqtt/version-5/publishing.test.ts";
const START = "src/mqtt/version-5/publish-start.ts";
const RECEIVED = "test/mqtt/version-5/received-aliases.test.ts";
const ALIASES = "src/mqtt/version-5/received-aliases.ts";

const AUTHENTICATION = "test/mqtt/version-5/authentication.test.ts";
const SCRAM = "src/platform/node/scram-exchange.ts";
const REFERENCES = "test/platform/node-client-references.test.ts";
const ANSWERS = "src/mqtt/answer-in-turn.ts";
const SESSIONS = "test/soak/session-schedule.test.ts";
const HOSTILE_REQUESTS = "test/platform/node-client-requests-hostile.test.ts";
const AUTHENTICATING = "src/mqtt/version-5/authenticating.ts";

export const BUGS: readonly PlantedBug[] = [
  ...COLOUR_BUGS,
  ...EDGE_BUGS,
  ...FOLLOW_BUGS,
  ...ANSWER_BUGS,
  ...PIXEL_BUGS,
  ...SPI_BUGS,
  {
    name: "a topic alias is kept over a reconnect",
    file: "src/mqtt/connack.ts",
    original: "  unsettleAll(client);\n",
    planted: "",
    tests: PUBLISHING,
  },
  {
    name: "topic alias 0 is sent",
    file: START,
    original: "alias > 0 ? shortProperty(TOPIC_ALIAS, alias) + properties : properties",
    planted: "shortProperty(TOPIC_ALIAS, alias) + properties",
    tests: PUBLISHING,
  },
  {
    name: "a topic alias of the broker is kept over a reconnect",
    file: "src/mqtt/connection-end.ts",
    original: "  if (MQTT5 && RECEIVED_ALIASES) forgetAliases(client);\n",
    planted: "",
    tests: RECEIVED,
  },
  {
    name: "a topic alias above the client's maximum is taken",
    file: ALIASES,
    original: "alias === 0 || alias > most",
    planted: "alias === 0",
    tests: RECEIVED,
  },
  {
    name: "a topic alias keeps its first topic",
    file: ALIASES,
    original: 'if (topic !== "") define',
    planted: 'if (topic !== "" && aliasedName(client, alias) === "") define',
    tests: RECEIVED,
  },
  {
    name: "a topic alias stands for a topic that a message too long to be read has replaced",
    file: "src/mqtt/oversize-packet.ts",
    original: "    forgetAliases(client);\n",
    planted: "",
    tests: RECEIVED,
  },
  {
    name: "topic alias 0 is taken",
    file: "src/mqtt/version-5/packet-soundness.ts",
    original: "readUint16(bytes, aliasAt) === 0 ? TOPIC_ALIAS_INVALID : SOUND",
    planted: "SOUND",
    tests: "test/mqtt/version-5/packet-soundness.test.ts",
  },
  {
    name: "a topic alias above the broker's maximum is sent",
    file: START,
    original: "publication.alias > client.protocol.terms.topicAliases ? 0",
    planted: "publication.alias > 65535 ? 0",
    tests: PUBLISHING,
  },
  {
    name: "one message more than Receive Maximum is out",
    file: "src/mqtt/in-flight.ts",
    original: "client.protocol.terms.receiveMaximum)",
    planted: "client.protocol.terms.receiveMaximum + 1)",
    tests: "test/mqtt/version-5/connecting.test.ts",
  },
  {
    name: "a Receive Maximum holds on the next connection",
    file: "src/mqtt/connack.ts",
    original: "setTerms(client, terms);",
    planted:
      "terms.receiveMaximum = Math.min(terms.receiveMaximum, client.protocol.terms.receiveMaximum); setTerms(client, terms);",
    tests: "test/mqtt/version-5/connecting.test.ts",
  },
  {
    name: "a message's expiry is not less what it has waited",
    file: START,
    original: "publication.deadline - waited + 999",
    planted: "publication.deadline + 999",
    tests: PUBLISHING,
  },
  {
    name: "a message's expiry is that of the one before on its topic",
    file: START,
    original: "  if (!isLasting) tail = renewExpiry(publication, tail, waited);\n",
    planted: "",
    tests: PUBLISHING,
  },
  {
    name: "a PUBREC that refuses frees no slot",
    file: "src/mqtt/version-5/refused.ts",
    original: "  finishMessageRarely(client, publishedAs(id));\n",
    planted: "",
    tests: "test/mqtt/version-5/messages.test.ts",
  },
  {
    name: "No Local is another bit of the options",
    file: "src/mqtt/subscribe-packet.ts",
    original: "export const NO_LOCAL = 4;",
    planted: "export const NO_LOCAL = 8;",
    tests: "test/mqtt/version-5/sent-packets.test.ts",
  },
  {
    name: "Retain Handling is another bit of the options",
    file: "src/mqtt/subscribe-packet.ts",
    original: "export const RETAINED_WHEN_NEW = 16;",
    planted: "export const RETAINED_WHEN_NEW = 32;",
    tests: "test/mqtt/version-5/sent-packets.test.ts",
  },
  {
    name: "a packet's length does not count its properties",
    file: START,
    original: "(publication.qos > 0 ? 1 : 0) + properties.length + payloadBytes",
    planted: "(publication.qos > 0 ? 1 : 0) + payloadBytes",
    tests: PUBLISHING,
  },
  {
    name: "properties have no length before them",
    file: "src/mqtt/version-5/property-bytes.ts",
    original: "return variableLength(properties.length) + properties;",
    planted: "return properties;",
    tests: "test/mqtt/version-5/sent-packets.test.ts",
  },
  {
    name: "a session that is to be kept has no expiry",
    file: "src/mqtt/version-5/connect-properties.ts",
    original: 'expiry === 0 ? "" : longProperty(SESSION_EXPIRY, expiry)',
    planted: '""',
    tests: "test/platform/node-client-version-5.test.ts",
  },
  {
    name: "the version is 3.1.1 after a lost link",
    file: "src/mqtt/link-events.ts",
    original: "send(client, client.greeting);",
    planted:
      'send(client, client.connection.connects > 0 ? client.greeting.replace("MQTT\\x05", "MQTT\\x04") : client.greeting);',
    tests: "test/mqtt/version-5/conversation.test.ts",
  },
  {
    name: "an answer with unknown correlation data is taken",
    file: "src/platform/node/requests.ts",
    original: 'this.settle(key, "answered")',
    planted: 'this.settle(this.open.has(key) ? key : [...this.open.keys()][0] ?? key, "answered")',
    tests: "test/platform/node-client-requests.test.ts",
  },
  {
    name: "a request by topic may name nobody",
    file: "src/platform/node/request-topics.ts",
    original: "/^requests\\/([^/]+)\\/",
    planted: "/^requests\\/([^/]*)\\/",
    tests: HOSTILE_REQUESTS,
  },
  {
    name: "an identifier fills several levels of a topic",
    file: "src/platform/node/request-topics.ts",
    original: "/[%/+#]/g",
    planted: "/[%+#]/g",
    tests: HOSTILE_REQUESTS,
  },
  {
    name: "a reply is given what its filter does not take",
    file: "src/platform/node/request-topics.ts",
    original: " || !matches(bytesOf(filter), bytesOf(own))",
    planted: "",
    tests: HOSTILE_REQUESTS,
  },
  {
    name: "a late answer outlives its connection",
    file: "src/mqtt/connection-end.ts",
    original: "  if (LATE_ANSWERS) voidAnswers(client);\n",
    planted: "",
    tests: SESSIONS,
  },
  {
    name: "an answer overtakes those that wait for their handlers",
    file: ANSWERS,
    original: "if (late.first === undefined && late.held === undefined)",
    planted: "if (late.held === undefined)",
    tests: SESSIONS,
  },
  {
    name: "a message is answered before its handler is done",
    file: "src/mqtt/late-answers.ts",
    original: "  answer.waits += 1;\n",
    planted: "",
    tests: SESSIONS,
  },
  {
    name: "a message at QoS 2 that comes again is answered while its handler runs",
    file: ANSWERS,
    original: "  holdOpen(client, answer);\n",
    planted: "",
    tests: SESSIONS,
  },
  {
    name: "a message at QoS 2 whose handler runs has no answer on the next connection",
    file: ANSWERS,
    original: "answer.connection === client.connection.connects",
    planted: "answer.connection > 0",
    tests: SESSIONS,
  },
  {
    name: "a refused message at QoS 2 counts as taken when it comes again",
    file: ANSWERS,
    original: "  if (answer.reason !== 0) reopen(client, answer);\n  else closeAnswer",
    planted: "  closeAnswer",
    tests: SESSIONS,
  },
  {
    name: "a late refusal is an answer without a reason code",
    file: ANSWERS,
    original: "if (answer.reason !== 0) send(client, answerPacket",
    planted: "if (answer.reason > 255) send(client, answerPacket",
    tests: SESSIONS,
  },
  {
    name: "a Maximum Packet Size holds on the next connection",
    file: "src/mqtt/connack.ts",
    original: " || client.protocol.terms.packetBytes !== UNLIMITED",
    planted: "",
    tests: "test/mqtt/version-5/connecting.test.ts",
  },
  {
    name: "an AUTH of another method is taken",
    file: AUTHENTICATING,
    original: "else if (methodIn(bytes, at, end) !== client.authentication.method)",
    planted: 'else if (methodIn(bytes, at, end) === "")',
    tests: AUTHENTICATION,
  },
  {
    name: "a CONNACK without the method is taken",
    file: AUTHENTICATING,
    original: "  if (method !== client.authentication.method)",
    planted: '  if (![client.authentication.method, ""].includes(method))',
    tests: AUTHENTICATION,
  },
  {
    name: "a client counts as connected before the broker's proof is looked at",
    file: AUTHENTICATING,
    original: "  if (!isAt(client, PROVEN)) return false;\n",
    planted: "",
    tests: AUTHENTICATION,
  },
  {
    name: "what a port says late goes into the exchange of another connection",
    file: "src/mqtt/version-5/authentication.ts",
    original: "client.authentication.exchange === exchange && isAt",
    planted: "isAt",
    tests: AUTHENTICATION,
  },
  {
    name: "a broker's proof is not checked",
    file: SCRAM,
    original: "if (!isSame(proof, base64(expected)))",
    planted: 'if (proof === "")',
    tests: "test/platform/scram.test.ts",
  },
  {
    name: "a broker's nonce that adds nothing to the client's is taken",
    file: SCRAM,
    original: " || serverNonce.length === nonce.length",
    planted: "",
    tests: "test/platform/scram.test.ts",
  },
  {
    name: "a server reference is followed without the option",
    file: "src/platform/node/running-client.ts",
    original: "if (options.followServerReference === true)",
    planted: "if (options.followServerReference !== undefined)",
    tests: REFERENCES,
  },
  {
    name: "server references are followed in a circle",
    file: "src/platform/node/server-references.ts",
    original: "const MOST_HOPS = 3;",
    planted: "const MOST_HOPS = 300;",
    tests: REFERENCES,
  },
  {
    name: "a client never comes back from the broker that it was sent to",
    file: "src/platform/node/server-references.ts",
    original: "if (connectedAt === undefined || !this.isForGood)",
    planted: "if (connectedAt === undefined)",
    tests: REFERENCES,
  },
  {
    name: "a topic that is too long is kept up to its end",
    file: "src/mqtt/oversize-packet.ts",
    original: "return Math.max(at, bytes.length) < most ? UNDECIDED : most + 1;",
    planted: "return UNDECIDED;",
    tests: "test/mqtt/version-5/messages.test.ts",
  },
];
