// Requests of a program to a near broker are settled over each transport, call for call: over TLS and
// WebSocket the answer may come before its stream tells that the question has left.
import { spawn } from "node:child_process";
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createCertificates } from "../../tools/laboratory/brokers/certificates.ts";
import { webSocketBridge } from "../client/web-socket-bridge.ts";
import { needs, OPENSSL } from "../needs.ts";
import { startModel } from "./answers/model-on-socket.ts";
import { CALLS, type Settled } from "./asking-program.ts";

const PROGRAM = fileURLToPath(new URL("./asking-program.ts", import.meta.url));

/** TLS in front of a broker. Returns its address and the authority. */
async function tlsBridge(brokerPort: number): Promise<readonly string[]> {
  const certificates = createCertificates();
  certificates.make("broker");
  const key = certificates.key("broker");
  const ca = certificates.certificate("broker");
  certificates.remove();
  const server = createServer({ key, cert: ca, noDelay: true }, (socket) => {
    const broker = connect({ port: brokerPort, host: "127.0.0.1", noDelay: true });
    for (const end of [socket, broker]) end.on("error", () => {});
    socket.pipe(broker).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return [`mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`, ca];
}

/** Node's own WebSocket needs the flag before Node 22, which takes it as well. */
const FLAGS = ["--experimental-websocket", "--no-warnings", "--import", "tsx"];

/** Asks of a broker, by a client that goes where `transport` says. */
async function settledOver(transport: (brokerPort: number) => Promise<readonly string[]>): Promise<Settled> {
  const { port, broker, end } = await startModel({}, { authenticates: () => () => ({ accept: "" }) });
  onTestFinished(end);
  const child = spawn(process.execPath, [...FLAGS, PROGRAM, ...(await transport(port))], { timeout: 60_000 });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (printed += part));
  expect(await new Promise((resolve) => child.once("close", resolve)), printed).toBe(0);
  expect(broker.breaches).toEqual([]);
  return JSON.parse(printed) as Settled;
}

const ALL: Settled = {
  subscribe: CALLS,
  unsubscribe: CALLS,
  "send at QoS 0": CALLS,
  "send at QoS 1": CALLS,
  "send at QoS 2": CALLS,
  reauthenticate: CALLS,
};

test("over TCP a hundred calls of each kind are settled", async () => {
  expect(await settledOver(async (port) => [`mqtt://127.0.0.1:${port}`])).toEqual(ALL);
});

test("over TLS a hundred calls of each kind are settled", needs(OPENSSL), async () => {
  expect(await settledOver(tlsBridge)).toEqual(ALL);
});

test("over WebSocket a hundred calls of each kind are settled", async () => {
  const transport = async (port: number) => [`ws://127.0.0.1:${await webSocketBridge(port)}`];
  expect(await settledOver(transport)).toEqual(ALL);
});
