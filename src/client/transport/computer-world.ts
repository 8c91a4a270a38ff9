// The computer as the world of one client: its connections are sockets.
import type { SecureContext } from "node:tls";
import type { Endpoint } from "../../ports/network.ts";
import { ProgramWorld } from "./program-world.ts";
import { RealStream } from "./real-stream.ts";
import type { Stream, StreamEvents } from "./stream.ts";

export class ComputerWorld extends ProgramWorld {
  private readonly context: SecureContext | undefined;

  /** `context`: the authorities that TLS trusts, and the client's certificate; Node's own without one. */
  constructor(context: SecureContext | undefined, log: ((line: string) => void) | undefined) {
    super(log);
    this.context = context;
  }

  protected override open(to: Endpoint, events: StreamEvents): Stream {
    return new RealStream(to, this.context, events, nothing);
  }
}

function nothing(): void {}
