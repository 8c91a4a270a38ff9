// The UDP port: one socket for datagrams of IPv4, and the names of others.

/**
 * The most bytes of one. Espruino on an ESP8266 has room for 268, 8 of its own among them
 * (libs/network/esp8266/network_esp8266.c:766): of a longer one it sends what lies behind its room (:936,
 * :950), and gives one that comes in two pieces (:857, :877), or not at all (:707).
 */
export const MOST_DATAGRAM = 260;

/**
 * Nothing here blocks or throws. What comes is anybody's: who is told of it checks its length, and by whom it
 * was sent. A datagram may get lost, come twice, late, or before one that was sent earlier; nothing tells.
 */
export interface Udp {
  /**
   * Binds the socket to a port of its own, 1 to 65535, in place of what was bound before. From now on `heard`
   * is called for each datagram that comes there, in a later turn. False: the target could not, as without a
   * network.
   */
  bind: (port: number, heard: (this: void, bytes: string, address: string, port: number) => void) => boolean;
  /**
   * Sends 1 to `MOST_DATAGRAM` bytes from the bound port to an address, which is four numbers
   * ("192.168.1.20"): a name is none, and
   * `resolve` has its address. False: the target did not take them.
   */
  send: (bytes: string, address: string, port: number) => boolean;
  /**
   * Asks for the address of a name, one at a time: Espruino gives the answer of a first question to a second
   * one (esp8266/jswrap_esp8266_network.c:1090). `found` is called in a later turn, with `undefined` where
   * nobody knows it; or never: the caller keeps a deadline.
   */
  resolve: (name: string, found: (this: void, address: string | undefined) => void) => void;
  /** Hears and sends nothing any more. */
  close: () => void;
}
