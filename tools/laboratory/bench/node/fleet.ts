// The cost of a fleet's device: to connect it beside a bare client of MQTT.js, to have it back
// after an outage, and to hold it.
import { spawnSync } from "node:child_process";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { PART_FLAGS } from "../../../cli/fleet/part-memory.ts";
import { packageFolder } from "../../../files/package-folder.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { startContender } from "./beside.ts";
import { type Child, startChild, withChildren } from "./child.ts";
import type { FleetAnswer, FleetQuestion } from "./fleet-child.ts";
import { type RunningMosquitto, throughMosquitto } from "./mosquitto.ts";

/** Of climate: four sensors and their announcements. Memory is told by the slope from the few to the many. */
const FEW = 1000;
const MANY = 10_000;
const EACH = MANY - FEW;
/** How long their broker is away. */
const OUTAGE_S = 2;
const BACK_MS = 6000;
/** A run of the command that ends by itself. */
const MINUTES = "0.15";

export const fleetSection: Section = {
  title: "A fleet of climate: Node",
  subject: "a fleet's device in Node",
  measure: (skip) => throughMosquitto(skip, (broker) => fleetRows(broker, skip)),
};

async function fleetRows(broker: RunningMosquitto, skip: (reason: string) => void): Promise<Row[]> {
  const isBusy = (loadavg()[0] ?? 0) > availableParallelism();
  if (isBusy) skip("this machine is busy: what takes time is measured on an idle one.");
  const theirs = await mqttJs(broker.port);
  const child = startChild<FleetQuestion, FleetAnswer>("fleet-child.ts", [String(broker.port)], PART_FLAGS);
  return withChildren([child], async () => {
    await child.ask({ task: "connect", count: FEW });
    const few = await child.ask({ task: "hold" });
    const connected = await child.ask({ task: "connect", count: EACH });
    const many = await child.ask({ task: "hold" });
    const slope = (of: "memoryBytes" | "collectedBytes") => (many[of] - few[of]) / EACH;
    const headline = "Node: memory of a fleet's device";
    return [
      row("byte", COLLECTED, slope("collectedBytes"), { target: { atMost: 14_000 } }),
      row("byte", MEMORY_ROW, slope("memoryBytes"), { target: { atMost: 20_000 }, headline }),
      row("CPU microsecond", CONNECT_ROW, connected.micros / EACH, beside(theirs.micros / EACH)),
      ...(isBusy ? [] : await timeRows(broker, child, connected.ms, theirs.ms)),
      ...commandRows(broker.port),
    ];
  });
}

async function timeRows(
  broker: RunningMosquitto,
  child: Child<FleetQuestion, FleetAnswer>,
  ours: number,
  theirs: number,
): Promise<Row[]> {
  await broker.stop();
  await Promise.all([child.ask({ task: "be lost" }), setTimeout(1000 * OUTAGE_S)]);
  await broker.start();
  const back = await child.ask({ task: "be back" });
  const again = `have ${MANY} devices connected again, from the end of an outage of ${OUTAGE_S} s on`;
  return [
    row("device", `connect ${EACH} devices at once, devices a second`, (1000 * EACH) / ours, {
      ...beside((1000 * EACH) / theirs),
      target: { ratioAtLeast: 1 },
    }),
    row("millisecond", again, back.ms, { target: { atMost: BACK_MS } }),
  ];
}

function beside(value: number): Partial<Row> {
  return { peer: "MQTT.js", value: Math.round(value) };
}

const COLLECTED = `memory of each device after a collection, by the slope from ${FEW} to ${MANY}`;
export const MEMORY_ROW = `memory of each device, by the slope from ${FEW} to ${MANY}`;
export const CONNECT_ROW = `connect each of ${EACH} devices (MQTT.js: a client that says nothing)`;
export const COMMAND = "memory of ringmote fleet with one device";
export const PROCESS = "memory of each further process";

function row(unit: string, name: string, ours: number, more: Partial<Row> = {}): Row {
  return benchRow({ engine: "Node", unit, name, ours: Math.round(ours), ...more });
}

async function mqttJs(port: number): Promise<{ micros: number; ms: number }> {
  const child = startContender("MQTT.js", port);
  return withChildren([child], async () => {
    await child.ask({ task: "connect", count: FEW });
    return child.ask({ task: "connect", count: EACH });
  });
}

/** By what the command says of itself. */
function commandRows(port: number): Row[] {
  const alone = memoryOf(port, 1);
  return [row("byte", COMMAND, alone), row("byte", PROCESS, (memoryOf(port, 2) - alone) / 2)];
}

function memoryOf(port: number, processes: number): number {
  const program = join(packageFolder, "tools", "cli", "ringmote.js");
  const devices = ["--count", String(processes), "--processes", String(processes)];
  const broker = ["--broker", `mqtt://127.0.0.1:${port}`, "--minutes", MINUTES, "--json"];
  const { stdout } = spawnSync(process.execPath, [program, "fleet", "climate", ...broker, ...devices], {
    encoding: "utf8",
  });
  const lines = stdout.trim().split("\n");
  return (JSON.parse(lines.at(-1) as string) as { memoryBytes: number }).memoryBytes;
}
