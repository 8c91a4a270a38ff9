// A broker that means well, in the device language: it answers each packet of a
// client at once, and as it should.
import {
  AUTH,
  CONNECT,
  PINGREQ,
  PUBLISH,
  PUBREC,
  PUBREL,
  SUBSCRIBE,
  UNSUBSCRIBE,
} from "../../../sim/broker/packet-type.ts";

/** Where the packet at `at` ends; none of a client under torture has a length of more than two bytes. */
export function endOfPacket(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at + 1);
  return first > 127 ? at + 3 + first - 128 + bytes.charCodeAt(at + 2) * 128 : at + 2 + first;
}

/** CONNACK in 5.0, with two topic aliases. */
const GREETING_5 = "\x22\0\x02";

/** What a client speaks: MQTT 5.0, and its method as a property. */
export interface Spoken {
  is5: boolean;
  /** "" where it authenticates by none. */
  method: string;
}

/**
 * The answer to the packet from `at` to `end`; "" when it asks for none. `present`: the broker has kept the
 * session.
 */
export function answerTo(bytes: string, at: number, end: number, present: boolean, spoken: Spoken): string {
  const { is5, method } = spoken;
  const header = bytes.charCodeAt(at);
  const type = header >> 4;
  const qos = (header >> 1) & 3;
  const body = at + (bytes.charCodeAt(at + 1) > 127 ? 3 : 2);
  if (type === CONNECT) {
    const codes = (present ? "\x01" : "\0") + "\0";
    return "\x20" + counted(is5 ? codes + counted(GREETING_5 + method) : codes);
  }
  if (type === AUTH) return "\xf0" + counted("\0" + counted(method));
  if (type === PUBLISH && qos > 0) {
    const behindTopic = behindText(bytes, body);
    return (qos === 1 ? "\x40\x02" : "\x50\x02") + bytes.substring(behindTopic, behindTopic + 2);
  }
  const id = bytes.substring(body, Math.min(body + 2, end));
  if (type === PUBREC) return "\x62\x02" + id;
  if (type === PUBREL) return "\x70\x02" + id;
  if (type === SUBSCRIBE) {
    // Both packets of 5.0 have properties, of which there are none.
    const codes = is5 ? "\0" + grants(bytes, body + 3, end) : grants(bytes, body + 2, end);
    return "\x90" + String.fromCharCode(2 + codes.length) + id + codes;
  }
  if (type === UNSUBSCRIBE) return is5 ? "\xb0\x04" + id + "\0\0" : "\xb0\x02" + id;
  return type === PINGREQ ? "\xd0\x00" : "";
}

/** Few bytes, behind their number. */
function counted(bytes: string): string {
  return String.fromCharCode(bytes.length) + bytes;
}

/** QoS 1 for each filter. */
function grants(bytes: string, from: number, end: number): string {
  let codes = "";
  for (let at = from; at < end; at = behindText(bytes, at) + 1) codes = codes + "\x01";
  return codes;
}

function behindText(bytes: string, at: number): number {
  return at + 2 + bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}
