// A broker of any kind, as a proof may use it.

/** A broker that can be taken away and come back. */
export interface TestBroker {
  /** On 127.0.0.1; the same after each start. */
  port: number;
  /** Orderly end; it may be started again. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  /** Ends it for good. */
  end: () => Promise<void>;
}
