// Bugs that subscription identifiers invite: one of another subscription, another session, or a lie is believed.
import type { PlantedBug } from "./bugs.ts";

const TESTS = "test/mqtt/version-5/subscription-identifiers.test.ts";
const IDENTIFIERS = "src/mqtt/version-5/subscription-identifiers.ts";
const SUBSCRIPTIONS = "src/mqtt/subscriptions.ts";

export const IDENTIFIER_BUGS: readonly PlantedBug[] = [
  {
    name: "an identifier brings a message to a filter that does not take its topic",
    file: IDENTIFIERS,
    original: "WILDCARDS && matches(filter, topic)",
    planted: "WILDCARDS",
    tests: TESTS,
  },
  {
    name: "identifiers of an earlier program's session are believed",
    file: IDENTIFIERS,
    original: "!goesOn || (isOurs && identifiers.areBelieved)",
    planted: "true",
    tests: TESTS,
  },
  {
    name: "identifiers are believed no more after a reconnect",
    file: IDENTIFIERS,
    original: "!goesOn || (isOurs && identifiers.areBelieved)",
    planted: "!goesOn",
    tests: TESTS,
  },
  {
    name: "one of several identifiers decides",
    file: IDENTIFIERS,
    original: "count === 0 ? variableAt",
    planted: "count >= 0 ? variableAt",
    tests: TESTS,
  },
  {
    name: "a copy for a filter that has ended goes to the others as well",
    file: IDENTIFIERS,
    original: "if (subscription === undefined) return ENDED;",
    planted: "if (subscription === undefined) return undefined;",
    tests: TESTS,
  },
  {
    name: "the identifier of a subscription that has ended finds it",
    file: SUBSCRIPTIONS,
    original: "  if (SUBSCRIPTION_IDENTIFIERS) unidentify(client, subscription);\n",
    planted: "",
    tests: TESTS,
  },
  {
    name: "a new list of subscriptions loses their identifiers",
    file: SUBSCRIPTIONS,
    original: "  if (SUBSCRIPTION_IDENTIFIERS) identify(client, subscription);\n",
    planted:
      "  if (SUBSCRIPTION_IDENTIFIERS && client.subscriptions.ended > 0) identify(client, subscription);\n",
    tests: TESTS,
  },
  {
    name: "a broker that takes no identifiers is given some",
    file: IDENTIFIERS,
    original: "speaks5(client) && client.protocol.terms.takesSubscriptionIdentifiers",
    planted: "speaks5(client)",
    tests: TESTS,
  },
  {
    name: "the first of several SUBACKs ends the wait for the others",
    file: SUBSCRIPTIONS,
    original: "if (client.subscriptions.requestedFilters === 0) subscribeToMore(client);",
    planted: "subscribeToMore(client);",
    tests: TESTS,
  },
];
