// The client's verdict on a packet, as the reason code that it answers with in DISCONNECT (MQTT 5.0, 4.13.1).

/** The packet follows the standard. */
export const SOUND = 0;
/** The bytes are no packet of their type. */
export const MALFORMED = 0x81;
/** The packet may not come at all, or not now. */
export const PROTOCOL_ERROR = 0x82;
/** The topic name has a wildcard. */
export const TOPIC_NAME_INVALID = 0x90;
/** The topic alias is not allowed. */
export const TOPIC_ALIAS_INVALID = 0x94;

export type Soundness =
  | typeof SOUND
  | typeof MALFORMED
  | typeof PROTOCOL_ERROR
  | typeof TOPIC_NAME_INVALID
  | typeof TOPIC_ALIAS_INVALID;
