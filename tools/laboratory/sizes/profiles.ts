// Profiles of MQTT that a device can have, from the least to all: the same firmware,
// built with the features of each.

export interface Profile {
  name: string;
  /** Features beside those that the device asks for itself, as `--with` names them. */
  with: readonly string[];
}

const ALL_OF_BOTH = [
  "qos1",
  "qos2",
  "overflow-oldest",
  "overflow-thin",
  "overflow-latest",
  "priorities",
  "deadlines",
  "persistent-session",
  "brokers",
  "parts",
  "wildcards",
  "unsubscribes",
  "wide-window",
  "arrivals",
  "late-answers",
];

/** What a value needs that goes out at QoS 0 or 1, under an alias, and expires. */
const TELEMETRY_5 = ["mqtt5", "deadlines"];

const ALL_OF_5 = [
  ...ALL_OF_BOTH,
  ...TELEMETRY_5,
  "either-version",
  "user-properties",
  "server-references",
  "received-aliases",
  "subscription-identifiers",
  "reason-strings",
  "unknown-releases",
  "replies",
];

export const PROFILES: readonly Profile[] = [
  { name: "3.1.1, QoS 0 and 1", with: [] },
  { name: "3.1.1, all", with: ALL_OF_BOTH },
  { name: "5.0, telemetry", with: TELEMETRY_5 },
  { name: "5.0, all", with: [...new Set(ALL_OF_5)] },
];

/** Is this a feature of MQTT 5.0, so that it is weighed in an image that has 5.0? */
export function isOf5(feature: string): boolean {
  return ALL_OF_5.includes(feature) && !ALL_OF_BOTH.includes(feature) && feature !== "mqtt5";
}
