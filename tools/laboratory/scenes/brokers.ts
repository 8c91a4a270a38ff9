// The brokers that the scenes are played at, as far as they are here.
import { spawnSync } from "node:child_process";
import { artemisProgram, startArtemis } from "../brokers/artemis.ts";
import type { TestBroker } from "../brokers/broker.ts";
import { mochiProgram, startMochi } from "../brokers/mochi.ts";
import { mosquitto21Program, mosquittoProgram, startMosquitto } from "../brokers/mosquitto.ts";
import { natsProgram, startNats } from "../brokers/nats.ts";
import { rabbitProgram, startRabbit } from "../brokers/rabbitmq.ts";
import { rumqttdProgram, startRumqttd } from "../brokers/rumqttd.ts";
import type { Version } from "./scene.ts";

export interface SceneBroker {
  name: string;
  /** The versions of MQTT that it speaks. */
  speaks: readonly Version[];
  /** Its program; `undefined` where that is not installed. */
  program: string | undefined;
  start(): Promise<TestBroker>;
  /** What somebody does who wants it, after "it needs <name>: ". */
  get: string;
  /** The version of its program, in its own words. */
  version(program: string): string;
}

export const SCENE_BROKERS: readonly SceneBroker[] = [
  {
    name: "Mosquitto",
    get: "apt-get install mosquitto",
    speaks: [3, 5],
    program: mosquittoProgram,
    start: startMosquitto,
    version: (program) => number(said(program, "-h")),
  },
  {
    name: "Mosquitto 2.1",
    get: "build it, and put it on the PATH as mosquitto-2.1, or name it in MOSQUITTO21_BIN",
    speaks: [3, 5],
    program: mosquitto21Program,
    start: () => startMosquitto({ program: mosquitto21Program }),
    version: (program) => number(said(program, "-h")),
  },
  {
    name: "mochi-mqtt",
    get: "put it on the PATH as mochi-mqtt, or name it in MOCHI_BIN",
    speaks: [3, 5],
    program: mochiProgram,
    start: startMochi,
    // It does not say; what Go built it of does.
    version: (program) => number(said("go", "version", "-m", program).split("mochi-mqtt/server")[2] ?? ""),
  },
  {
    name: "ActiveMQ Artemis",
    get: "put its bin folder on the PATH, or name its program artemis in ARTEMIS_BIN",
    speaks: [3, 5],
    program: artemisProgram,
    start: startArtemis,
    version: (program) => number(said(program, "version")),
  },
  {
    name: "rumqttd",
    get: "cargo install rumqttd, or name its program in RUMQTTD_BIN",
    speaks: [3, 5],
    program: rumqttdProgram,
    start: startRumqttd,
    version: (program) => number(said(program, "--version")),
  },
  {
    name: "RabbitMQ",
    get: "apt-get install rabbitmq-server",
    speaks: [3],
    program: rabbitProgram,
    start: startRabbit,
    version: () => number(said("dpkg-query", "-W", "rabbitmq-server")),
  },
  {
    name: "NATS",
    get: "apt-get install nats-server",
    speaks: [3],
    program: natsProgram,
    start: startNats,
    version: (program) => number(said(program, "--version")),
  },
];

function said(program: string, ...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return `${stdout ?? ""}${stderr ?? ""}`;
}

/** The first version number in a text; "" without one. */
function number(text: string): string {
  return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? "";
}
