// A household: the home, its devices on their chips, the automation and the phone, in worlds that are handed
// in. Where a broker is, and whether time is real, the worlds know.
import { startAutomation } from "../../../firmware/automation/automation.ts";
import type { NodeClientOptions } from "../../../src/client/options.ts";
import { ROOT } from "../../../src/device/run/topics.ts";
import { chipIdOf } from "../../../src/platform/node/chip-id.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Datagrams, I2cBus, World } from "../../../src/platform/node/world.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import type { OwnFirmware } from "../devices/own-firmware.ts";
import { powerDevice } from "../devices/powered-device.ts";
import { sharedIdentities } from "../devices/same-identity.ts";
import type { Air } from "../parts/around.ts";
import { clockServers } from "../worlds/clock-servers.ts";
import { placeOf } from "./fittings.ts";
import { createHome, type Home, START_MS } from "./home.ts";
import { startPhone } from "./phone.ts";
import { schedulePowerCuts } from "./power-cuts.ts";
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
  const { timers, seed, firmware, broker, worldOf, replay, happened, log } = options;
  const root = options.root === undefined ? ROOT : `${options.root}/`;
  const clashes = sharedIdentities(
    firmware.map(({ name, declaration }) => ({
      firmware: name,
      name: declaration.name,
      chipId: chipIdOf(seedOf(seed, name)),
    })),
  );
  if (clashes.length > 0) throw new Error(clashes.join("\n"));
  const suffix = chipIdOf(seed);
  const clientWorld = (who: string) => worldOf({ seed: seedOf(seed, who), log: (line) => log(who, line) });

  const phone = startPhone(clientWorld("phone"), {
    ...broker,
    id: `phone-${suffix}`,
    root,
  });
  const home = createHome({ timers, seed, replay, happened, phone: phone.command });
  const devices = firmware.map(startDevice);
  const automation = startAutomation(clientWorld("automation"), {
    broker,
    id: `automation-${suffix}`,
    root: root.slice(0, -1),
    did: (words) => happened(`automation: ${words}`),
  });
  schedulePowerCuts({
    timers,
    seed,
    names: firmware.map(({ name }) => name),
    cut: (name) => setPower(name, false),
    give: (name) => setPower(name, true),
  });

  function startDevice({ name, declaration }: OwnFirmware) {
    const { circuit, i2c } = home.fit(name, declaration);
    const own = seedOf(seed, name);
    const chipId = chipIdOf(own);
    const { clock } = declaration;
    const time = clock && epochOf(clock.zone);
    const deviceRoot = `${root}${declaration.name}-${chipId}`;
    const world = worldOf({
      seed: own,
      chipId,
      circuit,
      i2c,
      ...(time && {
        datagrams: clockServers(clock, broker.host, timers, () => time(START_MS + timers.now())),
      }),
      storage: new Map([[SETTINGS, settingsRecord({ ...broker, root: deviceRoot })]]),
      log: (line) => log(name, line),
    });
    const powered = powerDevice(world, declaration);
    return {
      name,
      declaration,
      place: placeOf(name),
      root: deviceRoot,
      isPowered: powered.isPowered,
      switchPower() {
        const isOn = powered.isPowered();
        happened(isOn ? `The plug of ${name} is pulled` : `The plug of ${name} is put back`);
        if (isOn) powered.cutPower();
        else powered.givePower();
      },
      stop: powered.stop,
    };
  }

  /** Somebody may have pulled or put back the plug meanwhile. */
  function setPower(name: string, on: boolean): void {
    const device = devices.find((device) => device.name === name);
    if (device !== undefined && device.isPowered() !== on) device.switchPower();
  }

  return {
    home,
    devices,
    stop() {
      phone.stop(() => {});
      automation.stop(() => {});
      for (const device of devices) device.stop(() => {});
    },
  };
}

/** A seed of its own for each name: a device is the same one in whatever company it runs. */
function seedOf(seed: number, name: string): number {
  let mixed = seed;
  for (const character of name) mixed = Math.imul(mixed ^ character.charCodeAt(0), 0x9e3779b1);
  return mixed >>> 0;
}
