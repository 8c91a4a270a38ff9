// The queue behind the bridge: here a list in this process, in a company Kafka or RabbitMQ.

export interface Queued {
  vehicle: string;
  payload: string;
}

export interface Queue {
  /** Resolves once it is stored. */
  append: (message: Queued) => Promise<void>;
  /** What was stored from this place on. */
  read: (from: number) => readonly Queued[];
}

export function createQueue(): Queue & { hangs: boolean } {
  const stored: Queued[] = [];
  return {
    /** While it does, what is appended is neither stored nor refused. */
    hangs: false,
    append(message) {
      if (this.hangs) return new Promise(() => {});
      stored.push(message);
      return Promise.resolve();
    },
    read: (from) => stored.slice(from),
  };
}
