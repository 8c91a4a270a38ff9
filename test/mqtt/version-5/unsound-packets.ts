// Packets of MQTT 5.0 that no broker may send, each with the reason code that the standard has for it.
import {
  MALFORMED,
  PROTOCOL_ERROR,
  TOPIC_ALIAS_INVALID,
  TOPIC_NAME_INVALID,
} from "../../../src/mqtt/version-5/soundness.ts";

/** [what is wrong, the packet's bytes after its length, by their first byte; the reason code]. */
export const UNSOUND: readonly (readonly [what: string, header: number, body: string, code: number])[] = [
  ["a type that there is not", 0x00, "", MALFORMED],
  ["a CONNECT, which only clients send", 0x10, "\0\x04MQTT\x05", PROTOCOL_ERROR],
  ["a SUBSCRIBE, which only clients send", 0x82, "\0\x01\0\0\x01a\0", PROTOCOL_ERROR],
  ["a PINGREQ, which only clients send", 0xc0, "", PROTOCOL_ERROR],
  ["a PUBREL with the flags of another [MQTT5-2.1.3-1] [MQTT5-3.6.1-1]", 0x60, "\0\x01", MALFORMED],
  ["a PUBACK with flags [MQTT5-2.1.3-1]", 0x41, "\0\x01", MALFORMED],
  ["an AUTH with flags [MQTT5-2.1.3-1] [MQTT5-3.15.1-1]", 0xf1, "", MALFORMED],

  ["a CONNACK of 3.1.1", 0x20, "\0\0", MALFORMED],
  ["a CONNACK with a reserved flag [MQTT5-3.2.2-1]", 0x20, "\x02\0\0", MALFORMED],
  ["a session present after a refusal [MQTT5-3.2.2-6]", 0x20, "\x01\x87\0", PROTOCOL_ERROR],
  ["a CONNACK with a reason code of SUBACK [MQTT5-3.2.2-8]", 0x20, "\0\x01\0", PROTOCOL_ERROR],
  ["properties that end after the packet", 0x20, "\0\0\x03\x21\0", MALFORMED],
  ["properties that end before the packet", 0x20, "\0\0\x02\x21\0\x05", MALFORMED],
  ["a length of properties with more bytes than it needs [MQTT5-1.5.5-1]", 0x20, "\0\0\x80\0", MALFORMED],
  ["a length of properties without an end", 0x20, "\0\0\xff\xff\xff\xff\x7f", MALFORMED],
  ["a property that there is not", 0x20, "\0\0\x02\x30\0", MALFORMED],
  ["a property of PUBLISH in CONNACK [MQTT5 2.2.2.2]", 0x20, "\0\0\x02\x01\0", MALFORMED],
  ["a number that is cut short", 0x20, "\0\0\x04\x11\0\0\0", MALFORMED],
  ["Receive Maximum twice", 0x20, "\0\0\x06\x21\0\x05\x21\0\x05", PROTOCOL_ERROR],
  ["Receive Maximum 0", 0x20, "\0\0\x03\x21\0\0", PROTOCOL_ERROR],
  ["Maximum Packet Size 0", 0x20, "\0\0\x05\x27\0\0\0\0", PROTOCOL_ERROR],
  ["Maximum QoS 2", 0x20, "\0\0\x02\x24\x02", PROTOCOL_ERROR],
  ["Retain Available 2", 0x20, "\0\0\x02\x25\x02", PROTOCOL_ERROR],
  ["a reason string with NUL [MQTT5-1.5.4-2]", 0x20, "\0\0\x04\x1f\0\x01\0", MALFORMED],
  ["a reason string that is no UTF-8 [MQTT5-1.5.4-1]", 0x20, "\0\0\x04\x1f\0\x01\x80", MALFORMED],
  ["a user property without a value", 0x20, "\0\0\x04\x26\0\x01a", MALFORMED],
  ["a user property with a NUL in its value [MQTT5-1.5.7-1]", 0x20, "\0\0\x07\x26\0\x01a\0\x01\0", MALFORMED],

  ["a PUBLISH at QoS 3 [MQTT5-3.3.1-4]", 0x36, "\0\x01a\0\x01\0", MALFORMED],
  ["a PUBLISH with DUP at QoS 0 [MQTT5-3.3.1-2]", 0x38, "\0\x01a\0", MALFORMED],
  ["a PUBLISH without its properties", 0x30, "\0\x01a", MALFORMED],
  ["a PUBLISH with half of its identifier", 0x32, "\0\x01a\0", MALFORMED],
  ["a PUBLISH with the identifier 0 [MQTT5-2.2.1-4]", 0x32, "\0\x01a\0\0\0", PROTOCOL_ERROR],
  ["a topic that is no UTF-8 [MQTT5-3.3.2-1]", 0x30, "\0\x01\xc0\0", MALFORMED],
  ["a topic with a wildcard [MQTT5-3.3.2-2]", 0x30, "\0\x01+\0", TOPIC_NAME_INVALID],
  ["a topic with a wildcard at its end [MQTT5-3.3.2-2]", 0x30, "\0\x03a/#\0", TOPIC_NAME_INVALID],
  ["no topic and no alias", 0x30, "\0\0\0", PROTOCOL_ERROR],
  ["the alias 0 [MQTT5-3.3.2-8]", 0x30, "\0\x01a\x03\x23\0\0", TOPIC_ALIAS_INVALID],
  ["an alias twice", 0x30, "\0\x01a\x06\x23\0\x01\x23\0\x01", PROTOCOL_ERROR],
  ["the subscription identifier 0", 0x30, "\0\x01a\x02\x0b\0", PROTOCOL_ERROR],
  ["a response topic that is no UTF-8 [MQTT5-3.3.2-13]", 0x30, "\0\x01a\x04\x08\0\x01\x80", MALFORMED],
  ["a content type that is no UTF-8 [MQTT5-3.3.2-19]", 0x30, "\0\x01a\x04\x03\0\x01\x80", MALFORMED],
  ["a will delay in PUBLISH", 0x30, "\0\x01a\x05\x18\0\0\0\x01", MALFORMED],

  ["a PUBACK with half of its identifier", 0x40, "\0", MALFORMED],
  ["a PUBACK with the identifier 0", 0x40, "\0\0", PROTOCOL_ERROR],
  ["a PUBACK with a reason code of PUBREL [MQTT5-3.4.2-1]", 0x40, "\0\x01\x92", PROTOCOL_ERROR],
  ["a PUBREC with a server reference", 0x50, "\0\x01\0\x04\x1c\0\x01a", MALFORMED],
  ["a PUBREC with a reason code of PUBREL [MQTT5-3.5.2-1]", 0x50, "\0\x01\x92", PROTOCOL_ERROR],
  ["a PUBREL with a reason code of PUBACK [MQTT5-3.6.2-1]", 0x62, "\0\x01\x10", PROTOCOL_ERROR],
  ["a PUBCOMP with a reason code of PUBACK [MQTT5-3.7.2-1]", 0x70, "\0\x01\x10", PROTOCOL_ERROR],
  ["a PUBCOMP with two reason strings", 0x70, "\0\x01\0\x08\x1f\0\x01a\x1f\0\x01a", PROTOCOL_ERROR],

  ["a SUBACK without a code", 0x90, "\0\x01\0", MALFORMED],
  ["a SUBACK without properties", 0x90, "\0\x01", MALFORMED],
  ["a SUBACK with the identifier 0", 0x90, "\0\0\0\0", PROTOCOL_ERROR],
  ["a SUBACK with QoS 3 [MQTT5-3.9.3-2]", 0x90, "\0\x01\0\x03", PROTOCOL_ERROR],
  ["an UNSUBACK with a granted QoS [MQTT5-3.11.3-2]", 0xb0, "\0\x01\0\x01", PROTOCOL_ERROR],

  ["a PINGRESP with a body", 0xd0, "\0", MALFORMED],
  ["a DISCONNECT with flags [MQTT5-3.14.1-1]", 0xe1, "", MALFORMED],
  ["a DISCONNECT with a client's reason [MQTT5-3.14.2-1]", 0xe0, "\x04\0", PROTOCOL_ERROR],
  ["a DISCONNECT with a session's expiry [MQTT5-3.14.2-2]", 0xe0, "\0\x05\x11\0\0\0\x01", MALFORMED],
  ["an AUTH without a body (3.15.2.2.2)", 0xf0, "", PROTOCOL_ERROR],
  ["an AUTH without its properties", 0xf0, "\x18", MALFORMED],
  ["an AUTH without a method", 0xf0, "\x18\0", PROTOCOL_ERROR],
  ["an AUTH with a client's reason [MQTT5-3.15.2-1]", 0xf0, "\x19\x04\x15\0\x01a", PROTOCOL_ERROR],
];

/**
 * Of a message to "a", what its sender may not write and brokers pass on (Mosquitto 2.0.11): it would end the
 * connection of all who hear it, and a kept one again and again. [what it has, its properties].
 */
export const PASSED_ON: readonly (readonly [what: string, properties: string])[] = [
  ["a response topic with a wildcard [MQTT5-3.3.2-14]", "\x08\0\x09answers/#"],
  ["a response topic that is a wildcard [MQTT5-3.3.2-14]", "\x08\0\x01+"],
  ["an empty response topic", "\x08\0\0"],
  ["a payload format that there is not", "\x01\x02"],
];
