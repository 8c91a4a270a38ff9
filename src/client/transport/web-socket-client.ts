// A client over WebSocket in one call: "ws://broker:8080/mqtt", or with TLS "wss://broker/mqtt".
import { shown } from "../../arguments/given.ts";
import type { Endpoint } from "../../ports/network.ts";
import { type NodeClient, startNodeClient } from "../client.ts";
import { joinedOptions } from "../joined-options.ts";
import type { NodeClientOptions } from "../options.ts";
import { ProgramWorld } from "./program-world.ts";
import type { Stream, StreamEvents } from "./stream.ts";
import { webSocketMaker } from "./web-socket.ts";
import { WebSocketStream } from "./web-socket-stream.ts";

const SCHEME = /^wss?:\/\//i;
/** [MQTT-6.0.0-3] */
const PROTOCOL = "mqtt";

/** Options of both ways to connect, besides the address. */
export type WebSocketOptions = Partial<NodeClientOptions> & { log?: ((line: string) => void) | undefined };

/** Is it the address of a WebSocket? */
export function isWebSocketAddress(broker: string): boolean {
  return SCHEME.test(broker.trim());
}

/**
 * Starts the client. Throws when the address or an option has a fault, and where there is no WebSocket; the
 * error says which.
 */
export function connectByWebSocket(broker: string, { log, ...options }: WebSocketOptions): NodeClient {
  const url = addressOf(broker);
  if (webSocketMaker() === undefined)
    throw new Error(
      "This Node has no WebSocket; run Node 22 or later, or connect to the broker's mqtt:// or mqtts:// address.",
    );
  const tls = url.protocol === "wss:";
  const world = new WebSocketWorld(`${url.pathname}${url.search}`, log);
  const address = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (tls ? 443 : 80) : Number(url.port),
    tls,
    user: url.username === "" ? undefined : decodeURIComponent(url.username),
    secret: url.password === "" ? undefined : decodeURIComponent(url.password),
  };
  return startNodeClient(world, joinedOptions(address, options));
}

function addressOf(broker: string): URL {
  // Of several it would take the others for the path of the first.
  if (!broker.includes(",") && URL.canParse(broker.trim())) return new URL(broker.trim());
  const hidden = shown(broker.replace(/\/\/.*@/, "//…@"));
  throw new Error(
    `The client cannot connect to ${hidden}: over WebSocket there is one address, such as ws://broker.lan:8080/mqtt or wss://broker.lan/mqtt.`,
  );
}

class WebSocketWorld extends ProgramWorld {
  private readonly path: string;

  constructor(path: string, log: ((line: string) => void) | undefined) {
    super(log);
    this.path = path;
  }

  protected override open({ host, port, tls }: Endpoint, events: StreamEvents): Stream {
    const name = host.includes(":") ? `[${host}]` : host;
    const url = `${tls ? "wss" : "ws"}://${name}:${port}${this.path}`;
    const WebSocket = webSocketMaker();
    if (WebSocket === undefined) throw new Error("The WebSocket of this program is gone.");
    try {
      return new WebSocketStream(new WebSocket(url, PROTOCOL), events);
    } catch (error) {
      // A page that came by https may open no ws://, and is told so in the browser's words.
      this.after(0, () => events.closed((error as Error).message));
      return { write: nothing, close: nothing, drop: nothing };
    }
  }
}

function nothing(): void {}
