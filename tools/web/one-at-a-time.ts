// A connection is answered one request after the other. A client may send thousands in one write
// (pipelining), and each would be held, with its answer, until the first one is answered. No browser does:
// who asks for more before the answer is cut off.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

export class OneAtATime {
  /** Those with a request that is not answered yet. */
  private readonly busy = new WeakSet<Socket>();

  /** Whether a request is to be answered; ends its connection when it is not. */
  admits({ socket }: IncomingMessage, response: ServerResponse): boolean {
    if (this.busy.has(socket)) {
      socket.destroy();
      return false;
    }
    this.busy.add(socket);
    response.once("close", () => this.busy.delete(socket));
    return true;
  }
}
