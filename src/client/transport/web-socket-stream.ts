// A connection over WebSocket as a stream of byte strings (MQTT 3.1.1 and 5.0, 6): packets go in binary
// frames, whose borders mean nothing.
import { arrayOf, bytesOf } from "../text.ts";
import type { Stream, StreamEvents } from "./stream.ts";
import type { WebSocketLike } from "./web-socket.ts";

/** Milliseconds between looks whether all has left: a WebSocket does not tell. */
const LOOK_MS = 10;

/** The longest frame: of longer ones Node's WebSocket tells only when all has left. */
const FRAME_BYTES = 65_536;

export class WebSocketStream implements Stream {
  private readonly socket: WebSocketLike;
  private readonly events: StreamEvents;
  private gathered = "";
  private isOpen = false;
  private isListening = true;
  private isLooking = false;
  private reason = "";

  constructor(socket: WebSocketLike, events: StreamEvents) {
    this.socket = socket;
    this.events = events;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.opened();
    socket.onmessage = ({ data }) => this.received(data);
    socket.onclose = () => this.closed();
  }

  /** The bytes of one turn leave in one frame, or in several where they are many. */
  write(bytes: string): void {
    if (!this.isListening || bytes === "") return;
    if (this.gathered === "") queueMicrotask(() => this.leave());
    this.gathered += bytes;
  }

  close(): void {
    this.leave();
    this.drop();
  }

  /** A WebSocket has no reset: bytes that were handed to it still leave. */
  drop(): void {
    this.gathered = "";
    this.isListening = false;
    this.socket.close();
  }

  private leave(): void {
    if (this.gathered === "" || !this.isOpen) return;
    const bytes = this.gathered;
    this.gathered = "";
    for (let at = 0; at < bytes.length; at += FRAME_BYTES)
      this.socket.send(arrayOf(bytes.slice(at, at + FRAME_BYTES)));
    this.lookLater(0);
  }

  /** `before`: the bytes that waited at the last look. */
  private lookLater(ms: number, before = 0): void {
    if (this.isLooking) return;
    this.isLooking = true;
    setTimeout(() => {
      this.isLooking = false;
      if (!this.isListening) return;
      const { bufferedAmount } = this.socket;
      if (bufferedAmount === 0 && this.gathered === "") {
        this.events.drained();
        return;
      }
      this.lookLater(LOOK_MS, bufferedAmount);
      if (bufferedAmount < before) this.events.progressed?.();
    }, ms);
  }

  private opened(): void {
    this.isOpen = true;
    if (this.isListening) this.events.opened();
  }

  private received(data: unknown): void {
    if (!this.isListening) return;
    if (data instanceof ArrayBuffer) this.events.received(bytesOf(new Uint8Array(data)));
    else {
      // [MQTT-6.0.0-1]
      this.reason = "broker sent text over WebSocket, where MQTT is bytes";
      this.isOpen = false;
      this.socket.close();
    }
  }

  private closed(): void {
    const hasOpened = this.isOpen;
    this.isOpen = false;
    if (!this.isListening) return;
    this.isListening = false;
    this.events.closed(
      this.reason || (hasOpened ? "closed by the peer" : "no WebSocket for MQTT opened at this address"),
    );
  }
}
