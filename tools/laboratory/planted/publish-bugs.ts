// Bugs that publishing and subscribing in MQTT 5.0 invite: an expiry that stands still, a handshake that holds its slot, bits in another place.
import type { PlantedBug } from "./bugs.ts";

const PUBLISHING = "test/mqtt/version-5/publishing.test.ts";
const START = "src/mqtt/version-5/publish-start.ts";

const REFUSALS = "test/platform/behaviours/refusals.test.ts";

export const PUBLISH_BUGS: readonly PlantedBug[] = [
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
    name: "a broker's words are of any length",
    file: "src/platform/node/broker-refusal.ts",
    original: "characters.slice(0, LONGEST - 1)",
    planted: "characters",
    tests: REFUSALS,
  },
  {
    name: "a broker's words move the cursor",
    file: "src/platform/node/broker-refusal.ts",
    original: "printable(textOf(words))",
    planted: "textOf(words)",
    tests: REFUSALS,
  },
  {
    name: "a broker's words are those of an earlier refusal",
    file: "src/mqtt/version-5/publish-terms.ts",
    original: "  if (REASON_STRINGS) forgetBrokerReason(client);\n",
    planted: "",
    tests: REFUSALS,
  },
  {
    name: "a SUBACK has the words of another answer",
    file: "src/mqtt/received-packet.ts",
    original: "noteBrokerReason(client, 0, bytes, body + 2, codes);",
    planted: "{}",
    tests: REFUSALS,
  },
];
