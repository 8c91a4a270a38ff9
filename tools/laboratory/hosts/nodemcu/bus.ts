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

export function createBus(world: { i2c: I2cBus | AddressedBus }): Answers {
  let address = 0;
  let isReading = false;
  let isAcknowledged = false;
  let outgoing = "";
  /** What a read ahead gave; `undefined` when the part is read once the count is known. */
  let incoming: string | undefined;

  /** A write reaches the part when it ends: at a stop or at the next start. */
  function finish(): undefined {
    if (isAcknowledged && !isReading && outgoing !== "") world.i2c.write(address, outgoing);
    isAcknowledged = false;
    outgoing = "";
    incoming = undefined;
    return undefined;
  }

  function isAddressAcknowledged(): boolean {
    const { i2c } = world;
    if ("acknowledges" in i2c) return i2c.acknowledges(address, isReading);
    if (!isReading) return i2c.write(address, "");
    incoming = i2c.read(address, READ_AHEAD_BYTES);
    return incoming !== undefined;
  }

  return {
    busStart: finish,
    busStop: finish,
    busAddress: (addressAndDirection) => {
      address = Math.floor(addressAndDirection / 2);
      isReading = addressAndDirection % 2 === 1;
      outgoing = "";
      isAcknowledged = isAddressAcknowledged();
      return isAcknowledged ? 1 : 0;
    },
    busWrite: (_, bytes) => {
      if (!isAcknowledged || isReading) return 0;
      outgoing += bytes;
      return bytes.length;
    },
    busRead: (count) => {
      const idle = "\xff".repeat(count);
      if (!isAcknowledged || !isReading) return idle;
      incoming ??= world.i2c.read(address, count) ?? "";
      const bytes = (incoming + idle).substring(0, count);
      incoming = incoming.substring(count);
      return bytes;
    },
  };
}
