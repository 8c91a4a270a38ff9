// Inspection of a running chip: evaluates Lua, measures the heap, counts instructions.
import type { Answers, HostEvent } from "./operations.ts";
import { CHIP_WENT_DOWN, type Running } from "./running.ts";

export class Inspector {
  private readonly running: () => Running | undefined;
  private result = "";
  private measured = 0;

  constructor(running: () => Running | undefined) {
    this.running = running;
  }

  /** How the Lua side hands over what it found. */
  readonly answers: Answers = {
    result: (_, bytes) => {
      this.result = bytes;
      return undefined;
    },
    measured: (bytes) => {
      this.measured = bytes;
      return undefined;
    },
  };

  /** Runs Lua as if typed at the prompt, and gives its first result as text. */
  evaluate(text: string): string {
    this.inspect({ kind: "evaluate", bytes: text });
    return this.result;
  }

  /** Bytes of Lua heap in use after two full collections, the host's included. */
  heapInUse(): number {
    return this.measure("measure");
  }

  allocatedDuring(action: () => void): number {
    this.measure("measure");
    this.inspect({ kind: "collecting", number: 0 });
    const before = this.measure("count");
    action();
    const after = this.measure("count");
    this.inspect({ kind: "collecting", number: 1 });
    return after - before;
  }

  instructionsDuring(action: () => void): number {
    this.inspect({ kind: "counting", number: 1 });
    action();
    this.inspect({ kind: "counting", number: 0 });
    return this.measured;
  }

  private measure(kind: "measure" | "count"): number {
    this.inspect({ kind });
    return this.measured;
  }

  /** An error in this event belongs to the inspector and restarts nothing. */
  private inspect(event: HostEvent): void {
    const running = this.running();
    if (running === undefined) throw new Error("The chip is off: boot it first.");
    let message: string | undefined;
    try {
      message = running.tell(event);
    } catch (thrown) {
      throw thrown === CHIP_WENT_DOWN ? new Error("The chip went down in the middle of this.") : thrown;
    }
    if (message !== undefined) throw new Error(message);
  }
}
