// Start: reads the declaration and the settings once, and makes of them what stays.
import { wholeNumber } from "../bytes/whole-number.ts";
import type { DeviceDeclaration } from "../device/device.ts";
import { type LogOptions, newLog } from "../device/log.ts";
import { ROOT, statusTopic } from "../device/topics.ts";
import { NEVER, startAnnouncer } from "../discovery/announcer.ts";
import {
  CLIENT_COUNTERS,
  CREDENTIALS,
  DISCOVERY,
  LATE_WILLS,
  LOG,
  PERSISTENT_SESSION,
  REMOTE_SETTINGS,
  REQUESTS,
  RULES,
  SWITCHES,
  TLS,
} from "../features.ts";
import { type ClientLimits, createClient } from "../mqtt/client.ts";
import { connectPacket } from "../mqtt/connect-packet.ts";
import { connect } from "../mqtt/connection.ts";
import { subscribe } from "../mqtt/subscriptions.ts";
import type { Ports } from "../ports/ports.ts";
import type { Part, Wires } from "../reading/part.ts";
import { chance, connectLink, dropped, granted, greeted, lost, skipped, statusHeard } from "./client-host.ts";
import { addActuators, addRequests, beginParts, sensorsOf } from "./declared.ts";
import { NO_TRIAL, ON_TRIAL, takeSettings } from "./remote-settings.ts";
import { RESTART_MS, type Runtime } from "./runtime.ts";
import { SETTINGS, setting } from "./settings.ts";
import { portOf, usesTls } from "./settings-broker.ts";
import { settingsFault } from "./settings-check.ts";
import { settingsAtStart, type Trial, takeBack } from "./settings-trial.ts";

const DEFAULT_KEEP_ALIVE_S = 60;
/** Two bytes (MQTT 3.1.1, 3.1.2.10). */
const LONGEST_KEEP_ALIVE_S = 65535;

/**
 * Brings every part into its state at start and, when the settings are there, the device to life: it joins the network
 * and connects. `undefined`: the settings are missing or broken, which has been logged; whoever writes them restarts the
 * device.
 */
export function start(
  ports: Ports,
  declaration: DeviceDeclaration,
  wires: Wires,
  limits: ClientLimits,
): Runtime | undefined {
  const parts = beginParts(ports, declaration, wires);
  const trial = REMOTE_SETTINGS ? settingsAtStart(ports) : undefined;
  const record = trial === undefined ? ports.readRecord(SETTINGS) : trial.record;
  const problem = settingsFault(record);
  if (problem !== "" || record === undefined) {
    ports.log(problem);
    if (REMOTE_SETTINGS && (trial as Trial).isOn) {
      takeBack(ports, problem);
      ports.restartIn(RESTART_MS);
    }
    return undefined;
  }
  let id = setting(record, "id");
  if (id === "") id = declaration.name + "-" + ports.chipId();
  let root = setting(record, "root");
  if (root === "") root = ROOT + id;
  const runtime = create(ports, declaration, parts, record, id, root, limits);
  listen(runtime, declaration, id, ports.milliseconds());
  if (REMOTE_SETTINGS) goOnTrial(runtime, trial as Trial, declaration);
  ports.joinNetwork(setting(record, "ssid"), setting(record, "password"));
  ports.wake(1);
  return runtime;
}

/** @cold */
function goOnTrial(runtime: Runtime, trial: Trial, declaration: DeviceDeclaration): void {
  if (trial.isOn) runtime.trial = ON_TRIAL;
  runtime.settingsDue = trial.isOn;
  runtime.settingsProblem = trial.report;
  runtime.changed = trial.report !== "";
  if (declaration.settings !== "remote") return;
  runtime.tellsSettings = true;
  takeSettings(runtime);
}

/**
 * The device, with a client that is at rest. A step of its own, as `listen` is: NodeMCU then has the code of one of them in
 * memory at a time. @cold
 */
function create(
  ports: Ports,
  declaration: DeviceDeclaration,
  parts: Part[],
  record: string,
  id: string,
  root: string,
  limits: ClientLimits,
): Runtime {
  const now = ports.milliseconds();
  const keepAlive = keepAliveSeconds(declaration, record);
  const user = CREDENTIALS ? setting(record, "user") : "";
  const greeting = connectPacket({
    clientId: id,
    cleanSession: !PERSISTENT_SESSION || declaration.session === "clean",
    keepAlive,
    will: { topic: statusTopic(root), payload: "offline", qos: 1, retain: true },
    userName: CREDENTIALS && user !== "" ? user : undefined,
    password: CREDENTIALS && user !== "" ? setting(record, "secret") : undefined,
  });
  const host = setting(record, "host");
  const port = portOf(record);
  const tls = TLS && usesTls(record);
  const sensors = sensorsOf(declaration, root, now);
  const runtime = {
    ports,
    host,
    port,
    tls,
    sensors,
    parts,
    echoed: [],
    echoedAt: now,
    announcing: NEVER,
    unsure: 0,
    doubted: 0,
    leftOut: "",
    trial: NO_TRIAL,
    trialSince: now,
    settingsProblem: "",
    tellsSettings: false,
    settingsDue: false,
    actuators: [],
    root,
    problem: "none",
    changed: false,
    stirred: false,
    unsaved: false,
    refusedCommands: 0,
    rules: RULES && declaration.rules !== undefined ? declaration.rules : [],
    away: false,
    awayAt: now,
    actedAt: now,
    actWait: 0,
    savedAt: now,
    untold: true,
    declaredDead: false,
    problems: 0,
    lines: LOG && declaration.log !== undefined ? newLog(levelOf(declaration.log, record), now) : undefined,
    ended: undefined,
    endSince: now,
    endWithin: 0,
    connectLink,
    chance,
    greeted,
    lost,
    dropped,
    granted,
    skipped,
    deliver: statusHeard,
  } as unknown as Runtime;
  runtime.client = createClient(ports, runtime, greeting, keepAlive, limits);
  if (CLIENT_COUNTERS && declaration.chip !== undefined) declaration.chip.client = runtime.client;
  return runtime;
}

/** The device knows what it is told from its first connection on, which it now may make. @cold */
function listen(runtime: Runtime, declaration: DeviceDeclaration, id: string, now: number): void {
  const { client, root } = runtime;
  if (LATE_WILLS) subscribe(client, statusTopic(root), 0, runtime);
  if (REQUESTS) addRequests(runtime, declaration, root);
  if (SWITCHES) addActuators(runtime, declaration, root, now);
  if (DISCOVERY) startAnnouncer(runtime, declaration, id);
  connect(client, now);
}

function keepAliveSeconds(declaration: DeviceDeclaration, record: string): number {
  const set = wholeNumber(setting(record, "keepalive"));
  if (set !== undefined && set <= LONGEST_KEEP_ALIVE_S) return set;
  const status = declaration.status;
  if (status === undefined || status.keepAlive === undefined) return DEFAULT_KEEP_ALIVE_S;
  return Math.floor(status.keepAlive / 1000);
}

/** The level that is set, or the one that the device declares. */
function levelOf(declared: LogOptions, record: string): string {
  const set = setting(record, "log");
  return set === "" ? declared.level : set;
}
