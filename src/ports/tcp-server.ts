// The TCP server: sockets that others open to the device, by numbers that the program gives them.

/** Calls of the program, each in a later turn than what caused it. */
export interface TcpServerEvents {
  /**
   * Somebody has opened a socket. The answer is its number, 0 or above, or -1: it is closed at once. A number
   * that another socket still has is taken from it: the other one is closed, and no event of it follows.
   */
  opened: (this: void) => number;
  /** Bytes have come in. */
  received: (this: void, socket: number, bytes: string) => void;
  /** All bytes handed to `writeSocket` have left. */
  drained: (this: void, socket: number) => void;
  /** The other end has closed it, or it broke. Its number is free. */
  closed: (this: void, socket: number) => void;
}

/** Nothing here blocks or throws. */
export interface TcpServer {
  /** Accepts sockets on a port from now on. False: the target could not, as without a network. */
  listen: (port: number, events: TcpServerEvents) => boolean;
  /** Takes bytes for a socket, in order. The caller waits for `drained` before it hands over more. */
  writeSocket: (socket: number, bytes: string) => void;
  /** Closes a socket, behind what it has taken. No event of it follows, and its number is free. */
  endSocket: (socket: number) => void;
  /** Accepts none any more, and ends all sockets. */
  closeServer: () => void;
}
