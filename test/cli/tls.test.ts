import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer as createPlainServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { Aedes } from "aedes";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { needs, OPENSSL } from "../needs.ts";
import { ringmoteHere } from "./in-process.ts";

const folder = mkdtempSync(join(tmpdir(), "ringmote-tls-"));
const file = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes <name>.pem and <name>.key, signed by `authority` or by itself. */
function certificate(name: string, authority?: string, hosts = "DNS:localhost,IP:127.0.0.1"): void {
  const signed =
    authority === undefined ? [] : ["-CA", file(`${authority}.pem`), "-CAkey", file(`${authority}.key`)];
  const request = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
  ];
  const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${hosts}`];
  const files = ["-keyout", file(`${name}.key`), "-out", file(`${name}.pem`)];
  execFileSync("openssl", [...request, ...names, ...signed, ...files], { stdio: "ignore" });
}

beforeAll(() => {
  if (!OPENSSL.isHere()) return;
  certificate("authority");
  certificate("broker", "authority");
  certificate("device", "authority");
  certificate("other", "authority", "DNS:broker.example,DNS:b.example,IP:10.0.0.1,DNS:c.example");
});

/** A broker with TLS; `asks` for a client certificate of the authority or not. */
async function tlsBroker(asks: boolean, name = "broker"): Promise<string> {
  const aedes = await Aedes.createBroker();
  const read = (name: string) => readFileSync(file(name));
  const server = createServer(
    { key: read(`${name}.key`), cert: read(`${name}.pem`), ca: read("authority.pem"), requestCert: asks },
    aedes.handle,
  );
  onTestFinished(() => {
    aedes.close();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const run = (broker: string, ...more: string[]) =>
  ringmoteHere(["run", "climate", "--broker", broker, ...more]);

test("a device verifies its authority and sends its own certificate", needs(OPENSSL), async () => {
  const broker = await tlsBroker(true);
  const device = run(
    broker,
    "--ca",
    file("authority.pem"),
    "--cert",
    file("device.pem"),
    "--key",
    file("device.key"),
  );
  await device.wrote(/^living-room: connected$/m);
  device.interrupt();
  expect(await device.ended).toBe(0);
});

test("a broker with an unknown authority is not trusted", needs(OPENSSL), async () => {
  await run(await tlsBroker(false)).wrote(/^living-room: not connected: certificate not trusted$/m);
});

test("a broker that demands a client certificate is reported", needs(OPENSSL), async () => {
  const device = run(await tlsBroker(true), "--ca", file("authority.pem"));
  await device.wrote(/^living-room: not connected: broker asks for a client certificate$/m);
});

test("an invalid certificate file is refused at once", needs(OPENSSL), async () => {
  const device = run("mqtts://localhost", "--cert", file("device.key"), "--key", file("device.key"));
  expect(await device.ended).toBe(2);
  expect(device.errors()).toMatch(/^ringmote: The files of --ca, --cert and --key cannot be used: .*\.\n$/);
});

test("a command verifies the authority and sends a certificate", needs(OPENSSL), async () => {
  const broker = ["--broker", await tlsBroker(true)];
  const files = ["--ca", file("authority.pem"), "--cert", file("device.pem"), "--key", file("device.key")];
  const doctor = ringmoteHere(["doctor", ...broker, ...files, "--seconds", "1"]);
  expect(await doctor.ended, doctor.output()).toBe(0);
  const forget = ringmoteHere(["forget", ...broker, ...files]);
  expect(await forget.ended, forget.errors()).toBe(0);
  const settings = ringmoteHere(["settings", ...broker, ...files, "--device", "attic"]);
  expect(await settings.ended).toBe(1);
  expect(settings.errors()).toContain("No device tells its settings at home/attic/settings");
});

test("an untrusted broker is reported with a remedy", needs(OPENSSL), async () => {
  const broker = ["--broker", await tlsBroker(false)];
  const doctor = ringmoteHere(["doctor", ...broker, "--seconds", "1"]);
  expect(await doctor.ended).toBe(1);
  expect(doctor.output()).toMatch(
    /certificate not trusted; give the broker's authority with --ca, and --cert/,
  );
  const forget = ringmoteHere(["forget", ...broker]);
  expect(await forget.ended).toBe(1);
  expect(forget.errors()).toMatch(/cannot be used: certificate not trusted\.$/m);
});

test("the certificate of another host is reported with that host's name", needs(OPENSSL), async () => {
  const broker = ["--broker", await tlsBroker(false, "other"), "--ca", file("authority.pem")];
  const words = "certificate is for broker.example, b.example, 10.0.0.1 and 1 more, and not for 127.0.0.1";
  const doctor = ringmoteHere(["doctor", ...broker, "--seconds", "1"]);
  expect(await doctor.ended).toBe(1);
  expect(doctor.output()).toContain(
    `${words}; name the broker in its address as its certificate does, or give it one for that name`,
  );
  const forget = ringmoteHere(["forget", ...broker]);
  expect(await forget.ended).toBe(1);
  expect(forget.errors()).toContain(`cannot be used: ${words}.`);
});

test("TLS to a plain port is reported", async () => {
  const server = createPlainServer((socket) =>
    socket.on("error", () => {}).on("data", () => socket.end("no TLS here\r\n")),
  );
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as AddressInfo).port;
  const doctor = ringmoteHere(["doctor", "--broker", `mqtts://127.0.0.1:${port}`, "--seconds", "1"]);
  expect(await doctor.ended).toBe(1);
  expect(doctor.output()).toContain("no TLS at this port; give the port at which the broker speaks TLS");
});
