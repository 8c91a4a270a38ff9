// A program that holds its process up for longer than its broker's answer to a ping may take: the answer waits in the socket.
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../../src/client/connect.ts";

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

test("a waiting answer is read before a ping is given up", async () => {
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
