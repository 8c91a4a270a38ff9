// A household: the home, its devices on their chips, the automation and the phone, in worlds that are handed
// in. Where a broker is, and whether time is real, the worlds know.
import { startAutomation } from "../../../firmware/automation/automation.ts";
import type { NodeClientOptions } from "../../../src/client/options.ts";
import { ROOT, SEALER } from "../../../src/device/run/topics.ts";
import { chipIdOf } from "../../../src/platform/node/chip-id.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Datagrams, I2cBus, World } from "../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import type { KeyStore } from "../../update/key-store.ts";
import type { OwnFirmware } from "../devices/own-firmware.ts";
import { powerDevice } from "../devices/powered-device.ts";
import { sharedIdentities } from "../devices/same-identity.ts";
import type { Air } from "../parts/around.ts";
import { clockServers } from "../worlds/clock-servers.ts";
import { placeOf } from "./fittings.ts";
import { createHome, type Home, START_MS } from "./home.ts";
import { type Phone, startPhone } from "./phone.ts";
import { schedulePowerCuts } from "./power-cuts.ts";
import { giveHashes, keyRecordOf, withSealedLock } from "./sealed-lock.ts";
import { epochOf } from "./time.ts";

/** The broker that all talk to. */
export interface BrokerAccess extends Pick<NodeClientOptions, "host" | "port" | "tls" | "user"> {
  secret?: string | undefined;
}

/** What a world of the household is made of; what is left out is as usual. */
export interface WorldParts {
  seed: number;
  chipId?: string;
  storage?: Map<string, string>;
  circuit?: Lines;
  i2c?: I2cBus;
  datagrams?: Datagrams;
  log: (line: string) => void;
}

export interface HouseholdOptions {
  timers: Timers;
  seed: number;
  firmware: readonly OwnFirmware[];
  broker: BrokerAccess;
  /** The first level of all its topics. Default: where a device's topics begin. */
  root?: string;
  worldOf: (parts: WorldParts) => World;
  replay?: () => Air;
  /** The lock of the front door is sealed, and its key lies here. */
  keys?: KeyStore | undefined;
  /** Something happened, and why: a sentence without its full stop. */
  happened: (words: string) => void;
  /** A line of a console: whose, and what it says. */
  log: (who: string, line: string) => void;
}

/** A device of the household, for whoever looks. */
export interface HouseholdDevice extends OwnFirmware {
  /** Where its topics begin. */
  root: string;
  /** The room that it is in. */
  place: string;
  isPowered: () => boolean;
  /** Pulls its plug, or puts it back. */
  switchPower: () => void;
}

export interface Household {
  home: Home;
  devices: HouseholdDevice[];
  /** Ends all in an orderly way: each says that it is offline. */
  stop: () => void;
}

/**
 * Starts everything. Throws when a firmware's declaration has faults, or two of the devices would be one to
 * the broker.
 */
export function startHousehold(options: HouseholdOptions): Household {
  return new SimulatedHousehold(options);
}

interface StartedDevice extends HouseholdDevice {
  stop: (done: () => void) => void;
}

class SimulatedHousehold implements Household {
  readonly home: Home;
  readonly devices: StartedDevice[];
  private readonly timers: Timers;
  private readonly seed: number;
  private readonly broker: BrokerAccess;
  private readonly worldOf: (parts: WorldParts) => World;
  private readonly happened: (words: string) => void;
  private readonly log: (who: string, line: string) => void;
  private readonly root: string;
  private readonly phone: Phone;
  private readonly keys: KeyStore | undefined;
  private readonly automation: ReturnType<typeof startAutomation>;

  constructor(options: HouseholdOptions) {
    const { timers, seed, broker, worldOf, replay, happened, log, keys } = options;
    const firmware = keys === undefined ? options.firmware : options.firmware.map(withSealedLock);
    this.timers = timers;
    this.seed = seed;
    this.broker = broker;
    this.worldOf = worldOf;
    this.happened = happened;
    this.log = log;
    this.keys = keys;
    this.root = options.root === undefined ? ROOT : `${options.root}/`;
    this.requireOwnIdentities(firmware);
    const suffix = chipIdOf(this.seed);
    this.phone = startPhone(this.clientWorld("phone"), {
      ...this.broker,
      id: `phone-${suffix}`,
      root: this.root,
      through: (name, topic) => (isSealed(firmware, name) ? SEALER + topic : topic),
    });
    this.home = createHome({
      timers: this.timers,
      seed: this.seed,
      replay,
      happened: this.happened,
      phone: this.phone.command,
    });
    this.devices = firmware.map(this.startDevice);
    this.automation = startAutomation(this.clientWorld("automation"), {
      broker: this.broker,
      id: `automation-${suffix}`,
      root: this.root.slice(0, -1),
      did: (words) => this.happened(`automation: ${words}`),
    });
    schedulePowerCuts({
      timers: this.timers,
      seed: this.seed,
      names: firmware.map(({ name }) => name),
      cut: (name) => this.setPower(name, false),
      give: (name) => this.setPower(name, true),
    });
  }

  private requireOwnIdentities(firmware: readonly OwnFirmware[]): void {
    const clashes = sharedIdentities(
      firmware.map(({ name, declaration }) => ({
        firmware: name,
        name: declaration.name,
        chipId: chipIdOf(seedOf(this.seed, name)),
      })),
    );
    if (clashes.length > 0) throw new Error(clashes.join("\n"));
  }

  readonly stop = (): void => {
    this.phone.stop(() => {});
    this.automation.stop(() => {});
    for (const device of this.devices) device.stop(() => {});
  };

  private readonly startDevice = ({ name, declaration }: OwnFirmware): StartedDevice => {
    const { circuit, i2c } = this.home.fit(name, declaration);
    const own = seedOf(this.seed, name);
    const chipId = chipIdOf(own);
    const { clock } = declaration;
    const keys = isSealed([{ name, declaration }], declaration.name) ? this.keys : undefined;
    const time = clock && epochOf(clock.zone);
    const deviceRoot = `${this.root}${declaration.name}-${chipId}`;
    const world = this.worldOf({
      seed: own,
      chipId,
      circuit,
      i2c,
      ...(time && {
        datagrams: clockServers(clock, this.broker.host, this.timers, () =>
          time(START_MS + this.timers.now()),
        ),
      }),
      storage: new Map([
        [SETTINGS, settingsRecord({ ...this.broker, root: deviceRoot })],
        ...(keys === undefined ? [] : [keyRecordOf(keys, `${declaration.name}-${chipId}`)]),
      ]),
      log: (line) => this.log(name, line),
    });
    if (keys !== undefined) giveHashes(world, keys);
    const powered = powerDevice(world, declaration);
    return {
      name,
      declaration,
      place: placeOf(name),
      root: deviceRoot,
      isPowered: powered.isPowered,
      switchPower: () => {
        const isOn = powered.isPowered();
        this.happened(isOn ? `The plug of ${name} is pulled` : `The plug of ${name} is put back`);
        if (isOn) powered.cutPower();
        else powered.givePower();
      },
      stop: powered.stop,
    };
  };

  private clientWorld(who: string): World {
    return this.worldOf({ seed: seedOf(this.seed, who), log: (line) => this.log(who, line) });
  }

  /** Somebody may have pulled or put back the plug meanwhile. */
  private setPower(name: string, on: boolean): void {
    const device = this.devices.find((device) => device.name === name);
    if (device !== undefined && device.isPowered() !== on) device.switchPower();
  }
}

/** Has a device of this name a sealed actuator? */
function isSealed(firmware: readonly OwnFirmware[], name: string): boolean {
  return firmware.some(
    ({ declaration }) => declaration.name === name && declaration.actuators?.some(({ isSealed }) => isSealed),
  );
}

/** A seed of its own for each name: a device is the same one in whatever company it runs. */
function seedOf(seed: number, name: string): number {
  let mixed = seed;
  for (const character of name) mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x9e3779b1);
  return mixed >>> 0;
}
