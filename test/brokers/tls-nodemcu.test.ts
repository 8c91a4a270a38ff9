// TLS between an ESP8266 under NodeMCU, its code in the LFS, and a real Mosquitto: whom it lets in, and what
// it says else.
import { fileURLToPath } from "node:url";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { AUTHORITY } from "../../src/runtime/settings.ts";
import { flashImage } from "../../tools/flash/flash-image.ts";
import { imageInLfs } from "../../tools/flash/nodemcu/image-in-lfs.ts";
import { makeLfs } from "../../tools/flash/nodemcu/terminal-lfs.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { type Certificates, createCertificates } from "../../tools/laboratory/brokers/certificates.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { luacCross, replayInLua } from "../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createTranscript, type Transcript } from "../../tools/laboratory/hosts/nodemcu/transcript.ts";
import { createCountingChip } from "../../tools/laboratory/soak/devices/counting-chip.ts";
import { SOAK_DEVICE, STATUS, storageWith } from "../../tools/laboratory/soak/devices/running-device.ts";
import { createWatched, type Watched } from "../../tools/laboratory/soak/watched.ts";
import { MOSQUITTO, needs, OPENSSL } from "../needs.ts";

const COUNTER = fileURLToPath(new URL("../../tools/laboratory/soak/counter", import.meta.url));
const LFS_BYTES = 65_536;
/** The model keeps in memory what a chip keeps in flash. */
const ENOUGH_HEAP = 120_000;
const NUMBERS = { integer: 4, float: 4 } as const;

let certificates: Certificates;

beforeAll(() => {
  if (!OPENSSL.isHere()) return;
  certificates = createCertificates();
  const { make } = certificates;
  make("authority");
  make("other-authority");
  make("broker", "authority");
  // The name of another host: this TLS looks at none.
  make("elsewhere", "authority", "DNS:broker.example");
  make("long", "authority", Array.from({ length: 250 }, (_, n) => `DNS:host-${n}.example.org`).join(","));
});

afterAll(() => certificates?.remove());

async function startTlsBroker(shown: string): Promise<{ port: number; plainPort: number }> {
  const { certificateFile, keyFile } = certificates;
  const broker = await startMosquitto({
    tls: [`certfile ${certificateFile(shown)}`, `keyfile ${keyFile(shown)}`],
  });
  onTestFinished(broker.end);
  return { port: broker.port, plainPort: broker.plainPort };
}

/** Files of the counting device with TLS, as they are stored on a board that has an LFS; and as they are without. */
async function files(isInLfs: boolean): Promise<Record<string, string>> {
  const image = flashImage(
    await keptImage({ firmware: COUNTER, board: "esp8266-nodemcu", with: ["tls"], evenTooLarge: true }),
  );
  const lfs = await makeLfs(image, { lua: "5.1", numbers: NUMBERS });
  const stored = isInLfs ? imageInLfs(image, lfs) : image;
  return Object.fromEntries(stored.files.map(({ name, content }) => [name, content]));
}

interface Started {
  log: Watched<string>;
  untilLogged: (line: string | RegExp, times?: number) => Promise<void>;
}

interface Given {
  transcript?: Transcript;
  /** Lua that runs before the image. */
  before?: string;
  heapBytes?: number;
}

async function startDevice(
  port: number,
  authority: string | undefined,
  { transcript, before = "", heapBytes = ENOUGH_HEAP }: Given = {},
): Promise<Started> {
  const storage = storageWith({ host: "127.0.0.1", port, tls: true });
  if (authority !== undefined) storage.set(AUTHORITY, authority);
  const log = createWatched<string>();
  const { i2c } = createCountingChip();
  const world = createRealWorld({ i2c, storage, log: log.add });
  onTestFinished(() => world.end());
  const image = await files(transcript === undefined);
  image["init.lua"] = before + image["init.lua"];
  const device = hostNodeMcu({ image, chip: "esp8266", world, lfsBytes: LFS_BYTES, heapBytes, transcript });
  onTestFinished(() => device.kill());
  device.boot();
  return {
    log,
    untilLogged: (line, times = 1) =>
      log.until(
        `the line ${line}`,
        (lines) =>
          lines.filter((entry) => (typeof line === "string" ? entry.includes(line) : line.test(entry)))
            .length >= times,
      ),
  };
}

const REFUSED =
  "not connected: TLS failed: the certificate is of another authority or too long, or memory is short";

describe("an ESP8266 with TLS and its code in the LFS", needs(MOSQUITTO, OPENSSL), () => {
  test.each(["broker", "elsewhere"])(
    "an ESP8266 trusts any broker of the stored authority, whatever its name: %s",
    async (shown) => {
      const { port, plainPort } = await startTlsBroker(shown);
      const subscriber = await startSubscriber(plainPort);
      onTestFinished(subscriber.end);
      const { log } = await startDevice(port, certificates.certificate("authority"));
      await subscriber.untilNewest(STATUS, "online");
      expect(log.entries).toContain("connected");
    },
  );

  test.each([
    ["another authority", "broker", () => certificates.certificate("other-authority")],
    ["an authority that cannot be read", "broker", () => "not a certificate"],
    ["a broker whose certificates take more than 4 KB", "long", () => certificates.certificate("authority")],
  ])("an ESP8266 with TLS refuses with %s, says so, and tries again", async (_, shown, authority) => {
    const { port } = await startTlsBroker(shown);
    const { log, untilLogged } = await startDevice(port, authority());
    await untilLogged(REFUSED, 2);
    expect(log.entries).not.toContain("connected");
  });

  test("an ESP8266 that skipped its own verification would connect here", async () => {
    const { port } = await startTlsBroker("broker");
    const { untilLogged } = await startDevice(port, certificates.certificate("other-authority"), {
      before: "tls.cert.verify = function() end\n",
    });
    await untilLogged(/^connected$/);
  });

  test("an ESP8266 with TLS opens no connection without an authority, and says what to do", async () => {
    const { port } = await startTlsBroker("broker");
    const { log, untilLogged } = await startDevice(port, undefined);
    const why = "TLS: no authority is stored; store the broker's with ringmote settings --ca";
    await untilLogged(`not connected: ${why}`, 2);
    expect(log.entries).not.toContain("connected");
  });

  test("an ESP8266 without the memory for a hand-shake begins none, and says so", async () => {
    const { port } = await startTlsBroker("broker");
    const authority = certificates.certificate("authority");
    const { untilLogged } = await startDevice(port, authority, { heapBytes: 44_000 });
    await untilLogged("not connected: TLS: too little memory is free", 2);
  });

  test("a NodeMCU notices at once that its broker left, and reconnects", async () => {
    const { port, plainPort } = await startTlsBroker("broker");
    const subscriber = await startSubscriber(plainPort);
    onTestFinished(subscriber.end);
    const { untilLogged } = await startDevice(port, certificates.certificate("authority"));
    await untilLogged(/^connected$/);
    // Another client with its identity: the broker ends the older connection, in an orderly way.
    const otherClient = await connectAsync({
      host: "127.0.0.1",
      port: plainPort,
      clientId: SOAK_DEVICE,
      reconnectPeriod: 0,
    });
    onTestFinished(() => void otherClient.end(true));
    await untilLogged("not connected: connection ended");
    await untilLogged(/^connected$/, 2);
  });

  test("a NodeMCU reports a port without TLS and tries again", async () => {
    const { plainPort } = await startTlsBroker("broker");
    const { untilLogged } = await startDevice(plainPort, certificates.certificate("authority"));
    await untilLogged(/^not connected: TLS/, 2);
  });

  const programs = luacCross().filter(({ version }) => version === "5.1");
  test.each(programs)("an ESP8266 with TLS asks the same in NodeMCU's own VM, $version", async (program) => {
    const { port, plainPort } = await startTlsBroker("broker");
    const subscriber = await startSubscriber(plainPort);
    onTestFinished(subscriber.end);
    const transcript = createTranscript();
    await startDevice(port, certificates.certificate("authority"), { transcript });
    await subscriber.untilNewest(STATUS, "online");
    const image = new Map(Object.entries(await files(false)));
    const [life] = transcript.lives;
    if (life === undefined) throw new Error("The device has not started.");
    const replay = replayInLua(program, { chip: "esp8266", image, life });
    expect(replay).toMatchObject({ same: true, errors: [] });
    expect(replay.outputs.map(({ operation }) => operation)).toContain("socketConnectTls");
  });
});
