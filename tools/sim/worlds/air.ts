// The air around a device in virtual time: networks of others, its own access point, and phones that call it there.
import type { Stream, StreamEvents } from "../../../src/client/transport/stream.ts";
import type { Air, FoundNetwork, TakeCall, World } from "../../../src/platform/node/world.ts";

/** Bytes are under way for so long, each way. */
const AWAY_MS = 5;

/** One of two ends. What it writes arrives at the other one; `takes` is asked whether that one still takes bytes. */
class End implements Stream {
  isOver = false;
  other: End | undefined = undefined;

  constructor(
    private readonly timers: Pick<World, "after">,
    readonly events: StreamEvents,
    private readonly takes: () => boolean = () => true,
  ) {}

  write(bytes: string): void {
    const { other } = this;
    this.later(() => {
      if (other === undefined || other.isOver || !other.takes()) return;
      other.events.received(bytes);
      if (!this.isOver) this.events.drained();
    });
  }

  close(): void {
    this.endWith("closed");
  }

  /** Its other end hears of it as of a reset. */
  drop(): void {
    this.endWith("connection reset");
  }

  private endWith(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    const { other } = this;
    this.later(() => {
      if (other === undefined || other.isOver) return;
      other.isOver = true;
      other.events.closed(reason);
    });
  }

  private later(then: () => void): void {
    this.timers.after(AWAY_MS, then);
  }
}

export class SimulatedAir implements Air {
  /** The device's own network, while it is open. */
  accessPoint: { name: string; password: string } | undefined = undefined;
  /** Phones are in the network that the device joins: they reach it without its own. */
  isHome = false;
  private readonly ports = new Map<number, (take: TakeCall) => void>();

  constructor(
    private readonly timers: Pick<World, "after">,
    private readonly found: readonly FoundNetwork[] = [],
  ) {}

  networks(): readonly FoundNetwork[] {
    return this.found;
  }

  open(name: string, password: string): void {
    this.accessPoint = { name, password };
  }

  close(): void {
    this.accessPoint = undefined;
  }

  listen(port: number, called: (take: TakeCall) => void): () => void {
    this.ports.set(port, called);
    return () => void (this.ports.get(port) === called && this.ports.delete(port));
  }

  /** A phone calls a port. `takes`: does it still take what comes? */
  call(port: number, events: StreamEvents, takes?: () => boolean): Stream {
    const phone = new End(this.timers, events, takes);
    this.timers.after(AWAY_MS, () => {
      const called = this.accessPoint === undefined && !this.isHome ? undefined : this.ports.get(port);
      if (phone.isOver) return;
      if (called === undefined) {
        phone.isOver = true;
        events.closed("connection refused");
        return;
      }
      events.opened();
      called((taken) => {
        const device = new End(this.timers, taken);
        [device.other, phone.other] = [phone, device];
        return device;
      });
    });
    return phone;
  }
}
