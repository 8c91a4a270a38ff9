// Messages that a broker has kept for a program come at once after its CONNACK: they wait until the program
// has been told of the connection.
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Authentication } from "../../src/client/authentication/authentication.ts";
import type { NodeClient } from "../../src/client/client.ts";
import { connect } from "../../src/client/connect.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";

const MESSAGES = 5;
const SUBSCRIBE = 0x82;
const PINGREQ = 0xc0;

const uint16 = (value: number) => Buffer.from([value >> 8, value & 255]);

function packet(header: number, ...parts: (Buffer | number[] | string)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))),
  );
  return Buffer.concat([Buffer.from([header, body.length]), body]);
}

const connack = (mqtt: number, code = 0) => packet(0x20, [1, code, ...(mqtt === 5 ? [0] : [])]);

function kept(mqtt: number): Buffer[] {
  return Array.from({ length: MESSAGES }, (_, index) =>
    packet(0x32, uint16(4), "kept", uint16(index + 1), mqtt === 5 ? [0] : [], `${index}`),
  );
}

const servers: Server[] = [];
const clients: NodeClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.kill();
  for (const server of servers.splice(0)) server.close();
});

/** A broker that answers CONNECT with these bytes in one piece, and each SUBSCRIBE. */
async function brokerWith(
  mqtt: number,
  first: Buffer,
  ends = false,
  pieceBytes = first.length,
): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    let written = Promise.resolve();
    const write = (bytes: Buffer, pieceBytes = bytes.length) => {
      for (let at = 0; at < bytes.length; at += pieceBytes)
        written = written.then(async () => {
          socket.write(bytes.subarray(at, at + pieceBytes));
          await new Promise((resolve) => setTimeout(resolve, 1));
        });
    };
    let isFirst = true;
    socket.on("data", (bytes) => {
      if (isFirst) {
        isFirst = false;
        if (ends) socket.end(first);
        else write(first, pieceBytes);
      } else if (bytes[0] === SUBSCRIBE)
        write(packet(0x90, bytes.subarray(2, 4), mqtt === 5 ? [0] : [], [1]));
      else if (bytes[0] === PINGREQ) write(packet(0xd0));
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
}

function begin(
  broker: string,
  mqtt: 3 | 5,
  options: Partial<NodeClientOptions> & { log?: (line: string) => void },
) {
  const client = connect(broker, { id: "kept", mqtt, session: "persistent", ...options });
  clients.push(client);
  return client;
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let turns = 0; turns < 300 && !isTrue(); turns += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

type Way = "connected" | "stateChanged" | "untilConnected";

describe.each([3, 5] as const)("in MQTT %s", (mqtt) => {
  test.each<Way>(["connected", "stateChanged", "untilConnected"])(
    "a subscriber in %s receives everything that its session kept",
    async (way) => {
      const heard: string[] = [];
      const broker = await brokerWith(mqtt, Buffer.concat([connack(mqtt), ...kept(mqtt)]));
      const listen = () => void client.subscribe("kept", ({ payload }) => void heard.push(payload));
      const client: NodeClient = begin(broker, mqtt, {
        ...(way === "connected" && { connected: listen }),
        ...(way === "stateChanged" && {
          stateChanged: (state) => state === "connected" && listen(),
        }),
      });
      if (way === "untilConnected") {
        await client.untilConnected();
        listen();
      }
      await until(() => heard.length === MESSAGES);
      expect(heard).toEqual(["0", "1", "2", "3", "4"]);
      expect(client.counters().untaken).toBe(0);
    },
  );

  test("messages without a subscription are counted, and the first is logged", async () => {
    const log: string[] = [];
    const broker = await brokerWith(mqtt, Buffer.concat([connack(mqtt), ...kept(mqtt)]));
    const client = begin(broker, mqtt, { log: (line) => log.push(line) });
    client.subscribe("another/+", () => {});
    await until(() => client.counters().untaken === MESSAGES);
    expect(client.counters().untaken).toBe(MESSAGES);
    expect(log.filter((line) => line.startsWith("untaken"))).toEqual([
      "untaken: kept, no subscription takes it; more are counted",
    ]);
  });

  test("a message in pieces right after CONNACK is received whole", async () => {
    const heard: string[] = [];
    const bytes = Buffer.concat([connack(mqtt), ...kept(mqtt)]);
    const broker = await brokerWith(mqtt, bytes, false, 3);
    const client: NodeClient = begin(broker, mqtt, {
      connected: () => void client.subscribe("kept", ({ payload }) => void heard.push(payload)),
    });
    await until(() => heard.length === MESSAGES);
    expect(heard).toEqual(["0", "1", "2", "3", "4"]);
  });
});

test("a broker's last messages right after its CONNACK are reported", async () => {
  const told: (number | undefined)[] = [];
  const broker = await brokerWith(5, Buffer.concat([connack(5), packet(0xe0, [0x8b])]), true);
  begin(broker, 5, { reconnect: false, lost: ({ reasonCode }) => told.push(reasonCode) });
  await until(() => told.length > 0);
  expect(told).toEqual([0x8b]);
});

test("messages of a kept session wait until the broker has authenticated", async () => {
  const heard: string[] = [];
  const slow: Authentication = {
    method: "SLOW",
    start: () => ({
      data: "",
      answer: () => undefined,
      finish: () => new Promise((resolve) => setTimeout(resolve, 50)),
    }),
  };
  const proven = packet(0x20, [1, 0], [7, 0x15], uint16(4), "SLOW");
  const broker = await brokerWith(5, Buffer.concat([proven, ...kept(5)]));
  const client: NodeClient = begin(broker, 5, {
    authentication: slow,
    connected: () => void client.subscribe("kept", ({ payload }) => void heard.push(payload)),
  });
  await until(() => heard.length === MESSAGES);
  expect(heard).toHaveLength(MESSAGES);
});
