// The UART port: bytes on two lines, one for each direction, without a clock: 8 data bits, no parity, 1 stop
// bit.
import type { Pin } from "./pins.ts";

/**
 * What comes is kept in a buffer until it is taken. When more comes, the oldest bytes go: a driver wants to
 * know how things are now, and a frame that has lost its beginning is found to be none.
 */
export interface Uart {
  /**
   * Sets the next of the chip's UARTs up on these lines, at so many bits a second: the device sends on `tx`,
   * where there is one, and hears on `rx`. Returns its number, from 0. Called once for each part; the build
   * has counted them. `keep`: how many bytes the buffer has, 256 or more; more is for parts that speak in
   * lines of text, each of which may come when it is whole.
   */
  setUp: (tx: Pin | undefined, rx: Pin, baud: number, keep: number) => number;
  /**
   * Sends the bytes. May block for as long as they take on the line: about 1 ms a byte at 9600 bits a second.
   */
  write: (uart: number, bytes: string) => void;
  /** What has come since it was last called, at most `keep` bytes; "" when nothing has. */
  take: (uart: number) => string;
}
