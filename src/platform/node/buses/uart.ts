// The UARTs of a device in Node, on the pins of its circuit.
import { heardAlso } from "../../../bytes/heard.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Uart } from "../../../ports/uart.ts";
import type { Circuit } from "../world.ts";

interface Line {
  tx: Pin | undefined;
  baud: number;
  /** What has come and was not taken yet. */
  heard: string;
  end: () => void;
}

export class NodeUart implements Uart {
  private readonly lines: Line[] = [];

  constructor(private readonly circuit: Circuit) {}

  /** Listens from now on. */
  setUp(tx: Pin | undefined, rx: Pin, baud: number, keep: number): number {
    const line: Line = { tx, baud, heard: "", end: () => {} };
    line.end = this.circuit.listen(rx, baud, (bytes) => {
      line.heard = heardAlso(line.heard, bytes, keep);
    });
    return this.lines.push(line) - 1;
  }

  write(uart: number, bytes: string): void {
    const { tx, baud } = this.line(uart);
    if (tx !== undefined) this.circuit.sent(tx, bytes, baud);
  }

  take(uart: number): string {
    const line = this.line(uart);
    const { heard } = line;
    line.heard = "";
    return heard;
  }

  /** Hears nothing of the circuit any more. */
  end(): void {
    for (const line of this.lines) line.end();
  }

  private line(uart: number): Line {
    const line = this.lines[uart];
    if (line === undefined)
      throw new Error(`The UART ${uart} was not set up: a driver calls uart.setUp as it begins.`);
    return line;
  }
}
