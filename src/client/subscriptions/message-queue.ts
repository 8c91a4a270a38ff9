// Messages for a program that reads them one after the other: `for await (const message of
// client.messages("home/#"))`.
import type { NodeMessage } from "./message.ts";

type Result = IteratorResult<NodeMessage, undefined>;

interface Reader {
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/** The end of a queue. */
interface End {
  /** The error for the reader, thrown once. */
  reason?: unknown;
}

const DONE: Result = { done: true, value: undefined };

export class MessageQueue implements AsyncIterableIterator<NodeMessage, undefined> {
  private readonly most: number;
  private readonly passedOver: (message: NodeMessage) => void;
  private readonly left: () => void;
  /** Called once, when the queue has ended. */
  ended = () => {};
  private waiting: NodeMessage[] = [];
  private readers: Reader[] = [];
  private end: End | undefined = undefined;

  /**
   * Holds at most `most` messages: beyond that, the oldest is skipped. `left` is called once, when the reader
   * has had enough.
   */
  constructor(most: number, passedOver: (message: NodeMessage) => void, left: () => void) {
    this.most = most;
    this.passedOver = passedOver;
    this.left = left;
  }

  push(message: NodeMessage): void {
    if (this.end !== undefined) return;
    const reader = this.readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: message });
      return;
    }
    this.waiting.push(message);
    if (this.waiting.length > this.most) this.passedOver(this.waiting.shift() as NodeMessage);
  }

  /** No more messages come. The waiting ones are read first, and then `end` is reported. */
  finish(end: End = {}): void {
    if (this.end !== undefined) return;
    this.end = end;
    this.ended();
    for (const reader of this.readers) this.tellEnd(reader);
    this.readers = [];
  }

  next(): Promise<Result> {
    const value = this.waiting.shift();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    return new Promise((resolve, reject) => {
      if (this.end === undefined) this.readers.push({ resolve, reject });
      else this.tellEnd({ resolve, reject });
    });
  }

  /** The loop was left. */
  return(): Promise<Result> {
    this.waiting = [];
    if (this.end === undefined) this.left();
    this.finish();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private tellEnd({ resolve, reject }: Reader): void {
    const end = this.end;
    this.end = {};
    if (end !== undefined && "reason" in end) reject(end.reason);
    else resolve(DONE);
  }
}
