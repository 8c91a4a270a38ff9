// A keep-alive on a real computer: a program that holds its process up, and a clock that somebody sets.
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test, vi } from "vitest";
import { connect } from "../../../src/client/connect.ts";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";
import { SECOND } from "../../client/program-client.ts";

/** A broker in a thread of its own, which tells of each PINGREQ and answers it a little later. */
const BROKER = `
const { createServer } = require("node:net");
const { parentPort } = require("node:worker_threads");
const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", ([first]) => {
    if (first === 0x10) socket.write(Buffer.from([0x20, 2, 0, 0]));
    if (first !== 0xc0) return;
    parentPort.postMessage("ping");
    setTimeout(() => socket.write(Buffer.from([0xd0, 0])), 100);
  });
}).listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

const KEEP_ALIVE_S = 2;

test("a pending answer is read before a ping counts as unanswered", async () => {
  const broker = new Worker(BROKER, { eval: true });
  onTestFinished(async () => void (await broker.terminate()));
  const told: string[] = [];
  const pings: number[] = [];
  await new Promise<void>((resolve) => {
    broker.on("message", (message: number | "ping") => {
      if (message === "ping") {
        pings.push(Date.now());
        if (pings.length > 1) resolve();
        else for (const until = Date.now() + 2000; Date.now() < until; );
        return;
      }
      const client = connect(`mqtt://127.0.0.1:${message}`, {
        id: "held-up",
        keepAlive: KEEP_ALIVE_S,
        lost: ({ reason }) => void told.push(reason),
      });
      onTestFinished(() => client.kill());
    });
  });
  expect(told).toEqual([]);
});

test.each([-86_400, 86_400])("a system clock set by %i seconds ends no connection", async (seconds) => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const lost: string[] = [];
  const client = connect(`mqtt://127.0.0.1:${broker.port}`, {
    id: "set",
    keepAlive: 1,
    lost: ({ reason }) => void lost.push(reason),
  });
  onTestFinished(() => client.kill());
  await client.untilConnected();
  vi.setSystemTime(Date.now() + seconds * SECOND);
  await new Promise((resolve) => setTimeout(resolve, 2 * SECOND));
  expect([lost, client.isConnected()]).toEqual([[], true]);
});
