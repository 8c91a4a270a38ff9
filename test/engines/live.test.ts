// The images at a real broker over real sockets, in real time: telemetry, a command, and the will of a device that loses power.
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, describe, test } from "vitest";
import { changed, createLines } from "../../src/platform/node/circuit.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { runEspruino } from "../../tools/laboratory/hosts/espruino/live.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { espruino, NODE, nodeMcu } from "./engines.ts";
import { imageOf } from "./firmwares.ts";
import type { StagedDevice } from "./replay-world.ts";
import { ROOT, settingsOf } from "./session.ts";

/** What the sensor is in, and what its six bytes are then. */
const AIR = { celsius: 21.53, humidity: 48.2 };
const AIR_BYTES = "aS\\x0d{d\\xdf";

interface Site {
  port: number;
  /** The heater's pin has another level. */
  heater: (level: number) => void;
  /** What must be ended when all is over. */
  atEnd: (end: () => Promise<void> | void) => void;
}

interface LiveEngine {
  name: string;
  start: (site: Site) => Promise<StagedDevice>;
}

const storageFor = ({ port }: Site) => new Map([[SETTINGS, settingsOf({ host: "127.0.0.1", port })]]);

const hosted: LiveEngine[] = [
  NODE,
  nodeMcu("esp8266", "5.1"),
  nodeMcu("esp32", "5.3"),
  espruino("esp32"),
].map((engine) => ({
  name: engine.name,
  async start(site) {
    const timers = createRealTimers();
    const stage = await engine.stage("climate");
    const world = createRealWorld({
      timers,
      i2c: createSht3x({ now: timers.now, air: () => AIR }),
      storage: storageFor(site),
      circuit: changed(createLines(), {
        written(pin, level) {
          if (stage.roleOf(pin) === "heater") site.heater(level);
        },
      }),
    });
    site.atEnd(world.end);
    return stage.start(world);
  },
}));

const interpreters: LiveEngine[] = espruinoBinaries().map((binary: EspruinoBinary) => ({
  name: `Espruino's interpreter with ${binary.jsVars} JsVars`,
  async start(site) {
    const { files, wires } = await imageOf("climate", "esp8266-espruino");
    const [script = ""] = Object.values(files);
    const device = runEspruino({
      binary,
      script,
      storage: storageFor(site),
      i2c: `({write:function(a){return a==68;},read:function(){return "${AIR_BYTES}";}})`,
      pinWritten(pin, level) {
        if (pin === wires.heater) site.heater(level);
      },
    });
    site.atEnd(device.dispose);
    return { stop: () => device.stop(() => {}), kill: () => device.kill() };
  },
}));

if (interpreters.length === 0)
  console.log("Espruino's interpreter is absent: none in ESPRUINO_BIN or on the PATH.");

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A client of the broker, and what it received of each of the device's topics, oldest first. */
async function listenAt({ port }: EmbeddedBroker) {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  const heard = new Map<string, string[]>();
  let noticed = () => {};
  client.on("message", (topic, payload) => {
    const name = topic.slice(ROOT.length + 1);
    heard.set(name, [...(heard.get(name) ?? []), payload.toString("latin1")]);
    noticed();
  });
  ends.push(() => client.endAsync());
  await client.subscribeAsync(`${ROOT}/#`);
  const notice = () => noticed();
  /** Resolves once it holds. */
  function until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      noticed = () => {
        if (holds()) resolve();
      };
      noticed();
    });
  }
  return { client, notice, until, latest: (name: string) => heard.get(name)?.at(-1) };
}

function command(client: MqttClient, payload: string): Promise<unknown> {
  return client.publishAsync(`${ROOT}/heater/set`, payload, { qos: 1 });
}

describe.each([...hosted, ...interpreters].map((engine) => [engine.name, engine] as const))(
  "%s",
  (_, engine) => {
    test("measures, obeys, and leaves its will at a broker over real sockets", async () => {
      const broker = await startBroker(0);
      ends.push(broker.close);
      const { client, notice, until, latest } = await listenAt(broker);
      let level: number | undefined;
      const device = await engine.start({
        port: broker.port,
        heater(now) {
          level = now;
          notice();
        },
        atEnd: (end) => ends.push(end),
      });

      await until(() => latest("temperature") === "21.5" && latest("humidity") === "48");
      await until(() => latest("status") === "online" && latest("problem") === "none");
      await until(() => latest("heater") === "off" && level === 0);

      await command(client, "on");
      await until(() => latest("heater") === "on" && level === 1);
      await command(client, "off");
      await until(() => latest("heater") === "off" && level === 0);

      device.kill();
      await until(() => latest("status") === "offline");
      const late = await listenAt(broker);
      await late.until(() => late.latest("status") === "offline" && late.latest("temperature") === "21.5");
    });

    test("says offline itself when it is stopped", async () => {
      const broker = await startBroker(0);
      ends.push(broker.close);
      const { until, latest } = await listenAt(broker);
      const device = await engine.start({
        port: broker.port,
        heater: () => {},
        atEnd: (end) => ends.push(end),
      });
      await until(() => latest("status") === "online");
      device.stop();
      await until(() => latest("status") === "offline");
    });
  },
);
