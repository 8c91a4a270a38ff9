// Start: reads the declaration and the settings once, and makes of them what stays.
import { wholeNumber } from "../bytes/whole-number.ts";
import { siteOf } from "../clock/sun-anywhere.ts";
import { type DeviceDeclaration, withoutParts } from "../device/declare/device.ts";
import { createAutomationState } from "../device/run/automation-state.ts";
import { watchClient } from "../device/run/chip.ts";
import { createDelivery } from "../device/run/delivery.ts";
import { createHealth, noteChange } from "../device/run/health.ts";
import { createKeeping, type Keeping } from "../device/run/keeping.ts";
import { keptParts } from "../device/run/kept-history.ts";
import { beginTotals, totalsOf } from "../device/run/kept-totals.ts";
import { type LogOptions, newLog } from "../device/run/log.ts";
import type { Measurement } from "../device/run/measurement.ts";
import { giveClock } from "../device/run/now.ts";
import { createPersistedStates, longAgo } from "../device/run/persisted-states.ts";
import { ROOT, statusTopic } from "../device/run/topics.ts";
import { createAnnouncing, startAnnouncer } from "../discovery/announcer.ts";
import {
  AT_MOST,
  CLIENT_COUNTERS,
  CLOCK,
  CREDENTIALS,
  DISCOVERY,
  DISPLAYS,
  DURABLE_HISTORY,
  EITHER_VERSION,
  FOLLOWS,
  HISTORY,
  JOURNAL,
  KEPT_STATES,
  LATE_WILLS,
  LOG,
  MOMENTS,
  MQTT5,
  PAGE,
  PERSISTENT_SESSION,
  PLACE_SETTING,
  QOS2,
  REMOTE_SETTINGS,
  REPLIES,
  REQUESTS,
  RULES,
  SAFE_MODE,
  SEALED,
  SEALED_SETTINGS,
  SERVER_REFERENCES,
  SLEEP,
  SNTP,
  STAMPED,
  STATIC_ADDRESS,
  STAY_AWAKE,
  SWITCHES,
  TIME_TOPIC,
  TOTALS,
  UPDATES,
  ZONE_SETTING,
} from "../features.ts";
import type { Journal } from "../journal/journal.ts";
import { forgetOthers } from "../journal/value-keys.ts";
import { type ClientLimits, createClient } from "../mqtt/client.ts";
import { type ConnectOptions, connectPacket, LEVEL_3_1_1, LEVEL_5 } from "../mqtt/connect-packet.ts";
import { connect } from "../mqtt/connection.ts";
import { followReferences, isPlace, noPlace } from "../mqtt/program/server-references.ts";
import { allowOlder } from "../mqtt/protocol.ts";
import { MOST_UNRELEASED } from "../mqtt/qos2-received-ids.ts";
import { tellKeeper } from "../mqtt/qos2-send.ts";
import { subscribe } from "../mqtt/subscriptions.ts";
import {
  limitProperties,
  sessionProperties,
  willDelayProperties,
} from "../mqtt/version-5/connect-properties.ts";
import { NEVER } from "../mqtt/version-5/property-bytes.ts";
import { giveAnswers } from "../mqtt/version-5/wanted-answer.ts";
import type { Ports } from "../ports/ports.ts";
import type { Wires } from "../reading/part.ts";
import { giveBack } from "../update/standing.ts";
import { goOnSpent } from "../update/update.ts";
import { createSearch } from "./broker-search.ts";
import { chance, connectLink, dropped, granted, greeted, lost, skipped } from "./client-host.ts";
import { KEEPER, openJournal } from "./device-journal.ts";
import { createPage } from "./device-page.ts";
import { createTime, type DeviceTime } from "./device-time.ts";
import { createEcho } from "./echo.ts";
import {
  addActuators,
  addRequests,
  adoptSensors,
  beginParts,
  bringToRest,
  deliverDurable,
  keepHistories,
  ownersOf,
  sensorsOf,
  stampSensors,
} from "./instantiate.ts";
import { keepRecord, readRecord, writeRecord } from "./journal-records.ts";
import { createNetworkLoss } from "./network-loss.ts";
import { createPresence } from "./presence.ts";
import { createRemoteSettings, takeSettings } from "./remote-settings.ts";
import { RESTART_MS, type Runtime } from "./runtime.ts";
import { countStart, endGuard, hearSafeMode } from "./safe-mode.ts";
import { openSeals, sealCommands, sealSettings } from "./sealed-commands.ts";
import { SETTINGS, setting } from "./settings.ts";
import { brokerSettings } from "./settings-broker.ts";
import { settingsFault } from "./settings-check.ts";
import { settingsAtStart, type Trial, takeBackTried } from "./settings-trial.ts";
import { createShutdown } from "./shutdown.ts";
import { createSleeping, goOnBehindSleep, sleepOn } from "./sleeping.ts";
import { takeAddress } from "./static-address.ts";
import { hearStayAwake } from "./staying-awake.ts";
import { timeTopic } from "./time-topic.ts";
import { startUpdates } from "./updates.ts";

const DEFAULT_KEEP_ALIVE_S = 60;
/** Two bytes (MQTT 3.1.1, 3.1.2.10). */
const LONGEST_KEEP_ALIVE_S = 65535;

/**
 * Brings every part into its state at start and, when the settings are there, the device to life: it joins the network
 * and connects. `undefined`: it sleeps on, or the settings are missing or broken, which has been logged; whoever writes
 * them restarts the device.
 */
export function start(
  ports: Ports,
  declaration: DeviceDeclaration,
  wires: Wires,
  limits: ClientLimits,
): Runtime | undefined {
  // Before anything that may end the start.
  const safeMode = SAFE_MODE && declaration.safeMode === true ? countStart(ports) : undefined;
  if (SAFE_MODE && safeMode?.isOn === true) {
    if (SWITCHES && safeMode.drivesRest) bringToRest(ports, declaration, wires);
    withoutParts(declaration);
  }
  const keeping = createKeeping();
  // Parts may have a state at start that is kept in it.
  const journal =
    JOURNAL && declaration.journal === true
      ? openJournal(
          ports,
          keeping,
          limits.slots +
            (DURABLE_HISTORY && declaration.sensors !== undefined ? keptParts(declaration.sensors) : 0),
        )
      : undefined;
  if (SLEEP && declaration.sleep !== undefined && sleepOn(declaration.sleep, ports, journal))
    return undefined;
  const measurements = beginParts(
    ports,
    declaration,
    wires,
    JOURNAL && (KEPT_STATES || AT_MOST) && journal !== undefined
      ? { journal, keeping, read: readRecord, write: writeRecord }
      : undefined,
  );
  if (SAFE_MODE && safeMode !== undefined) endGuard(safeMode);
  const trial = REMOTE_SETTINGS ? settingsAtStart(ports) : undefined;
  const record = trial === undefined ? ports.readRecord(SETTINGS) : trial.record;
  const problem = settingsFault(record);
  if (problem !== "" || record === undefined) {
    ports.log(problem);
    if (UPDATES && ports.updates !== undefined && giveBack(ports, ports.updates.started))
      ports.restartIn(RESTART_MS);
    if (REMOTE_SETTINGS && (trial as Trial).isOn) {
      takeBackTried(ports, problem);
      ports.restartIn(RESTART_MS);
    }
    return undefined;
  }
  let id = setting(record, "id");
  if (id === "") id = declaration.name + "-" + ports.chipId();
  let root = setting(record, "root");
  if (root === "") root = ROOT + id;
  const runtime = create(ports, declaration, measurements, journal, keeping, record, trial, id, root, limits);
  if (UPDATES && declaration.update !== undefined && ports.updates !== undefined)
    runtime.updates = startUpdates(
      runtime,
      ports.updates,
      declaration.name,
      declaration.update,
      limits.packetBytes,
      ports.milliseconds(),
    );
  if (
    UPDATES &&
    SLEEP &&
    runtime.updates !== undefined &&
    runtime.sleeping?.isWake === true &&
    runtime.sleeping.spent !== undefined
  )
    goOnSpent(runtime.updates.update, runtime.sleeping.spent);
  if (SAFE_MODE && safeMode !== undefined) {
    runtime.safeMode = safeMode;
    if (safeMode.isOn) {
      hearSafeMode(safeMode, runtime.client, root);
      noteChange(runtime.health);
    }
  }
  if (SEALED) runtime.seals = openSeals(runtime, declaration, ports.milliseconds());
  if (PAGE && declaration.page === true)
    runtime.page = createPage(runtime, declaration, ports.tcpServer, ports.milliseconds());
  listen(runtime, declaration, ports.milliseconds());
  if (REMOTE_SETTINGS) {
    if ((trial as Trial).report !== "") noteChange(runtime.health);
    if (declaration.settings === "remote") takeSettings(runtime);
    if (SEALED_SETTINGS && declaration.settings === "sealed") takeSettings(runtime);
    if (SEALED_SETTINGS && SEALED && runtime.seals !== undefined) sealSettings(runtime.seals, declaration);
  }
  if (ZONE_SETTING && runtime.time?.isZoneStrange) noteChange(runtime.health);
  if (JOURNAL && runtime.keeping.lost !== "") noteChange(runtime.health);
  if (JOURNAL && AT_MOST && runtime.keeping.isRefused) noteChange(runtime.health);
  if (STATIC_ADDRESS) takeAddress(ports, record);
  if (!SLEEP || runtime.sleeping === undefined || runtime.sleeping.reports)
    ports.joinNetwork(setting(record, "ssid"), setting(record, "password"), id);
  ports.wake(1);
  return runtime;
}

/**
 * The device, with a client that is at rest. A step of its own, as `listen` is: NodeMCU then has the code of
 * one of them in memory at a time. @cold
 */
function create(
  ports: Ports,
  declaration: DeviceDeclaration,
  measurements: Measurement[],
  journal: Journal | undefined,
  keeping: Keeping,
  record: string,
  trial: Trial | undefined,
  id: string,
  root: string,
  limits: ClientLimits,
): Runtime {
  const now = ports.milliseconds();
  const keepAlive = keepAliveSeconds(declaration, record);
  const user = CREDENTIALS ? setting(record, "user") : "";
  const isClean = !PERSISTENT_SESSION || declaration.session === "clean";
  const greeting: ConnectOptions = {
    clientId: id,
    cleanSession: isClean,
    level: MQTT5 && declaration.mqtt !== undefined && declaration.mqtt !== 3 ? LEVEL_5 : LEVEL_3_1_1,
    properties: MQTT5
      ? sessionProperties(isClean ? 0 : sessionExpirySeconds(declaration)) +
        limitProperties(limits.packetBytes, MOST_UNRELEASED)
      : undefined,
    keepAlive,
    will: {
      topic: statusTopic(root),
      payload: "offline",
      qos: 1,
      retain: true,
      properties: MQTT5 ? willDelayProperties(offlineAfterSeconds(declaration)) : undefined,
    },
    userName: CREDENTIALS && user !== "" ? user : undefined,
    password: CREDENTIALS && user !== "" ? setting(record, "secret") : undefined,
  };
  const sensors = sensorsOf(declaration, root, now);
  const unconnected: Omit<Runtime, "client"> = {
    ports,
    id,
    root,
    sensors,
    measurements,
    actuators: [],
    displays: DISPLAYS && declaration.displays !== undefined ? declaration.displays : [],
    lines: LOG && declaration.log !== undefined ? newLog(levelOf(declaration.log, record), now) : undefined,
    time:
      CLOCK && declaration.clock !== undefined
        ? createTime(
            declaration.clock,
            declaration.zones,
            declaration.sun,
            ZONE_SETTING ? setting(record, "zone") : "",
            PLACE_SETTING ? siteOf(setting(record, "place"), declaration.site) : undefined,
            SNTP ? setting(record, "host") : "",
            now,
          )
        : undefined,
    journal,
    keepRecord,
    keeping,
    delivery: undefined,
    held: [],
    totals: TOTALS && declaration.sensors !== undefined ? totalsOf(declaration.sensors) : [],
    health: createHealth(),
    acting: createAutomationState(
      RULES && declaration.rules !== undefined ? declaration.rules : [],
      FOLLOWS && declaration.follows !== undefined ? declaration.follows : [],
      now,
    ),
    persistedStates: createPersistedStates(
      SLEEP && KEPT_STATES && declaration.sleep !== undefined ? longAgo(now) : now,
    ),
    announcing: createAnnouncing(now),
    settings: createRemoteSettings(
      REMOTE_SETTINGS && (trial as Trial).isOn,
      REMOTE_SETTINGS ? (trial as Trial).report : "",
      now,
    ),
    broker: brokerSettings(record),
    presence: createPresence(),
    search: createSearch(),
    network: createNetworkLoss(now),
    stopping: createShutdown(now),
    echo: createEcho(now),
    sleeping:
      SLEEP && declaration.sleep !== undefined
        ? createSleeping(declaration, declaration.sleep, ports, now)
        : undefined,
    updates: undefined,
    safeMode: undefined,
    seals: undefined,
    page: undefined,
    connectLink,
    chance,
    greeted,
    lost,
    dropped,
    granted,
    skipped,
  };
  // Each needs the other. What the client asks of its host comes later.
  const runtime = unconnected as Runtime;
  runtime.client = createClient(ports, runtime, connectPacket(greeting), keepAlive, limits);
  if (EITHER_VERSION && declaration.mqtt === "either") {
    greeting.level = LEVEL_3_1_1;
    allowOlder(runtime.client, connectPacket(greeting));
  }
  if (MOMENTS && runtime.time !== undefined) giveClock(measurements, runtime.time.clock);
  if (STAMPED && runtime.time !== undefined) stampSensors(sensors, declaration, runtime.time.clock);
  if (TOTALS && runtime.time !== undefined) beginTotals(runtime.totals, runtime.time, runtime.journal, now);
  if (MQTT5) adoptSensors(runtime, declaration);
  if (JOURNAL && runtime.journal !== undefined) surviveIn(runtime, runtime.journal, declaration);
  if (HISTORY && runtime.time !== undefined) keepHistories(runtime, declaration, root, runtime.time.clock);
  if (SLEEP && runtime.sleeping !== undefined) goOnBehindSleep(runtime, runtime.sleeping);
  if (SERVER_REFERENCES)
    followReferences(runtime.client, declaration.followServerReference === true ? isPlace : noPlace);
  if (REPLIES && declaration.replies === true) giveAnswers(runtime.client);
  if (CLIENT_COUNTERS && declaration.diagnosticsPart !== undefined)
    watchClient(declaration.diagnosticsPart, runtime.client);
  return runtime;
}

/** Readings that an earlier life has accepted go out in front of all others: in the first turn. @cold */
function surviveIn(runtime: Runtime, journal: Journal, declaration: DeviceDeclaration): void {
  const { client, root, keeping, health, totals } = runtime;
  const delivery = createDelivery(client, root, journal, keeping, health);
  runtime.delivery = delivery;
  deliverDurable(runtime.sensors, declaration, delivery);
  if (QOS2) tellKeeper(client, KEEPER, keeping.lost !== "");
  // Values of names that are gone would take the room of those that come.
  forgetOthers(journal, ownersOf(totals));
}

/** The device knows what it is told from its first connection on, which it now may make. @cold */
function listen(runtime: Runtime, declaration: DeviceDeclaration, now: number): void {
  const { client, root } = runtime;
  if (LATE_WILLS) subscribe(client, statusTopic(root), 0, runtime.presence);
  if (TIME_TOPIC && runtime.time !== undefined) hearTime(runtime, runtime.time, declaration);
  if (REQUESTS) addRequests(runtime, declaration, root);
  if (SWITCHES) addActuators(runtime, declaration, root, now);
  if (SEALED && runtime.seals !== undefined) sealCommands(runtime.seals);
  if (DISCOVERY) startAnnouncer(runtime, declaration);
  if (STAY_AWAKE && runtime.sleeping?.staying !== undefined)
    hearStayAwake(runtime.sleeping.staying, client, root);
  connect(client, now);
}

/** @cold */
function hearTime({ client, ports }: Runtime, time: DeviceTime, { clock }: DeviceDeclaration): void {
  if (clock === undefined || clock.topic === undefined) return;
  subscribe(client, clock.topic, 0, timeTopic(time, ports));
}

function keepAliveSeconds(declaration: DeviceDeclaration, record: string): number {
  const set = wholeNumber(setting(record, "keepalive"));
  if (set !== undefined && set <= LONGEST_KEEP_ALIVE_S) return set;
  const status = declaration.status;
  if (status === undefined || status.keepAlive === undefined) return DEFAULT_KEEP_ALIVE_S;
  return Math.floor(status.keepAlive / 1000);
}

/** How long the broker keeps the session, in seconds; without a word for ever, as in 3.1.1. @cold */
function sessionExpirySeconds(declaration: DeviceDeclaration): number {
  return declaration.sessionExpiry === undefined ? NEVER : Math.floor(declaration.sessionExpiry / 1000);
}

/** How long the device may be away before the broker says so, in seconds. @cold */
function offlineAfterSeconds(declaration: DeviceDeclaration): number {
  const status = declaration.status;
  return status === undefined || status.offlineAfter === undefined
    ? 0
    : Math.floor(status.offlineAfter / 1000);
}

/** The level that is set, or the one that the device declares. */
function levelOf(declared: LogOptions, record: string): string {
  const set = setting(record, "log");
  return set === "" ? declared.level : set;
}
