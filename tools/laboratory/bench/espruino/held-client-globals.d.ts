// Globals of the client that runs by itself. Espruino has the first two without the `$`: Node has them as
// well, with other types, and the bench takes the `$` off.

declare function $setTimeout(this: void, then: () => void, ms: number): number;
declare function $clearTimeout(this: void, id: number): void;
/** 31 bits of the clock's milliseconds. */
declare function $now(this: void): number;
/** As `Math.random`. */
declare function $random(this: void): number;

/** The bench's socket. */
declare const $socket: {
  on(event: "data", listener: (bytes: string) => void): void;
  on(event: "drain" | "close", listener: () => void): void;
  removeAllListeners(): void;
  write(bytes: string): void;
  end(): void;
};
/** The application's own: takes a message. */
declare function $heard(this: void, payload: string): void;
/** Publishes at QoS 1. */
declare let $publish: (this: void, payload: string) => void;
