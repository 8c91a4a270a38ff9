// The WebSocket that a browser has, and Node from 22 on: as much of it as this client uses.

interface Binary {
  data: unknown;
}

export interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: Binary) => void) | null;
  onclose: (() => void) | null;
  send(bytes: Uint8Array): void;
  close(): void;
}

type WebSocketMaker = new (url: string, protocol: string) => WebSocketLike;

/** Its maker; `undefined` where there is none. */
export function webSocketMaker(): WebSocketMaker | undefined {
  return (globalThis as { WebSocket?: WebSocketMaker }).WebSocket;
}
