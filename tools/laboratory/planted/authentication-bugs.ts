// Bugs that authentication and server references invite: a proof that is not looked at, a way in a circle.
import type { PlantedBug } from "./bugs.ts";

const AUTHENTICATION = "test/mqtt/version-5/authentication.test.ts";
const SCRAM = "src/platform/node/scram-exchange.ts";
const OF_DEVICES = "test/runtime/server-references.test.ts";
const REFERENCES = "test/platform/node-client-references.test.ts";
const AUTHENTICATING = "src/mqtt/version-5/authenticating.ts";

export const AUTHENTICATION_BUGS: readonly PlantedBug[] = [
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
    name: "a device follows server references without the option",
    file: "src/runtime/start.ts",
    original: "declaration.followServerReference === true ? isPlace : noPlace",
    planted: "isPlace",
    tests: OF_DEVICES,
  },
  {
    name: "server references send a device in a circle",
    file: "src/mqtt/version-5/server-references.ts",
    original: "const MOST_HOPS = 3;",
    planted: "const MOST_HOPS = 300;",
    tests: OF_DEVICES,
  },
  {
    name: "a device goes to a place that only looks like one",
    file: "src/mqtt/version-5/server-references.ts",
    original: "if (code <= 32 || code > 126) return false;",
    planted: "if (code <= 32) return false;",
    tests: OF_DEVICES,
  },
  {
    name: "a client follows a reference without any place",
    file: "src/mqtt/version-5/server-references.ts",
    original: 'firstPlace(references, client.protocol.reference) !== ""',
    planted: 'client.protocol.reference !== ""',
    tests: REFERENCES,
  },
  {
    name: "a place that does not answer is tried again and again",
    file: "src/mqtt/connection.ts",
    original: `if (MQTT5) setReasonCode(client, 0);
    if (MQTT5 && SERVER_REFERENCES) setReference(client, "");`,
    planted: "",
    tests: OF_DEVICES,
  },
  {
    name: "connections that lasted count as a circle",
    file: "src/mqtt/version-5/server-references.ts",
    original: "return hasLasted ? 0 : references.hops;",
    planted: "return hasLasted ? references.hops : references.hops;",
    tests: OF_DEVICES,
  },
  {
    name: "a client never comes back from the broker that it was sent to",
    file: "src/mqtt/version-5/server-references.ts",
    original: "if (!wasThere || !references.isForGood)",
    planted: "if (!wasThere)",
    tests: REFERENCES,
  },
];
