// Service of seals at one broker: bare commands come in below sealer/, where the broker lets Home Assistant
// alone write, and go out to their devices with a counter and a tag.
import { randomBytes } from "node:crypto";
import { hasControl } from "../../../src/bytes/control-characters.ts";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { SEALED_NAME, SEALER, statusTopic, valueTopic } from "../../../src/device/run/topics.ts";
import { sealerAnnouncements } from "../../../src/discovery/sealer-announcements.ts";
import type { BrokerConnection, Delivered } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { print, printJson } from "../../terminal/output.ts";
import { KeyError } from "../../update/lms-key-file.ts";
import { keptAt } from "../broker/kept-messages.ts";
import type { Service } from "../broker/serve-at-broker.ts";
import { lowestIn, sealedCommand } from "../send/sealed-command.ts";
import { NewestMessages } from "../updates/newest-messages.ts";
import { RunError } from "../words/failure.ts";
import { Rate } from "./rate.ts";
import { RATE_WORDS, type ServedDevice, ServedDevices, type ServedOptions } from "./served-devices.ts";

/** No actuator takes a longer one. */
const MOST_PAYLOAD_BYTES = 256;
/** Who is there already is kept by the broker, which answers within this. */
const KEPT_WITHIN_MS = 1000;
/** A device takes a command within this. */
const TAKEN_WITHIN_MS = 10_000;
/** What is said of commands that are refused: whoever sends them can do so without end. */
const SAID_AT_ONCE = 20;
const SAID_EACH_MS = 1000;

const UNKNOWN = "no device that this has a key of is called so";

type Step = "announced" | "sealed" | "taken" | "not taken" | "refused";

export interface SealServiceOptions extends ServedOptions {
  json?: boolean | undefined;
  /** Is given each step as a line. By default it is printed. */
  tell?: (line: string) => void;
}

export class SealService implements Service {
  /** Where the broker keeps that this is there, and which one of several it is. */
  readonly presence: string;
  private readonly own = `online ${randomBytes(8).toString("hex")}`;
  private readonly devices: ServedDevices;
  private readonly refusals = new Rate(SAID_AT_ONCE, SAID_EACH_MS);
  private isEnding = false;

  constructor(private readonly options: SealServiceOptions) {
    this.presence = SEALER + statusTopic(options.parent);
    this.devices = new ServedDevices(options);
  }

  async begin(connection: BrokerConnection, failed: (error: unknown) => void): Promise<void> {
    this.devices.forgetAll();
    const present = (await keptAt(connection, this.presence, KEPT_WITHIN_MS)) ?? "";
    if (present !== "" && present !== this.own) throw this.anotherIsThere();
    const run = (work: Promise<void>) =>
      // Whoever serves hears why the connection is lost.
      work.catch((error: unknown) => void (error instanceof BrokerFault || failed(error)));
    const commands = new NewestMessages((message) => run(this.hearCommand(connection, message)));
    connection.listen((message) => {
      const { topic, payload, retained } = message;
      if (topic === this.presence) void run(this.hearPresence(connection, payload.toString()));
      else if (!topic.startsWith(SEALER)) void run(this.hearDevice(connection, message));
      else if (retained) this.refuse(topic, "the broker had kept it, and a command counts as it comes");
      else commands.add(message);
    });
    await connection.publish(this.presence, this.own, true);
    const any = `${this.options.parent}/+`;
    const told = [valueTopic(any, SEALED_NAME), statusTopic(any)];
    const bare = [`${SEALER}${any}/+/set`, `${SEALER}${any}/+/+/set`];
    await connection.subscribe([this.presence, ...told, ...bare], 1);
  }

  async end(connection: BrokerConnection): Promise<void> {
    this.isEnding = true;
    await connection.publish(this.presence, "", true);
  }

  private anotherIsThere(): RunError {
    return new RunError(
      `Another program seals already for devices below ${this.options.parent}/, and each command would be obeyed twice; end that one, or give one program all the firmware. If it is gone, the broker says so at ${this.presence} within two minutes.`,
    );
  }

  /** The broker clears it for a connection that is lost, which may be the last one of this. */
  private async hearPresence(connection: BrokerConnection, present: string): Promise<void> {
    if (this.isEnding || present === this.own) return;
    if (present !== "") throw this.anotherIsThere();
    await connection.publish(this.presence, this.own, true);
  }

  private async hearDevice(connection: BrokerConnection, { topic, payload }: Delivered): Promise<void> {
    const known = this.devices.met(this.deviceIn(topic));
    if (known === undefined) return;
    const text = payload.toString();
    if (topic === statusTopic(known.root)) known.status = text;
    if (topic !== valueTopic(known.root, SEALED_NAME)) return;
    const lowest = lowestIn(text);
    if (lowest === undefined) return;
    known.lowest = lowest;
    this.tellTaken(known, lowest);
    if (!known.isAnnounced) await this.announce(connection, known);
  }

  private tellTaken(known: ServedDevice, lowest: number): void {
    for (const [counter, actuator] of [...known.waiting]) {
      if (counter >= lowest) continue;
      known.waiting.delete(counter);
      this.say(known.device, actuator, "taken", `the device has taken the counter ${counter}`, counter);
    }
  }

  private async announce(connection: BrokerConnection, known: ServedDevice): Promise<void> {
    known.isAnnounced = true;
    const { device, root, declaration } = known;
    const held = { id: device, root, presence: this.presence };
    const messages = declaration.discovery === undefined ? [] : sealerAnnouncements(declaration, held);
    for (const { topic, payload } of messages) await connection.publish(topic, payload, true);
    const where = `commands to ${SEALER}${root}/ are sealed for it`;
    this.say(device, undefined, "announced", where);
  }

  private async hearCommand(connection: BrokerConnection, message: Delivered): Promise<void> {
    const { topic, payload } = message;
    const known = this.devices.known(this.deviceIn(topic.slice(SEALER.length)));
    const fault = known === undefined ? UNKNOWN : faultOf(known, message);
    if (known === undefined || fault !== undefined) return this.refuse(topic, fault ?? UNKNOWN);
    const { device, root, key, lowest = 1 } = known;
    const target = topic.slice(SEALER.length);
    const actuator = target.slice(root.length + 1, -"/set".length);
    try {
      const { store } = this.options;
      const sealed = await sealedCommand(store, { device, key, lowest }, target, payload.toString());
      const { message, counter } = sealed;
      known.waiting.set(counter, actuator);
      this.say(device, actuator, "sealed", `sealed with the counter ${counter}`, counter);
      await connection.publish(target, message);
      setTimeout(() => this.tellUntaken(known, counter, actuator), TAKEN_WITHIN_MS).unref();
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      this.refuse(topic, error.message);
    }
  }

  private tellUntaken(known: ServedDevice, counter: number, actuator: string): void {
    if (!known.waiting.delete(counter)) return;
    const seconds = TAKEN_WITHIN_MS / 1000;
    const why = `the device has not taken the counter ${counter} within ${seconds} s; its ${known.root}/problem says why, where it has come there`;
    this.say(known.device, actuator, "not taken", why, counter);
  }

  private deviceIn(topic: string): string {
    return topic.slice(this.options.parent.length + 1).split("/", 1)[0] ?? "";
  }

  private refuse(topic: string, why: string): void {
    if (!this.refusals.takes(performance.now())) return;
    const target = topic.slice(SEALER.length);
    const device = this.deviceIn(target).slice(0, 96);
    const actuator = target.slice(this.options.parent.length + device.length + 2, -"/set".length);
    this.say(device, actuator.slice(0, 80), "refused", `refused: ${why}`);
  }

  private say(
    device: string,
    actuator: string | undefined,
    step: Step,
    words: string,
    counter?: number,
  ): void {
    const where = actuator === undefined ? device : `${device}/${actuator}`;
    if (this.options.json) printJson({ device, actuator, step, counter, says: words });
    else (this.options.tell ?? print)(`${printable(where)}: ${words}`);
  }
}

/** Why a command is not sealed; `undefined`: it is. */
function faultOf(known: ServedDevice, { topic, payload }: Delivered): string | undefined {
  if (!known.topics.has(topic.slice(SEALER.length))) return "the device has no sealed actuator of this name";
  if (payload.length > MOST_PAYLOAD_BYTES)
    return `it has ${payload.length} bytes; at most ${MOST_PAYLOAD_BYTES} are sealed`;
  if (!Buffer.from(payload.toString()).equals(payload)) return "it is no text of UTF-8";
  if (hasControl(payload.toString("latin1"))) return "it has control characters";
  // The broker would keep it for a device that is away, and bring it whenever that comes back.
  if (known.status !== "online") return "the device is not online, and would obey late or never";
  if (known.lowest === undefined) return "the device has not told which counter it takes";
  return known.rate.takes(performance.now()) ? undefined : RATE_WORDS;
}
