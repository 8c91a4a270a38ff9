// A program's client over WebSocket: its addresses, its frames, and what it says where there is no WebSocket.
import { spawn } from "node:child_process";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../src/client/connect.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { connect as connectPage } from "../../src/client/page/client.ts";
import type { WebSocketLike } from "../../src/client/transport/web-socket.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { webSocketBridge } from "./web-socket-bridge.ts";

/** A WebSocket that does nothing by itself. */
class Held implements WebSocketLike {
  static made: Held[] = [];
  binaryType = "blob";
  bufferedAmount = 0;
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  readonly sent: string[] = [];

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    Held.made.push(this);
  }

  send(bytes: Uint8Array): void {
    this.sent.push(Buffer.from(bytes).toString("latin1"));
  }

  close(): void {
    setTimeout(() => this.onclose?.());
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  Held.made = [];
});

/** The clients of `held`, the newest last. */
const programs: ReturnType<typeof connect>[] = [];

/** The first WebSocket of a client that connects to this address. */
async function held(broker: string, options: Partial<NodeClientOptions> = {}): Promise<Held> {
  vi.stubGlobal("WebSocket", Held);
  const client = connect(broker, { id: "program", reconnect: false, ...options });
  programs.push(client);
  onTestFinished(() => client.kill());
  return vi.waitUntil(() => Held.made[0]);
}

test("each outgoing frame of a long message extends the keep-alive", async () => {
  const lost: string[] = [];
  const socket = await held("ws://127.0.0.1:1", {
    keepAlive: 1,
    limits: { bytes: 4_000_000 },
    lost: ({ reason }) => void lost.push(reason),
  });
  socket.onopen?.();
  socket.onmessage?.({ data: new Uint8Array([0x20, 2, 0, 0]).buffer });
  const client = programs.at(-1);
  await vi.waitUntil(() => client?.isConnected());
  void client?.send("upload", "x".repeat(2_000_000)).catch(() => {});
  await vi.waitUntil(() => socket.sent.length > 20);
  const frames = socket.sent.map((frame) => frame.length);
  expect(Math.max(...frames)).toBe(65_536);
  expect(socket.sent.join("")).toContain("x".repeat(2_000_000));
  socket.bufferedAmount = 2_000_000;
  const leaving = setInterval(() => {
    socket.bufferedAmount -= 65_536;
  }, 100);
  onTestFinished(() => clearInterval(leaving));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(lost).toEqual([]);
  clearInterval(leaving);
  await vi.waitUntil(() => lost.length > 0, { timeout: 20_000 });
  expect(lost).toEqual(["broker does not answer PINGREQ"]);
});

test("a program sends and receives packets in frames of any size", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const port = await webSocketBridge(broker.port);
  const source = new URL("../../src/client/connect.ts", import.meta.url);
  const text = `
    const { connect } = await import(${JSON.stringify(source.href)});
    const client = connect("ws://127.0.0.1:${port}/mqtt", { id: "program" });
    const first = new Promise((resolve) => client.subscribe("home/+", resolve));
    const { id } = await client.send("home/hall", "x".repeat(100_000) + "é", { qos: 2 });
    const { payload } = await first;
    console.log(id, payload.length, payload.at(-1), client.state);
    await client.stop();
    console.log(client.state);
  `;
  const flags = ["--experimental-websocket", "--no-warnings", "--import", "tsx", "--input-type=module"];
  const child = spawn(process.execPath, [...flags, "-e", text], { timeout: 60_000 });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (printed += part));
  expect(await new Promise((resolve) => child.once("close", resolve)), printed).toBe(0);
  expect(printed).toBe("257 100001 é connected\nstopped\n");
});

test.each([
  ["ws://broker", "ws://broker:80/"],
  ["wss://broker/mqtt?a=1", "wss://broker:443/mqtt?a=1"],
  ["WS://user:pw@broker:8080/mqtt", "ws://broker:8080/mqtt"],
  ["ws://[::1]:8080/", "ws://[::1]:8080/"],
])("address %s opens %s with the subprotocol mqtt", async (address, url) => {
  expect(await held(address)).toMatchObject({ url, protocol: "mqtt", binaryType: "arraybuffer" });
});

test("CONNECT carries the user and password of the address", async () => {
  const socket = await held("ws://user:p%40w@broker");
  socket.onopen?.();
  await vi.waitFor(() => expect(socket.sent.join("")).toContain("\0\x04user\0\x03p@w"));
});

test("a text frame of the broker ends the connection with a reason", async () => {
  const reasons: string[] = [];
  const socket = await held("ws://broker", { lost: ({ reason }) => void reasons.push(reason) });
  socket.onopen?.();
  socket.onmessage?.({ data: "hello" });
  await vi.waitFor(() => expect(reasons).toEqual(["broker sent text over WebSocket, where MQTT is bytes"]));
});

test("an address without a WebSocket ends the attempt with a sentence", async () => {
  const reasons: string[] = [];
  const socket = await held("ws://broker", { lost: ({ reason }) => void reasons.push(reason) });
  socket.onclose?.();
  await vi.waitFor(() => expect(reasons).toEqual(["no WebSocket for MQTT opened at this address"]));
});

test.each<[string, string, object]>([
  ["no WebSocket", "ws://broker", {}],
  ["several addresses", "ws://a/mqtt,ws://b/mqtt", {}],
  ["no host", "ws://", {}],
  ["the option tls", "wss://broker", { tls: { ca: "" } }],
])("with %s, connect() throws a sentence", (_name, address, options) => {
  vi.stubGlobal("WebSocket", undefined);
  expect(() => connect(address, { id: "program", ...options })).toThrow(
    /^(This Node has no WebSocket; run Node 22 or later, or .*|The client cannot connect to .*: over WebSocket there is one address, such as .*|Over WebSocket the option tls is none; .*)\.$/,
  );
});

test("a page's connect() explains that pages connect over WebSocket alone", () => {
  const call = connectPage as (...args: unknown[]) => unknown;
  expect(() => call("mqtt://broker", { id: "page" })).toThrow("A page connects over WebSocket alone; write");
  expect(() => call(undefined)).toThrow('give it an address: connect("wss://broker.lan/mqtt", ');
});
