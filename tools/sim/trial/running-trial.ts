// A trial that has been started: the device, its parts and its broker, all by one virtual clock.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { commandTopic, ROOT, STAY_AWAKE_NAME, valueTopic } from "../../../src/device/run/topics.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { createBroker } from "../broker/broker.ts";
import { ChargeMeter } from "../devices/charge-meter.ts";
import { type PoweredDevice, powerDevice } from "../devices/powered-device.ts";
import { type FittedParts, fitParts, type HandledParts } from "../fit/fit-parts.ts";
import type { Surroundings } from "../parts/around.ts";
import { createVirtualClock } from "../worlds/clock.ts";
import { createVirtualWorld, type VirtualWorld } from "../worlds/virtual-world.ts";
import { withPlace } from "./checked-device.ts";
import type { LikeBoard } from "./like-board.ts";
import type { Trial } from "./trial.ts";
import { checkCommand, checkedCircuit, checkTime, knownParts, powerOf } from "./trial-faults.ts";
import { matches, missing, TrialMessages } from "./trial-messages.ts";
import { BROKER_HOST, type TrialTime, trialTime } from "./trial-time.ts";

/** Messages on their way arrive in this time, and their effects are done. */
const SETTLE_MS = 100;
/** The longest wait for a device that starts to come online, before it receives a command. */
const ONLINE_MS = 60_000;
/** The longest wait of a stopping device for its last messages. */
const STOP_MS = 60_000;
/** The interval of messages on the topic of a clock. */
const CLOCK_MS = 60_000;
const CHIP_ID = "0a1b2c";
const DISCOVERY = "homeassistant/";

type CheckedParts = ReturnType<typeof checkedParts>;

export class RunningTrial {
  private readonly declaration: DeviceDeclaration;
  private readonly patience: number;
  private readonly like: LikeBoard | undefined;
  private readonly clock = createVirtualClock();
  private readonly broker = createBroker({ timers: this.clock });
  private readonly messages = new TrialMessages(this.broker);
  private readonly meter = new ChargeMeter(this.clock);
  private readonly time: TrialTime;
  private readonly world: VirtualWorld;
  private readonly device: PoweredDevice;
  private readonly parts: CheckedParts;
  private readonly root: string;
  private failure: { error: unknown } | undefined = undefined;

  constructor(
    declaration: DeviceDeclaration,
    surroundings: Surroundings,
    patience: number,
    like: LikeBoard | undefined,
  ) {
    this.declaration = declaration;
    this.patience = patience;
    this.like = like;
    this.root = `${ROOT}${declaration.name}-${CHIP_ID}`;
    const parts = fitParts(declaration, this.clock, surroundings);
    this.parts = checkedParts(declaration, parts);
    this.time = trialTime(declaration, this.clock);
    this.world = this.createWorld(parts);
    this.device = powerDevice(this.world, declaration, like?.limits, like?.diagnostics, this.meter);
    if (declaration.clock?.topic !== undefined) this.publishTime(declaration.clock.topic);
  }

  /** The trial as a test has it. */
  trial(): Trial {
    const { pass, setTime, now, heard, told, charge, announced, command, end } = this;
    return {
      ...this.parts,
      ...{ pass, setTime, now, heard, told, charge, announced, command, end },
      cutNetwork: () => this.setNetwork(false),
      giveNetwork: () => this.setNetwork(true),
      cutPower: () => this.device.cutPower(),
      givePower: () => this.device.givePower(),
    };
  }

  private readonly pass = (ms: number): void => {
    checkTime(ms);
    this.run(ms);
  };

  private readonly setTime = (text: string): void => this.device.setClock(this.time.set(text));

  private readonly now = (): number => this.clock.now();

  private readonly told = (name: string): readonly string[] => [
    ...(this.messages.byTopic().get(valueTopic(this.root, name)) ?? []),
  ];

  private readonly heard = async (name: string, expected: string | RegExp = /^/): Promise<string> => {
    const isThere = () => matches(this.newest(name), expected);
    this.runUntil(isThere, this.patience);
    if (!isThere()) {
      this.throwFailure();
      const topic = valueTopic(this.root, name);
      throw new Error(missing(topic, expected, this.messages.byTopic(), this.newest("problem")));
    }
    const text = this.newest(name) ?? "";
    this.run(SETTLE_MS);
    return text;
  };

  private readonly charge = () => this.meter.charge(powerOf(this.like));

  private readonly announced = (): ReadonlyMap<string, unknown> =>
    new Map(
      [...this.messages.byTopic()]
        .filter(([topic]) => topic.startsWith(DISCOVERY))
        .map(([topic, payloads]) => [topic, JSON.parse(payloads.at(-1) || "null")]),
    );

  private readonly command = async (name: string, payload: string): Promise<void> => {
    checkCommand(this.declaration, name, payload);
    const isThere = () => ["online", "sleeping"].includes(this.newest("status") ?? "");
    if (this.device.isPowered() && this.world.networkIsUp() && !isThere()) {
      this.runUntil(isThere, ONLINE_MS);
      this.run(SETTLE_MS);
    }
    this.broker.publish(commandTopic(this.root, name), Buffer.from(payload).toString("latin1"), {
      qos: 1,
      retain: name === STAY_AWAKE_NAME,
    });
    this.run(SETTLE_MS);
  };

  private readonly end = async (): Promise<void> => {
    let isOver = false;
    this.device.stop(() => {
      isOver = true;
    });
    this.clock.runUntil(() => isOver, STOP_MS);
    this.throwFailure();
  };

  private createWorld({ circuit, i2c }: FittedParts): VirtualWorld {
    const { datagrams } = this.time;
    const settings = settingsRecord({ host: BROKER_HOST, ssid: "net", password: "long enough" });
    const world = createVirtualWorld({
      clock: this.clock,
      peer: this.broker.peer,
      circuit,
      i2c,
      ...(datagrams === undefined ? {} : { datagrams }),
      chipId: CHIP_ID,
      storage: new Map([[SETTINGS, settings]]),
    });
    world.failed = (error) => {
      this.failure = { error: withPlace(error) };
    };
    if (this.like !== undefined) world.hardware = this.like.hardware;
    return world;
  }

  private setNetwork(isUp: boolean): void {
    this.time.setNetwork(isUp);
    this.world.setNetwork(isUp);
  }

  /** Publishes the time again and again, as another program in the house does. */
  private publishTime(topic: string): void {
    this.clock.after(CLOCK_MS, () => {
      this.broker.publish(topic, String(this.time.seconds()));
      this.publishTime(topic);
    });
  }

  private newest(name: string): string | undefined {
    return this.messages.byTopic().get(valueTopic(this.root, name))?.at(-1);
  }

  private run(ms: number): void {
    this.runUntil(() => false, ms);
    this.throwFailure();
  }

  /** Ends early when the device's own code has thrown. */
  private runUntil(isThere: () => boolean, ms: number): void {
    this.clock.runUntil(() => isThere() || this.failure !== undefined, ms);
  }

  /** Throws a failure once: the first call that can throw it does. */
  private throwFailure(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure.error;
  }
}

/** The parts that a test may act on; asking for a role without such a part throws. */
function checkedParts(declaration: DeviceDeclaration, parts: HandledParts) {
  return {
    circuit: checkedCircuit(declaration, parts.circuit),
    contacts: knownParts("contact", parts.contacts),
    motionDetectors: knownParts("motion detector", parts.motionDetectors),
    knobs: knownParts("rotary encoder", parts.knobs),
    remotes: knownParts("infrared receiver", parts.remotes),
    strips: knownParts("strip of LEDs", parts.strips),
    steppers: knownParts("stepper motor", parts.steppers),
    shiftRegisters: knownParts("shift register", parts.shiftRegisters),
    pwmBoards: knownParts("board of outputs", parts.pwmBoards),
    displays: knownParts("display", parts.displays),
  };
}
