// A serial link as bytes, the same for a terminal's port and a page's: what an uploader and a monitor are
// written against.

/**
 * DTR and RTS. On ESP boards with the usual two transistors they hold the chip in reset, or in its boot
 * loader.
 */
export interface Signals {
  dataTerminalReady: boolean;
  requestToSend: boolean;
}

/**
 * An open port that has one owner. Bytes are byte strings: every character is one byte (0 to 255).
 */
export interface BytePort {
  /** Its name for people: "/dev/ttyUSB0", "CP2102". */
  readonly name: string;
  /**
   * Resolves when the operating system has taken the bytes. Rejects with a FlashError of kind "lost" when the
   * port is gone.
   */
  write(bytes: string): Promise<void>;
  /** Sets the receiver of arriving bytes, in their order and pieces; nothing is kept for a later one. */
  listen(take: (bytes: string) => void): void;
  /** Called once when the port goes away by itself; at once when it is gone already. */
  whenLost(tell: (why: string) => void): void;
  /** Changes the lines; a link without lines (a pseudo-terminal) does nothing. */
  setSignals(signals: Signals): Promise<void>;
  /** Releases the port. A second call does nothing. */
  close(): Promise<void>;
}
