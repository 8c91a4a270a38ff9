// One TCP stream of the chip: received data arrive in network buffers, and sent data are acknowledged later.

import type { Stream, StreamEvents } from "../../../../src/client/transport/stream.ts";
import type { Destination, TakeCall } from "../../../../src/platform/node/world.ts";
import { CHIP_WAYS } from "./chips.ts";
import type { Life } from "./life.ts";
import { acknowledgedFirst, buffersOf } from "./segments.ts";
import { endNumber } from "./socket-errors.ts";

export interface SocketOptions {
  /** Names that no server knows. */
  unknownHosts: readonly string[];
  /** One buffer in so many is cut short; 0 cuts none. */
  splitOdds: number;
  /** lwIP gives up a connection that nobody has answered for so long. */
  connectMs: number;
}

/** What the sockets of one life share. */
export interface SocketTable {
  life: Life;
  options: SocketOptions;
  /** Those that the firmware holds, by the numbers that the Lua side gave them. */
  held: Map<number, Socket>;
}

/** Between two acknowledgements of the same write. */
const NEXT_ACKNOWLEDGEMENT_MS = 1;

export class Socket {
  private readonly id: number;
  private readonly table: SocketTable;
  private readonly isSecure: boolean;
  private stream: Stream | undefined = undefined;
  private wasOpened = false;
  private hasEnded = false;
  /** When the program asked for it, and whether it has asked for its end since, in vain. */
  private readonly begunAt: number;
  isUnwanted = false;
  private isHeld = false;
  /** Buffers that have arrived and that nobody has been called with. */
  private readonly arrived: string[] = [];
  /** Why the stream ended, once it has. */
  private ended: string | undefined = undefined;
  /** Bytes written since everything written had left. */
  private leaving = 0;

  constructor(table: SocketTable, id: number, isSecure: boolean) {
    this.table = table;
    this.id = id;
    this.isSecure = isSecure;
    this.begunAt = table.life.world.now();
  }

  open(endpoint: Destination): void {
    const { life, options } = this.table;
    const { id } = this;
    if (Number.isFinite(options.connectMs)) life.after(options.connectMs, () => this.giveUp());
    if (options.unknownHosts.includes(endpoint.host)) {
      life.after(0, () => life.emit({ kind: "resolved", id }));
      return;
    }
    this.stream = life.world.connect(
      endpoint,
      this.eventsOf(() => this.opened(endpoint.host)),
    );
  }

  /** One that somebody else has opened. */
  accept(take: TakeCall): void {
    this.wasOpened = true;
    this.stream = take(this.eventsOf(() => {}));
  }

  private eventsOf(opened: () => void): StreamEvents {
    const { life, options } = this.table;
    return {
      opened,
      received: (bytes) => {
        this.arrived.push(...buffersOf(bytes, life.draws, options.splitOdds));
        this.handOver();
      },
      drained: () => this.drained(),
      closed: (reason) => {
        this.ended = reason;
        this.handOver();
      },
    };
  }

  send(bytes: string): void {
    if (this.stream === undefined) return;
    this.leaving += bytes.length;
    this.stream.write(bytes);
  }

  /** False: the chip does not close it now. */
  close(): boolean {
    const { life, held } = this.table;
    const { id } = this;
    if (this.isBeingOpened()) {
      this.isUnwanted = true;
      return false;
    }
    held.delete(id);
    this.stream?.close();
    if (this.isSecure) life.after(0, () => life.emit({ kind: "ended", id, number: 0 }));
    return true;
  }

  /** The chip's power goes. */
  drop(): void {
    this.stream?.drop();
  }

  /** Nothing that arrives is handed over. */
  hold(): void {
    this.isHeld = true;
  }

  unhold(): void {
    this.isHeld = false;
    this.table.life.after(0, () => this.handOver());
  }

  /** And so it may not be closed, once its name is an address. */
  private isBeingOpened(): boolean {
    const { chip, world } = this.table.life;
    return CHIP_WAYS[chip].opensToTheEnd && !this.wasOpened && !this.hasEnded && world.now() > this.begunAt;
  }

  private isAlive(): boolean {
    const { held, life } = this.table;
    return held.get(this.id) === this && !life.isOver();
  }

  /** Of a connection that nobody has answered. */
  private giveUp(): void {
    if (!this.isAlive() || this.wasOpened || this.hasEnded) return;
    this.stream?.drop();
    this.stream = undefined;
    this.end("connection timed out");
  }

  private opened(host: string): void {
    const { life } = this.table;
    this.wasOpened = true;
    life.emit({ kind: "resolved", id: this.id, bytes: host });
    life.emit({ kind: "opened", id: this.id });
  }

  /** One call of the program for each buffer, then the end. */
  private handOver(): void {
    const { life } = this.table;
    while (this.isAlive() && !this.isHeld && this.arrived.length > 0) {
      life.emit({ kind: "received", id: this.id, bytes: this.arrived.shift() as string });
    }
    if (this.ended === undefined || this.isHeld || !this.isAlive()) return;
    const reason = this.ended;
    this.ended = undefined;
    this.stream = undefined;
    this.end(reason);
  }

  private end(reason: string): void {
    const { life, held } = this.table;
    const { id, wasOpened, isSecure } = this;
    if (!wasOpened && reason === "unknown host") {
      // The firmware goes on to 255.255.255.255, from where nothing ever comes.
      life.emit({ kind: "resolved", id });
      return;
    }
    this.hasEnded = true;
    if (CHIP_WAYS[life.chip].forgetsWhatEnded || this.isUnwanted) held.delete(id);
    life.emit({ kind: "ended", id, number: endNumber(life.chip, reason, { wasOpened, isSecure }) });
  }

  /** What has left is acknowledged at once, or in two parts: then the program hears of it twice. */
  private drained(): void {
    const { life, options } = this.table;
    const bytes = this.leaving;
    this.leaving = 0;
    if (bytes === 0) return;
    const first = acknowledgedFirst(bytes, life.draws, options.splitOdds);
    if (first < bytes) life.after(NEXT_ACKNOWLEDGEMENT_MS, () => this.acknowledge(bytes - first));
    this.acknowledge(first);
  }

  private acknowledge(bytes: number): void {
    if (this.isAlive()) this.table.life.emit({ kind: "acknowledged", id: this.id, number: bytes });
  }
}
