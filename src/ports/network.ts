// The network port: joining the network, and one byte stream to one broker.

/** Who the stream goes to. `tls` false is plain TCP. */
export interface Endpoint {
  host: string;
  port: number;
  tls: boolean;
}

/**
 * Nothing here blocks or throws; what happens comes back, always in a later turn, as a call of the runtime:
 * `networkIs`, `opened`, `received`, `drained`, `closed`.
 */
export interface Network {
  /**
   * Before it joins: with an address, mask, gateway and DNS server of the settings, in place of DHCP's. Once, and only
   * in an image that may be given one.
   */
  useAddress: (address: string, mask: string, gateway: string, dns: string) => void;
  /**
   * Begins to join the network (Wi-Fi, with the settings' name and password) and to stay in it. Its router is
   * shown the host name, where the engine takes it for one.
   */
  joinNetwork: (ssid: string, password: string, hostName: string) => void;
  /** The device's own address in it, as "192.168.1.20"; "" where nobody knows it. */
  address: () => string;
  /**
   * Begins to open the one stream. Answered by one `opened`, or by one `closed` with the reason in words,
   * or by nothing at all: the caller keeps a deadline, and ends the attempt with `closeLink`.
   */
  openLink: (endpoint: Endpoint) => void;
  /**
   * Takes bytes for the stream, in order, and returns before they are sent. `drained` is called once when
   * everything taken has left. The caller keeps the bytes outstanding within its own bound.
   */
  writeLink: (bytes: string) => void;
  /**
   * Ends the stream or the attempt. What was taken before still leaves where it can. No event of this stream
   * follows.
   */
  closeLink: () => void;
}
