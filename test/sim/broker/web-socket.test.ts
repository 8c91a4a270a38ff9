// MQTT over WebSocket in front of our own broker, by an independent client and by hostile frames.
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";
import { bridgeToBroker } from "../../../tools/sim/broker/web-socket.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const ASKS = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-key": KEY,
  "sec-websocket-version": "13",
  "sec-websocket-protocol": "mqtt",
};
const CONNECT = Buffer.from("100c00044d5154540402003c0000", "hex");

async function served(): Promise<number> {
  const broker = await startBroker(0);
  const server = createServer().on("upgrade", (request, socket, head) =>
    bridgeToBroker(broker.port, request, socket, head),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(async () => {
    server.close();
    await broker.close();
  });
  return (server.address() as AddressInfo).port;
}

/** What the server answers to these headers, and then to these bytes, until it ends or says nothing for a while. */
async function answered(port: number, headers: Record<string, string>, bytes: Buffer[]): Promise<Buffer> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  onTestFinished(() => void socket.destroy());
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /mqtt HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join("")}\r\n`);
  for (const part of bytes) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(part);
  }
  socket.setTimeout(400, () => socket.destroy());
  await once(socket, "close");
  return Buffer.concat(parts);
}

function frameOf(first: number, payload: Buffer, length = payload.length): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const head =
    length < 126
      ? Buffer.from([first, 0x80 + length])
      : Buffer.from([first, 0x80 + 126, length >> 8, length & 255]);
  return Buffer.concat([head, mask, Buffer.from(payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0)))]);
}

const bodyOf = (answer: Buffer) => answer.subarray(answer.indexOf("\r\n\r\n") + 4).toString("hex");

test("another client exchanges long messages over WebSocket with our broker", async () => {
  const port = await served();
  const client = await connectAsync(`ws://127.0.0.1:${port}/mqtt`, { protocolVersion: 5 });
  onTestFinished(() => client.endAsync(true));
  const heard: Buffer[] = [];
  client.on("message", (_topic, payload) => heard.push(payload));
  await client.subscribeAsync("a/#", { qos: 2 });
  const sent = [0, 1, 100, 126, 65_536, 300_000].map((length) => Buffer.alloc(length, length & 255));
  for (const payload of sent) await client.publishAsync("a/b", payload, { qos: 2 });
  await expect.poll(() => heard.length).toBe(sent.length);
  expect(Buffer.concat(heard).equals(Buffer.concat(sent))).toBe(true);
});

test("frames are decoded however they are split, and pings answered", async () => {
  const port = await served();
  const frames = Buffer.concat([
    frameOf(0x02, CONNECT.subarray(0, 3)),
    frameOf(0x89, Buffer.from("hello")),
    frameOf(0x00, Buffer.alloc(0)),
    frameOf(0x80, CONNECT.subarray(3)),
    frameOf(0x88, Buffer.from([3, 232])),
  ]);
  for (const size of [1, 7, frames.length]) {
    const pieces = Array.from({ length: Math.ceil(frames.length / size) }, (_, i) =>
      frames.subarray(i * size, (i + 1) * size),
    );
    const body = bodyOf(await answered(port, ASKS, pieces));
    expect(body.startsWith("8a0568656c6c6f")).toBe(true);
    expect(body).toContain("880203e8");
  }
});

test("a forbidden frame closes its WebSocket with a code", async () => {
  const port = await served();
  // Whether the broker's CONNACK comes before it is chance.
  const said = (body: Buffer) =>
    answered(port, ASKS, [frameOf(0x82, CONNECT), body]).then((answer) => bodyOf(answer).slice(-8));
  expect(await said(frameOf(0x81, Buffer.from("text")))).toBe("880203eb");
  const wrong = [
    Buffer.from([0x82, 1, 0, 0, 0, 0]),
    frameOf(0xc2, Buffer.from("a")),
    frameOf(0x80, Buffer.from("a")),
    Buffer.concat([frameOf(0x02, Buffer.alloc(0)), frameOf(0x82, Buffer.alloc(0))]),
    frameOf(0x09, Buffer.alloc(1)),
    frameOf(0x89, Buffer.alloc(126)),
    frameOf(0x8b, Buffer.alloc(1)),
  ];
  expect(await Promise.all(wrong.map(said))).toEqual(wrong.map(() => "880203ea"));
});

test("a request without MQTT's WebSocket upgrade is refused", async () => {
  const port = await served();
  const status = async (changes: Record<string, string>) =>
    (await answered(port, { ...ASKS, ...changes }, [])).toString().split("\r\n")[0];
  expect(await status({})).toBe("HTTP/1.1 101 Switching Protocols");
  expect(await status({ "sec-websocket-version": "8" })).toBe("HTTP/1.1 426 Upgrade Required");
  for (const [name, value] of [
    ["sec-websocket-protocol", "chat"],
    ["sec-websocket-key", "short"],
    ["upgrade", "h2c"],
  ] as const)
    expect(await status({ [name]: value })).toBe("HTTP/1.1 400 Bad Request");
});
