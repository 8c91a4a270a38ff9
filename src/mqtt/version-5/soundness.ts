// What a client finds of a packet, by the reason code that it answers with in DISCONNECT (MQTT 5.0, 4.13.1).

/** As the standard wants it; */
export const SOUND = 0;
/** bytes that are no packet of its type; */
export const MALFORMED = 0x81;
/** a packet that may not be, or not now; */
export const PROTOCOL_ERROR = 0x82;
/** a topic name with a wildcard; */
export const TOPIC_NAME_INVALID = 0x90;
/** a topic alias that there cannot be. */
export const TOPIC_ALIAS_INVALID = 0x94;

export type Soundness =
  | typeof SOUND
  | typeof MALFORMED
  | typeof PROTOCOL_ERROR
  | typeof TOPIC_NAME_INVALID
  | typeof TOPIC_ALIAS_INVALID;
