// The computer as the world of one client: its connections are sockets, as `open-stream.ts` has it.
import type { SecureContext } from "node:tls";
import type { Endpoint } from "../../ports/network.ts";
import { openStream } from "./open-stream.ts";
import { ProgramWorld } from "./program-world.ts";
import type { Stream, StreamEvents } from "./stream.ts";

export class ComputerWorld extends ProgramWorld {
  private readonly context: SecureContext | undefined;

  /** `context`: whom TLS trusts, and who this is; what Node has, where there is none. */
  constructor(context: SecureContext | undefined, log: ((line: string) => void) | undefined) {
    super(log);
    this.context = context;
  }

  protected override open(to: Endpoint, events: StreamEvents): Stream {
    return openStream(to, this.context, events);
  }
}
