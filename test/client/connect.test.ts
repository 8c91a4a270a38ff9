// A client in one call, as a program writes it, at real sockets.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/client/connect.ts";
import { secureContextOf, type TlsIdentity } from "../../src/client/transport/tls-identity.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";

/** A certificate and its key, under the passphrase "open". */
const [CERTIFICATE, KEY] = ["certificate", "key"].map((name) =>
  readFileSync(new URL(`identity/${name}.pem`, import.meta.url), "utf8"),
) as [string, string];

async function startedBroker() {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  return `mqtt://127.0.0.1:${broker.port}`;
}

test("connect() with only an address connects and receives messages", async () => {
  const client = connect(await startedBroker(), { id: "program" });
  expect(await client.untilConnected({ signal: AbortSignal.timeout(900) })).toBe(false);
  const messages = client.messages("home/#");
  await client.send("home/hall", "21.5");
  expect((await messages.next()).value).toMatchObject({ topic: "home/hall", payload: "21.5", qos: 1 });
  await client.stop();
  expect(await messages.next()).toEqual({ done: true, value: undefined });
});

/** The first byte of a connection: 0x10 begins a CONNECT that anybody can read, 0x16 a TLS handshake. */
async function firstByte(scheme: string, options: { tls?: boolean }): Promise<number | undefined> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const first = new Promise<number | undefined>((resolve) =>
    server.once("connection", (socket) => {
      socket.on("error", () => {});
      socket.once("data", (bytes) => {
        resolve(bytes[0]);
        socket.destroy();
      });
    }),
  );
  const client = connect(`${scheme}127.0.0.1:${port}`, { id: "program", reconnect: false, ...options });
  const byte = await first;
  client.kill();
  server.close();
  return byte;
}

test.each([
  ["mqtts://", {}, 0x16],
  ["ssl://", {}, 0x16],
  ["mqtts://", { tls: true }, 0x16],
  ["mqtts://maker:secret@", {}, 0x16],
  ["mqtt://", { tls: true }, 0x16],
  ["", { tls: true }, 0x16],
  ["mqtts://", { tls: false }, 0x10],
  ["mqtt://", {}, 0x10],
  ["", {}, 0x10],
])("an address of %s with the options %j opens with byte %i", async (scheme, options, byte) => {
  expect(await firstByte(scheme, options)).toBe(byte);
});

test("a faulty address or option is refused with a sentence", () => {
  const options = { id: "program" };
  expect(() => connect("http://broker", options)).toThrow('and not over "http:"');
  expect(() => connect("mqtt://", options)).toThrow("The client cannot connect to");
  expect(() => connect("mqtt://broker", undefined as unknown as typeof options)).toThrow(
    "A client needs an id",
  );
  expect(() => connect("broker", { ...options, log: 1 as unknown as () => void })).toThrow(
    "The option log is 1; it is a function.",
  );
});

test.each<[unknown[], string]>([
  [[], "connect() is given undefined for its broker; give it an address: connect("],
  [[null], "connect() is given null for its broker; give it an address: connect("],
  [[5], "connect() is given 5 for its broker; give it an address: connect("],
  [[""], 'connect() is given "" for its broker; give it an address: connect('],
  [[{ host: "a" }], "connect() is given a record for its broker; give it an address: connect("],
  [["broker", null], "The options of connect() are null; they are a record, { name: value }."],
  [["broker", "program"], 'The options of connect() are "program"; they are a record, { name: value }.'],
  [
    ["broker", { id: "a", tls: "no" }],
    'The option tls is "no"; it is true, false or a record of PEM texts, { ca }.',
  ],
  [["broker", { id: "a", tls: null }], "The option tls is null; it is true, false or a record of PEM texts"],
  [
    ["broker", { id: "a", tls: { rejectUnauthorized: false } }],
    'There is no option "rejectUnauthorized" among the options of tls. Known are: ca, cert, key, passphrase.',
  ],
])("connect(...%j) throws a sentence", (args, sentence) => {
  const call = connect as (...args: unknown[]) => unknown;
  expect(() => call(...args)).toThrow(sentence);
});

test("options override the parts of the address", async () => {
  const broker = new URL(await startedBroker());
  const client = connect("mqtts://one:two@127.0.0.1:1", {
    id: "program",
    port: Number(broker.port),
    tls: false,
  });
  await client.untilConnected({ signal: AbortSignal.timeout(5000) });
  await client.stop();
});

test("a TLS identity is read before connecting, even with a passphrase", async () => {
  const context = (passphrase: string) => () => secureContextOf({ cert: CERTIFICATE, key: KEY, passphrase });
  expect(context("open")).not.toThrow();
  expect(context("shut")).toThrow("bad decrypt");
  const refused = (tls: TlsIdentity) => () => connect("127.0.0.1", { id: "program", tls });
  expect(refused({ key: KEY })).toThrow("The options tls.cert and tls.key belong together; give both.");
  expect(refused({ ca: "ca.pem" })).toThrow(
    'The option tls.ca is no PEM text; it begins with "-----BEGIN ".',
  );
  expect(refused({ ca: KEY })).toThrow(
    /^The option tls\.ca holds "[A-Z ]*PRIVATE KEY"; give a "CERTIFICATE" there\.$/,
  );
  expect(refused({ cert: CERTIFICATE, key: CERTIFICATE })).toThrow(
    'The option tls.key holds "CERTIFICATE"; give a "PRIVATE KEY" there.',
  );
});

test("a program exits by itself after its client stopped or was refused", async () => {
  const broker = await startedBroker();
  const source = new URL("../../src/client/connect.ts", import.meta.url);
  const text = `
    const { connect } = await import(${JSON.stringify(source.href)});
    const client = connect("${broker}", { id: "a" });
    await client.send("a", "b");
    await client.stop();
    const other = connect("mqtt://127.0.0.1:1", { id: "b", reconnect: false });
    await other.untilConnected().catch(() => {});
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", text], {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 20_000,
  });
  expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
});
