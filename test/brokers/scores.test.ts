// Live scores with more seeds than every day, and at a real Mosquitto in real time.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import scores from "../../firmware/scores/scenario.ts";
import { connect } from "../../src/platform/node/computer.ts";
import { createCertificates } from "../../tools/laboratory/brokers/certificates.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { type Outcome, runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { realStage, virtualStage } from "../../tools/sim/scenario/stages.ts";
import { ringmote } from "../cli/child.ts";
import { MOSQUITTO, needs, OPENSSL } from "../needs.ts";

const FIGURES = [
  { group: "scorebook", heard: 20, lost: 0, twice: 0, outOfOrder: 0 },
  { group: "display", programs: 300, lost: 0, outOfOrder: 0 },
];
const failed = ({ expectations }: Outcome) => expectations.filter(({ failures }) => failures.length > 0);

test.each([2, 3, 4])("every expectation of the scores holds with seed %i", async (seed) => {
  const stage = virtualStage(seed);
  onTestFinished(stage.leave);
  expect(failed(await runScenario(scores, stage, seed))).toEqual([]);
});

/** A run in a process of its own, over TLS with a client's certificate, a user and a password. */
async function overTls() {
  const { make, certificateFile, keyFile, remove } = createCertificates();
  onTestFinished(remove);
  make("authority");
  make("broker", "authority");
  make("scorer", "authority");
  const mosquitto = await startMosquitto({
    users: { scorer: "s3cret" },
    tls: [
      `cafile ${certificateFile("authority")}`,
      `certfile ${certificateFile("broker")}`,
      `keyfile ${keyFile("broker")}`,
      "require_certificate true",
    ],
  });
  onTestFinished(mosquitto.end);
  return ringmote(
    [
      ...["sim", "scores", "--json", "--broker", `mqtts://scorer@127.0.0.1:${mosquitto.port}`],
      ...["--ca", certificateFile("authority")],
      ...["--cert", certificateFile("scorer"), "--key", keyFile("scorer")],
    ],
    { RINGMOTE_BROKER_PASSWORD: "s3cret" },
  );
}

const PROGRAM = fileURLToPath(new URL("./scores-program.ts", import.meta.url));
/** Node's own WebSocket needs the flag before Node 22, which takes it as well. */
const FLAGS = ["--experimental-websocket", "--no-warnings", "--import", "tsx"];

/**
 * The same over WebSocket with TLS, as a page has it, with a user and a password. Resolves with its exit code
 * and what it printed.
 */
async function overWebSocket(): Promise<() => Promise<[code: number | null, printed: string]>> {
  const { make, certificateFile, keyFile, remove } = createCertificates();
  onTestFinished(remove);
  make("authority");
  make("broker", "authority");
  const mosquitto = await startMosquitto({
    users: { scorer: "s3cret" },
    tls: ["protocol websockets", `certfile ${certificateFile("broker")}`, `keyfile ${keyFile("broker")}`],
  });
  onTestFinished(mosquitto.end);
  const address = `wss://scorer:s3cret@localhost:${mosquitto.port}/mqtt`;
  const child = spawn(process.execPath, [...FLAGS, PROGRAM, address], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificateFile("authority") },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (printed += part));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return async () => [await ended, printed];
}

test(
  "displays show each score of a real Mosquitto that restarts, and over TLS and WebSocket",
  needs(MOSQUITTO, OPENSSL),
  async () => {
    const mosquitto = await startMosquitto();
    let switching = Promise.resolve();
    const next = (change: () => Promise<void>) => {
      switching = switching.then(change);
    };
    onTestFinished(async () => {
      await switching;
      await mosquitto.end();
    });
    const address = `mqtt://127.0.0.1:${mosquitto.port}`;
    const stage = realStage(address);
    onTestFinished(stage.leave);
    // All at a time: most of their minute is waiting.
    const secure = await overTls();
    const overSocket = await overWebSocket();
    const outcome = await runScenario(
      scores,
      { ...stage, stopBroker: () => next(mosquitto.stop), startBroker: () => next(mosquitto.start) },
      1,
    );
    expect(failed(outcome)).toEqual([]);
    expect(outcome.figures).toMatchObject(FIGURES);
    const kept: string[] = [];
    const later = connect(address, { id: "scorebook", session: "persistent" });
    expect(await later.untilConnected()).toBe(false);
    await later.subscribe("sports/#", ({ topic }) => kept.push(topic));
    await later.request("nobody", "", { timeoutMs: 500 }).catch(() => {});
    await later.stop();
    expect(kept).toEqual([]);
    expect([await secure.ended, secure.errors()]).toEqual([0, ""]);
    expect(JSON.parse(secure.output())).toMatchObject({ time: "real", figures: FIGURES });
    const [code, printed] = await overSocket();
    expect(code, printed).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ failed: [], figures: FIGURES });
  },
);
