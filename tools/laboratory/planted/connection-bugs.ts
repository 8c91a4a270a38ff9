// Bugs that connecting in MQTT 5.0 invites: limits of the connection before, a version or a session that is another one.
import type { PlantedBug } from "./bugs.ts";

export const CONNECTION_BUGS: readonly PlantedBug[] = [
  {
    name: "a message with subscription identifier 0 is taken",
    file: "src/mqtt/version-5/properties.ts",
    original: "if (identifier === SUBSCRIPTION_IDENTIFIER) return bytes.charCodeAt(at + 1) === 0;",
    planted: "if (identifier === SUBSCRIPTION_IDENTIFIER) return false;",
    tests: "test/mqtt/version-5/packet-soundness.test.ts",
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
    name: "a Maximum Packet Size holds on the next connection",
    file: "src/mqtt/connack.ts",
    original: " || client.protocol.terms.packetBytes !== UNLIMITED",
    planted: "",
    tests: "test/mqtt/version-5/connecting.test.ts",
  },
  {
    name: "a device that has forgotten a message calls its release unknown",
    file: "src/mqtt/qos2-received-ids.ts",
    original: "return most === EVERY_ID && placeOf",
    planted: "return most > 0 && placeOf",
    tests: "test/mqtt/qos2-receiving.test.ts",
  },
];
