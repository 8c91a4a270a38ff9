// Topics from somebody else's message that a program may safely request from a broker. In no image.

/**
 * Mosquitto closes the connection of a client that asks for a topic of more than 200 levels; no device has
 * half of them.
 */
const MOST_LEVELS = 100;
const MOST_BYTES = 65_535;

// A broker may close the connection for control characters and for what is no text [MQTT-1.5.3-1]; a wildcard
// asks for more.
const FORBIDDEN = /[+#\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** May a broker be asked for this topic, without a wildcard and without a reason to close the connection? */
export function isAskable(topic: string): boolean {
  return (
    topic !== "" &&
    !FORBIDDEN.test(topic) &&
    topic.split("/").length <= MOST_LEVELS &&
    new TextEncoder().encode(topic).length <= MOST_BYTES
  );
}
