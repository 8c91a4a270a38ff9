// The first byte of each packet: its type, and the flags that it always has (MQTT 3.1.1, 2.2.1 and 2.2.2).

export const CONNACK = 0x20;
/** At QoS 0; DUP, QoS and RETAIN are added to it. */
export const PUBLISH = 0x30;
export const PUBACK = 0x40;
export const PUBREC = 0x50;
export const PUBREL = 0x62;
export const PUBCOMP = 0x70;
export const SUBACK = 0x90;
export const UNSUBACK = 0xb0;
export const PINGRESP = 0xd0;

/**
 * First bytes of packets from a broker to a connected client, PUBLISH aside; and of packets that may not come
 * then.
 */
const BY_BROKERS = "\x40\x50\x62\x70\x90\xb0\xd0";
const OUT_OF_PLACE = "\x10\x20\x82\xa2\xc0\xe0";

/** May a broker send this to a client that is connected? @cold */
export function isByBrokers(header: number): boolean {
  return BY_BROKERS.indexOf(String.fromCharCode(header)) >= 0;
}

/** Is it the first byte of any packet at all? @cold */
export function isPacket(header: number): boolean {
  return (
    isByBrokers(header) ||
    OUT_OF_PLACE.indexOf(String.fromCharCode(header)) >= 0 ||
    (header >= PUBLISH && header < PUBACK)
  );
}
