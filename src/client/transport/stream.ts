// A connection to a broker, as its opener sees it: a socket, a WebSocket or a model. All data are byte
// strings (each character 0 to 255).

/** Events of a stream for the host that opened it. After `closed` nothing follows. */
export interface StreamEvents {
  opened: () => void;
  received: (bytes: string) => void;
  /** Everything written so far has left. */
  drained: () => void;
  /** Some of it has; for streams that take more at once than a slow link carries in seconds. */
  progressed?: () => void;
  /** The peer or the network ended it, or it never opened. `reason` is in words. */
  closed: (reason: string) => void;
}

/**
 * The host's end of one stream. No event comes from inside a call: each comes in a later turn of the world.
 */
export interface Stream {
  write: (bytes: string) => void;
  /** The same with `rest` after it, without a copy; for streams that write arrays of bytes as they are. */
  writeBytes?: (bytes: string, rest: Uint8Array) => void;
  /** Orderly end by the device: bytes that were written before still leave; no event follows. */
  close: () => void;
  /**
   * Power cut: bytes that have not left yet are lost, the peer is not told (a real socket is reset); no event
   * follows.
   */
  drop: () => void;
}
