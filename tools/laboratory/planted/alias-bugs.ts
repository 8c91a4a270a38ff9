// Bugs that topic aliases invite: one kept too long, one out of its bounds, a topic of another message.
import type { PlantedBug } from "./bugs.ts";

const PUBLISHING = "test/mqtt/version-5/publishing.test.ts";
const START = "src/mqtt/version-5/publish-start.ts";
const RECEIVED = "test/mqtt/version-5/received-aliases.test.ts";
const ALIASES = "src/mqtt/version-5/received-aliases.ts";

export const ALIAS_BUGS: readonly PlantedBug[] = [
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
    name: "a topic that is too long is kept up to its end",
    file: "src/mqtt/oversize-packet.ts",
    original: "return Math.max(at, bytes.length) < most ? UNDECIDED : most + 1;",
    planted: "return UNDECIDED;",
    tests: "test/mqtt/version-5/messages.test.ts",
  },
];
