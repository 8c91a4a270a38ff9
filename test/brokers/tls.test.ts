// TLS between a device on a computer and a real Mosquitto: who trusts whom, and what is said when one does not.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { TlsIdentity } from "../../src/client/transport/tls-identity.ts";
import { type Certificates, createCertificates } from "../../tools/laboratory/brokers/certificates.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import {
  type RunningDevice,
  STATUS,
  startInNode,
} from "../../tools/laboratory/soak/devices/running-device.ts";
import { MOSQUITTO, needs, OPENSSL } from "../needs.ts";
import { createMachine } from "../targets/linux/machine.ts";

let certificates: Certificates;

beforeAll(() => {
  if (!OPENSSL.isHere()) return;
  certificates = createCertificates();
  const { make } = certificates;
  make("authority");
  make("other-authority");
  make("broker", "authority");
  make("broker-elsewhere", "authority", "DNS:broker.example");
  make("device", "authority");
  make("stranger", "other-authority");
});

afterAll(() => certificates?.remove());

/** A Mosquitto that shows a certificate and may ask for one, and a port without TLS for who watches. */
async function startTlsBroker(shown = "broker", asks = true): Promise<{ port: number; plainPort: number }> {
  const { certificateFile, keyFile } = certificates;
  const broker = await startMosquitto({
    tls: [
      `cafile ${certificateFile("authority")}`,
      `certfile ${certificateFile(shown)}`,
      `keyfile ${keyFile(shown)}`,
      `require_certificate ${asks}`,
    ],
  });
  onTestFinished(broker.end);
  return { port: broker.port, plainPort: broker.plainPort };
}

function startDevice(port: number, tls: TlsIdentity): RunningDevice {
  const device = startInNode({ host: "127.0.0.1", port, tls: true }, tls);
  onTestFinished(device.end);
  return device;
}

function identity(authority: string, own?: string): TlsIdentity {
  const ca = certificates.certificate(authority);
  if (own === undefined) return { ca };
  return { ca, cert: certificates.certificate(own), key: certificates.key(own) };
}

describe("with TLS to Mosquitto", needs(MOSQUITTO, OPENSSL), () => {
  test("a device that trusts the authority and shows its certificate is online", async () => {
    const { port, plainPort } = await startTlsBroker();
    const subscriber = await startSubscriber(plainPort);
    onTestFinished(subscriber.end);
    const device = startDevice(port, identity("authority", "device"));
    await subscriber.untilNewest(STATUS, "online");
    await device.stop();
    await subscriber.untilNewest(STATUS, "offline");
  });

  test.each([
    ["whose authority the device does not know", "broker", "other-authority", "certificate not trusted"],
    [
      "that is another host",
      "broker-elsewhere",
      "authority",
      "certificate is for .+, and not for 127\\.0\\.0\\.1",
    ],
  ])("a broker %s is not trusted", async (_, shown, authority, sentence) => {
    const { port } = await startTlsBroker(shown);
    const device = startDevice(port, identity(authority, "device"));
    // It tries again, and never greets whom it does not trust.
    await device.untilLogged(new RegExp(`^not connected: ${sentence}$`), 2);
    expect(device.log.entries).not.toContain("connected");
  });

  test.each([
    ["authority", /^connected$/],
    ["other-authority", /^not connected: certificate not trusted$/],
  ])("a small computer trusts its stored authority alone: %s", async (stored, line) => {
    const { port } = await startTlsBroker("broker", false);
    const machine = await createMachine({
      firmware: "climate",
      settings: { host: "127.0.0.1", port, tls: true, id: "pi" },
      authority: certificates.certificate(stored),
    });
    onTestFinished(machine.remove);
    machine.start();
    await machine.log.until(`${line}`, (lines) => lines.some((entry) => line.test(entry)));
    const others = machine.log.entries.filter(
      (entry) => /^(not )?connected/.test(entry) && !line.test(entry),
    );
    expect(others).toEqual([]);
  });

  test.each([
    ["no certificate", undefined, "broker asks for a client certificate"],
    ["another authority's certificate", "stranger", "broker does not trust the client certificate"],
  ])("a device that shows %s is told so", async (_, own, sentence) => {
    const { port } = await startTlsBroker();
    const device = startDevice(port, identity("authority", own));
    await device.untilLogged(new RegExp(`^not connected: ${sentence}$`), 2);
    expect(device.log.entries).not.toContain("connected");
  });

  test.each([
    ["with TLS at the port without", true],
    ["without TLS at the port with TLS", false],
  ])("a device %s is not connected, says so, and tries again", async (_, tls) => {
    const { port, plainPort } = await startTlsBroker();
    const settings = { host: "127.0.0.1", port: tls ? plainPort : port, tls };
    const device = startInNode(settings, identity("authority", "device"));
    onTestFinished(device.end);
    // Mosquitto hangs up without a word of its own.
    await device.untilLogged(/^not connected: (connection reset|closed by the peer|no TLS at this port)$/, 2);
    expect(device.log.entries).not.toContain("connected");
  });
});
