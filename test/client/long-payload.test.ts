// Long payloads that a program sends as bytes, over the sockets of this computer: they are lent, not copied.
import { type AddressInfo, createServer, type Socket } from "node:net";
import { generate, type IPublishPacket, type Packet, parser } from "mqtt-packet";
import { expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../src/client/connect.ts";
import type { Qos } from "../../src/client/options.ts";
import { endOf, program } from "./program-client.ts";

const LONG_BYTES = 3_000_000;
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 5 });

/** Bytes with all values, from a place of its array on. */
function picture(bytes = LONG_BYTES): Buffer {
  return Buffer.from(Uint8Array.from({ length: bytes + 7 }, (_, index) => (index * 31) % 251)).subarray(7);
}

function answerTo(packet: Packet): Packet | undefined {
  if (packet.cmd === "connect")
    return { cmd: "connack", returnCode: 0, reasonCode: 0, sessionPresent: packet.clean !== true };
  if (packet.cmd === "pingreq") return { cmd: "pingresp" };
  if (packet.cmd === "pubrel") return { cmd: "pubcomp", messageId: packet.messageId };
  if (packet.cmd !== "publish" || packet.qos === 0) return undefined;
  return { cmd: packet.qos === 1 ? "puback" : "pubrec", messageId: packet.messageId };
}

/** A client at a broker that takes everything and ends its first connection `endsAfter` bytes. */
async function sending({ endsAfter = Number.POSITIVE_INFINITY, mqtt = 3 as 3 | 5 } = {}) {
  const received: IPublishPacket[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const packets = parser({ protocolVersion: mqtt === 5 ? 5 : 4 });
    packets.on("packet", (packet) => {
      if (packet.cmd === "publish") received.push(packet);
      const answer = answerTo(packet);
      if (answer !== undefined)
        socket.write(generate(answer, { protocolVersion: mqtt === 5 ? 5 : 4 } as never));
    });
    socket.on("data", (bytes) => {
      packets.parse(bytes);
      if (sockets.length === 1 && socket.bytesRead > endsAfter) socket.destroy();
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const limits = { bytes: 4 * LONG_BYTES };
  const client = connect(`mqtt://127.0.0.1:${port}`, {
    id: "program",
    mqtt,
    limits,
    session: "persistent",
    reconnect: { first: 1, longest: 1 },
  });
  onTestFinished(() => {
    client.kill();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await client.untilConnected();
  return { client, received, sockets };
}

const isWhole = ({ payload }: IPublishPacket) => picture().equals(payload as Buffer);

test.each([
  [0, 3],
  [1, 3],
  [2, 3],
  [0, 5],
  [1, 5],
] as [Qos, 3 | 5][])("long payloads at QoS %i arrive in order in MQTT %i", async (qos, mqtt) => {
  const { client, received } = await sending({ mqtt });
  const options = { qos };
  const payloads = ["first", picture(), picture(), "last"];
  await Promise.all(payloads.map((payload) => client.send("camera", payload, options)));
  await until(() => received.length === 4);
  expect(received.slice(1, 3).map(isWhole)).toEqual([true, true]);
  expect([received[0], received[3]].map((packet) => String(packet?.payload))).toEqual(["first", "last"]);
});

test("a long payload is sent whole again after a lost connection", async () => {
  const { client, received, sockets } = await sending({ endsAfter: 1_000_000 });
  await client.send("camera", picture());
  expect([sockets.length, received.map(({ dup }) => dup), received.map(isWhole)]).toEqual([
    2,
    [true],
    [true],
  ]);
});

test("a long QoS 0 send resolves once its bytes have left", async () => {
  const { client, received, sockets } = await sending();
  sockets[0]?.pause();
  const bytes = Buffer.concat(Array.from({ length: 3 }, () => picture()));
  const end = endOf(client.send("camera", bytes, { qos: 0 }));
  const refused = endOf(client.send("camera", picture(), { qos: 0, whenFull: "refuse" }));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([end, String(refused.error)]).toEqual([{}, expect.stringContaining("refused: busy")]);
  sockets[0]?.resume();
  await until(() => end.value !== undefined && received.length === 1);
  expect(bytes.equals(received[0]?.payload as Buffer)).toBe(true);
});

test("a long payload with a signal is sent as at its call", async () => {
  const { client, received } = await sending();
  const payload = picture();
  const sent = client.send("camera", payload, { signal: new AbortController().signal });
  payload.fill(0);
  await sent;
  expect(received.map(isWhole)).toEqual([true]);
});

test("a long payload is written as text to a text-only stream", async () => {
  const { broker, pass, start } = program();
  const client = start({ limits: { bytes: LONG_BYTES } });
  const payload = picture(100_000);
  const end = endOf(client.send("camera", payload));
  await pass(5000);
  expect(end.value).toEqual({ id: expect.any(Number) });
  expect(broker.received.at(-1)?.payload === payload.toString("latin1")).toBe(true);
});
