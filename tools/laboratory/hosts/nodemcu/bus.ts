// The chip's I2C bus, byte by byte, over a world's bus that knows whole transfers only.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { Answers } from "./operations.ts";

/**
 * A bus that can say whether a transfer would be acknowledged before its bytes are known. Without this, an
 * address for writing is tried as a write of no bytes, and an address for reading as a read of
 * `READ_AHEAD_BYTES`.
 */
export interface AddressedBus extends I2cBus {
  acknowledges: (address: number, reading: boolean) => boolean;
}

/** What is read before the program has said how much it wants. */
const READ_AHEAD_BYTES = 32;

export function createBus(world: BusWorld): Answers {
  const bus = new Bus(world);
  return {
    busStart: () => bus.finish(),
    busStop: () => bus.finish(),
    busAddress: (addressAndDirection) =>
      bus.address(Math.floor(addressAndDirection / 2), addressAndDirection % 2 === 1) ? 1 : 0,
    busWrite: (_, bytes) => bus.write(bytes),
    busRead: (count) => bus.read(count),
  };
}

interface BusWorld {
  i2c: I2cBus | AddressedBus;
}

/** The transfer that is under way. */
class Bus {
  private to = 0;
  private isReading = false;
  private isAcknowledged = false;
  private outgoing = "";
  /** What a read ahead gave; `undefined` when the part is read once the count is known. */
  private incoming: string | undefined;

  constructor(private readonly world: BusWorld) {}

  /** A write reaches the part when it ends: at a stop or at the next start. */
  finish(): undefined {
    if (this.isAcknowledged && !this.isReading && this.outgoing !== "")
      this.world.i2c.write(this.to, this.outgoing);
    this.isAcknowledged = false;
    this.outgoing = "";
    this.incoming = undefined;
    return undefined;
  }

  /** Is it acknowledged? */
  address(to: number, isReading: boolean): boolean {
    this.to = to;
    this.isReading = isReading;
    this.outgoing = "";
    this.isAcknowledged = this.callAddress();
    return this.isAcknowledged;
  }

  private callAddress(): boolean {
    const { i2c } = this.world;
    if ("acknowledges" in i2c) return i2c.acknowledges(this.to, this.isReading);
    if (!this.isReading) return i2c.write(this.to, "");
    this.incoming = i2c.read(this.to, READ_AHEAD_BYTES);
    return this.incoming !== undefined;
  }

  /** Returns how many bytes are acknowledged. */
  write(bytes: string): number {
    if (!this.isAcknowledged || this.isReading) return 0;
    this.outgoing += bytes;
    return bytes.length;
  }

  read(count: number): string {
    const idle = "\xff".repeat(count);
    if (!this.isAcknowledged || !this.isReading) return idle;
    this.incoming ??= this.world.i2c.read(this.to, count) ?? "";
    const bytes = (this.incoming + idle).substring(0, count);
    this.incoming = this.incoming.substring(count);
    return bytes;
  }
}
