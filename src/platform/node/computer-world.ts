// The computer as the world of one client: real time, real sockets, and chance that no other program has.
import { performance } from "node:perf_hooks";
import type { SecureContext } from "node:tls";
import { RealStream } from "./real-stream.ts";
import type { ClientWorld, Destination, Stream, StreamEvents } from "./world.ts";

/** Thousands are in one process: what each has of its own is small. */
export class ComputerWorld implements ClientWorld {
  private readonly context: SecureContext | undefined;
  private readonly write: ((line: string) => void) | undefined;
  private hasConnected = false;

  /** `context`: whom TLS trusts, and who this is; what Node has, where there is none. `log`: told each line of the client's log. */
  constructor(context: SecureContext | undefined, log: ((line: string) => void) | undefined) {
    this.context = context;
    this.write = log;
  }

  now(): number {
    return Math.floor(performance.now());
  }

  after(ms: number, then: () => void): () => void {
    const timeout = setTimeout(then, ms);
    return () => clearTimeout(timeout);
  }

  networkIsUp(): boolean {
    return true;
  }

  /** A computer's network is there as far as anybody knows: who cannot connect is told so. */
  watchNetwork(): () => void {
    return nothing;
  }

  connect(to: Destination, events: StreamEvents): Stream {
    this.hasConnected = true;
    return new RealStream(to, this.context, events, nothing);
  }

  /** The first attempt waits for nobody; programs that lose a broker together do not come back together. */
  random(below: number): number {
    return this.hasConnected ? Math.floor(Math.random() * below) : 0;
  }

  log(line: string): void {
    this.write?.(line);
  }
}

function nothing(): void {}
