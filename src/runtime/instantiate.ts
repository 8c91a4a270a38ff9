// Makes the running device from its declaration: its parts in their state at start, its sensors, and
// its actuators, which listen.

import { dimmed } from "../bytes/colour.ts";
import type { Clock } from "../clock/clock.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { isColoured, isDimmable } from "../device/declare/actuators/light.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { declaredStateOf, readStateOf } from "../device/declare/state-of.ts";
import type { Actuator } from "../device/run/actuator.ts";
import { dimmerOf, painterOf } from "../device/run/actuators/brightness.ts";
import { runningActuator } from "../device/run/command.ts";
import type { Delivery } from "../device/run/delivery.ts";
import { survive } from "../device/run/history.ts";
import { createKeptHistory, formOf } from "../device/run/kept-history.ts";
import type { KeptRecords } from "../device/run/kept-record.ts";
import { keysOf, type NamedTotal } from "../device/run/kept-totals.ts";
import { createMeasurement, type Measurement } from "../device/run/measurement.ts";
import { firstValue } from "../device/run/permission.ts";
import { PERSISTED_STATES_RECORD, restoreStates } from "../device/run/persisted-states.ts";
import { answered, newQuestion, type Question } from "../device/run/question.ts";
import { brightnessWords, colourWords, replying, stateWords } from "../device/run/reply.ts";
import { requestOf } from "../device/run/request.ts";
import {
  deliverReadings,
  keepReadings,
  runningSensor,
  type Sensor,
  stampReadings,
} from "../device/run/sensor.ts";
import { restoreStarts, STARTS_RECORD } from "../device/run/starts.ts";
import {
  brightnessName,
  colourName,
  commandTopic,
  historyTopic,
  requestTopic,
  valueTopic,
} from "../device/run/topics.ts";
import {
  AT_MOST,
  COLOURS,
  DEADLINES,
  DERIVED,
  DIMMERS,
  DISPLAYS,
  DURABLE_HISTORY,
  INTERLOCKS,
  JOURNAL,
  KEEPERS,
  KEPT_STATES,
  KNOBS,
  MQTT5,
  PRIORITIES,
  QUESTIONS,
  REPLIES,
  SLEEP,
  SLEEP_MEMORY_BYTES,
  STATE_READINGS,
  SWITCHES,
  TOTALS,
  USER_PROPERTIES,
} from "../features.ts";
import { valueKey } from "../journal/value-keys.ts";
import {
  carryProperties,
  expireAfter,
  type Publication,
  prepare,
  prioritize,
  setAsking,
  setTimed,
} from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import { noteAnswers } from "../mqtt/version-5/answer-data.ts";
import { RESPONSE_TOPIC } from "../mqtt/version-5/property.ts";
import { textProperty, userProperty } from "../mqtt/version-5/property-bytes.ts";
import { adopt } from "../mqtt/version-5/publish-start.ts";
import type { Ports } from "../ports/ports.ts";
import { keepOn, type Part, type Wires } from "../reading/part.ts";
import type { Runtime } from "./runtime.ts";
import { SLEEP_RECORD } from "./sleep-memory.ts";

/** Brings every part into its state at start; each once, however many read it. Those that measure wait to be asked. */
export function beginParts(
  ports: Ports,
  declaration: DeviceDeclaration,
  wires: Wires,
  kept: KeptRecords | undefined,
): Measurement[] {
  const measurements: Measurement[] = [];
  if (SWITCHES && declaration.actuators !== undefined) {
    if (KEPT_STATES) restoreStates(declaration.actuators, ports, kept);
    if (AT_MOST) restoreStarts(declaration.actuators, ports, kept);
    for (const actuator of declaration.actuators) setUpActuator(actuator, ports, wires);
  }
  if (declaration.sensors !== undefined) {
    for (const sensor of declaration.sensors) {
      beginPart(sensor.quantity.part, measurements, ports, wires);
    }
  }
  if (KNOBS && declaration.actuators !== undefined) {
    for (const { turning } of declaration.actuators) {
      if (turning !== undefined) beginPart(turning.knob, measurements, ports, wires);
    }
  }
  if (KEEPERS && declaration.actuators !== undefined) {
    for (const { part } of declaration.actuators) {
      if (part.keeper !== undefined) {
        keepOn(part.keeper);
        beginPart(part.keeper, measurements, ports, wires);
      }
    }
  }
  if (DISPLAYS && declaration.displays !== undefined) {
    for (const { part } of declaration.displays) part.begin(part, ports, wires);
  }
  return measurements;
}

/** Drives every actuator to its rest, once. @cold */
export function bringToRest(ports: Ports, { actuators }: DeviceDeclaration, wires: Wires): void {
  if (actuators === undefined) return;
  for (const actuator of actuators) {
    const rest = COLOURS && isColoured(actuator) ? 0 : actuator.behaviour.driveValue(actuator, 0);
    actuator.part.setUp(actuator.part, ports, wires, rest);
  }
}

/** Keys of the values that the device keeps in its journal. @cold */
export function ownersOf(totals: readonly NamedTotal[]): number[] {
  const owners = TOTALS ? keysOf(totals) : [];
  if (KEPT_STATES) owners.push(valueKey(PERSISTED_STATES_RECORD));
  if (AT_MOST) owners.push(valueKey(STARTS_RECORD));
  if (SLEEP && SLEEP_MEMORY_BYTES === 0) owners.push(valueKey(SLEEP_RECORD));
  return owners;
}

/** A derivation is begun, and measured, behind the parts of its sources. */
function beginPart(part: Part, measurements: Measurement[], ports: Ports, wires: Wires): void {
  let known = false;
  for (const other of measurements) {
    if (other.part === part) known = true;
  }
  if (!known) {
    if (DERIVED && part.sources !== undefined) {
      for (const source of part.sources) beginPart(source.part, measurements, ports, wires);
    }
    part.begin(part, ports, wires);
    measurements.push(createMeasurement(part));
  }
}

function setUpActuator(actuator: ActuatorDeclaration, ports: Ports, wires: Wires): void {
  const part = actuator.part;
  if (COLOURS && isColoured(actuator)) {
    part.setUp(part, ports, wires, dimmed(actuator.colour, firstValue(actuator)));
    return;
  }
  part.setUp(part, ports, wires, actuator.behaviour.driveValue(actuator, firstValue(actuator)));
}

/** The sensors, as they run from `now` on. */
export function sensorsOf(declaration: DeviceDeclaration, root: string, now: number): Sensor[] {
  const sensors: Sensor[] = [];
  if (declaration.sensors === undefined) return sensors;
  for (const sensor of declaration.sensors) {
    const options = sensor.options;
    const qos = options.qos === undefined ? 0 : options.qos;
    const usual = JOURNAL && options.durable !== undefined ? "reject" : "latest";
    const overflow = options.overflow === undefined ? usual : options.overflow;
    const publication = prepare(valueTopic(root, sensor.name), qos, !sensor.isAge, overflow);
    if (PRIORITIES) prioritize(publication, sensor.priority);
    if (DEADLINES && options.deadline !== undefined) expireAfter(publication, options.deadline);
    if (USER_PROPERTIES) carryProperties(publication, ownProperties(declaration));
    let question: Question | undefined;
    if (QUESTIONS && options.asks !== undefined) {
      if (MQTT5) askFrom(publication, commandTopic(root, options.asks.input));
      question = newQuestion(options.asks.within);
    }
    sensors.push(runningSensor(sensor, publication, question, now));
  }
  return sensors;
}

/** Its messages are questions, whose answers are wanted at this topic. @cold */
function askFrom(publication: Publication, topic: string): void {
  carryProperties(publication, publication.fixedProperties + textProperty(RESPONSE_TOPIC, topic));
  setAsking(publication);
}

/** Those that are stamped, in the order of their declarations, get the time from this clock. @cold */
export function stampSensors(sensors: Sensor[], declaration: DeviceDeclaration, clock: Clock): void {
  if (declaration.sensors === undefined) return;
  for (let i = 0; i < declaration.sensors.length; i++) {
    const sensor = sensors[i];
    if (declaration.sensors[i].options.stamped === true) {
      stampReadings(sensor, clock);
      if (MQTT5) setTimed(sensor.publication);
    }
  }
}

/** Those whose readings survive a power cut. @cold */
export function deliverDurable(sensors: Sensor[], declaration: DeviceDeclaration, delivery: Delivery): void {
  if (declaration.sensors === undefined) return;
  for (let i = 0; i < declaration.sensors.length; i++) {
    const { name, options } = declaration.sensors[i];
    const { durable } = options;
    if (durable !== undefined) deliverReadings(sensors[i], delivery, name, withinOf(durable));
  }
}

/** Milliseconds in which what is durable gathers for one record. @cold */
function withinOf(durable: true | { within: number }): number {
  return durable === true ? 0 : durable.within;
}

/**
 * Those whose readings are kept get a history each, of this clock. One that is durable goes on with what is
 * in the journal. @cold
 */
export function keepHistories(
  runtime: Runtime,
  declaration: DeviceDeclaration,
  root: string,
  clock: Clock,
): void {
  if (declaration.sensors === undefined) return;
  for (let i = 0; i < declaration.sensors.length; i++) {
    const { name, options } = declaration.sensors[i];
    if (options.history !== undefined) {
      // Not dropped for others: it waits where nothing else does.
      const publication = prepare(historyTopic(root, name), 1, false, "reject");
      if (USER_PROPERTIES) carryProperties(publication, ownProperties(declaration));
      if (MQTT5) adoptNext(runtime, publication);
      const sensor = runtime.sensors[i];
      const history = keepReadings(sensor, options.history, clock, publication);
      const { delivery } = runtime;
      const { durable } = options.history;
      if (DURABLE_HISTORY && delivery !== undefined && durable !== undefined) {
        const form = formOf(sensor.decimals, sensor.states);
        survive(history, createKeptHistory(delivery, name, form, withinOf(durable), history.most));
      }
    }
  }
}

/** What the device says of itself with each value, in MQTT 5.0; uncounted. @cold */
function ownProperties(declaration: DeviceDeclaration): string {
  let properties = "";
  if (declaration.userProperties === undefined) return properties;
  for (const pair of declaration.userProperties) properties += userProperty(pair[0], pair[1]);
  return properties;
}

/** Each connection in MQTT 5.0 may change the packets of the sensors. @cold */
export function adoptSensors(runtime: Runtime, declaration: DeviceDeclaration): void {
  if (!MQTT5 || declaration.sensors === undefined) return;
  for (let i = 0; i < declaration.sensors.length; i++)
    adopt(runtime.client, runtime.sensors[i].publication, declaration.sensors[i].alias);
}

/** Those sensors that are sampled on request, in the order of their declarations, listen for it. */
export function addRequests(runtime: Runtime, declaration: DeviceDeclaration, root: string): void {
  if (declaration.sensors === undefined) return;
  for (let i = 0; i < declaration.sensors.length; i++) {
    const declared = declaration.sensors[i];
    if (declared.options.onRequest === true) {
      const request = requestOf(runtime.sensors[i], runtime.ports);
      subscribe(runtime.client, requestTopic(root, declared.name), 0, request);
    }
  }
}

/** The actuators, which listen for their commands from now on. */
export function addActuators(
  runtime: Runtime,
  declaration: DeviceDeclaration,
  root: string,
  now: number,
): void {
  if (declaration.actuators === undefined) return;
  for (const declared of declaration.actuators) {
    const publication = prepare(valueTopic(root, declared.name), 1, true, "latest");
    if (USER_PROPERTIES) carryProperties(publication, ownProperties(declaration));
    if (MQTT5) adoptNext(runtime, publication);
    const actuator = runningActuator(declared, runtime, publication, now);
    runtime.actuators.push(actuator);
    if (STATE_READINGS) {
      for (const { part } of runtime.measurements) readStateOf(part, actuator);
    }
    const replies = REPLIES && declaration.replies === true;
    const taker = QUESTIONS ? answerTaker(runtime, declaration, actuator) : actuator;
    subscribe(
      runtime.client,
      commandTopic(root, declared.name),
      1,
      replies ? replying(actuator, taker, stateWords) : taker,
    );
    if (DIMMERS && isDimmable(declared)) addDimmer(runtime, actuator, root, replies);
    if (COLOURS && isColoured(declared)) addPainter(runtime, actuator, root, replies);
  }
  if (INTERLOCKS) addRivals(runtime.actuators);
}

/** Who takes commands to the actuator: where it takes the answers to a sensor's questions, these alone. @cold */
function answerTaker(runtime: Runtime, { sensors }: DeviceDeclaration, actuator: Actuator): Subscriber {
  if (sensors === undefined) return actuator;
  for (let i = 0; i < sensors.length; i++) {
    const { asks } = sensors[i].options;
    const { question } = runtime.sensors[i];
    if (asks !== undefined && asks.input === actuator.declaration.name && question !== undefined) {
      if (MQTT5) noteAnswers(runtime.client);
      return answered(question, actuator, shownBy(runtime.sensors, actuator), runtime.ports);
    }
  }
  return actuator;
}

/** The sensor that shows its state. @cold */
function shownBy(sensors: Sensor[], actuator: Actuator): Sensor | undefined {
  for (const sensor of sensors) {
    if (declaredStateOf(sensor.quantity.part) === actuator.declaration) return sensor;
  }
  return undefined;
}

/** Actuators speak less often than sensors: their topic aliases come after those. @cold */
function adoptNext(runtime: Runtime, publication: Publication): void {
  adopt(runtime.client, publication, runtime.client.protocol.publications.length + 1);
}

/** The brightness of a light has topics of its own. */
function addDimmer(runtime: Runtime, light: Actuator, root: string, replies: boolean): void {
  const name = brightnessName(light.declaration.name);
  light.brightness = prepare(valueTopic(root, name), 1, true, "latest");
  if (USER_PROPERTIES) carryProperties(light.brightness, light.publication.fixedProperties);
  if (MQTT5) adoptNext(runtime, light.brightness);
  const dimmer = dimmerOf(light);
  subscribe(
    runtime.client,
    commandTopic(root, name),
    1,
    replies ? replying(light, dimmer, brightnessWords) : dimmer,
  );
}

/** The colour of a light, too. */
function addPainter(runtime: Runtime, light: Actuator, root: string, replies: boolean): void {
  const name = colourName(light.declaration.name);
  light.shownColour = prepare(valueTopic(root, name), 1, true, "latest");
  if (USER_PROPERTIES) carryProperties(light.shownColour, light.publication.fixedProperties);
  if (MQTT5) adoptNext(runtime, light.shownColour);
  const painter = painterOf(light);
  subscribe(
    runtime.client,
    commandTopic(root, name),
    1,
    replies ? replying(light, painter, colourWords) : painter,
  );
}

function addRivals(actuators: Actuator[]): void {
  for (const actuator of actuators) {
    for (const rival of actuator.declaration.rivals) actuator.rivals.push(actuators[rival] as Actuator);
  }
}

/** Copies of its lists take their place: each as long as it is, where thousands of devices get no more. */
export function setLists(
  runtime: Runtime,
  sensors: Sensor[],
  measurements: Measurement[],
  actuators: Actuator[],
): void {
  runtime.sensors = sensors;
  runtime.measurements = measurements;
  runtime.actuators = actuators;
}
