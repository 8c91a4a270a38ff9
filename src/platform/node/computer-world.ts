// The computer as the world of one client: its connections are sockets.
import type { SecureContext } from "node:tls";
import { ProgramWorld } from "./client-world.ts";
import { RealStream } from "./real-stream.ts";
import type { Destination, Stream, StreamEvents } from "./world.ts";

export class ComputerWorld extends ProgramWorld {
  private readonly context: SecureContext | undefined;

  /** `context`: whom TLS trusts, and who this is; what Node has, where there is none. */
  constructor(context: SecureContext | undefined, log: ((line: string) => void) | undefined) {
    super(log);
    this.context = context;
  }

  protected override open(to: Destination, events: StreamEvents): Stream {
    return new RealStream(to, this.context, events, nothing);
  }
}

function nothing(): void {}
