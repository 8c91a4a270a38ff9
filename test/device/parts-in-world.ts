// A device with its parts in virtual time, and a broker that notes what it is told.
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { neededRoles } from "../../tools/image/wiring/wiring.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { fitParts } from "../../tools/sim/fit/fit-parts.ts";
import type { Surroundings } from "../../tools/sim/parts/around.ts";
import type { ContactModel, RotaryEncoderModel } from "../../tools/sim/parts/contact.ts";
import type { Dht22Model } from "../../tools/sim/parts/dht22.ts";
import type { HcSr04Model } from "../../tools/sim/parts/hc-sr04.ts";
import type { Hx711Model } from "../../tools/sim/parts/hx711.ts";
import type { Pca9685Model } from "../../tools/sim/parts/i2c/pca9685.ts";
import { loadI2cModels } from "../../tools/sim/parts/i2c-models.ts";
import type { IrRemoteModel } from "../../tools/sim/parts/ir-remote.ts";
import type { Max31855Model } from "../../tools/sim/parts/max31855.ts";
import type { MhZ19Model } from "../../tools/sim/parts/mh-z19.ts";
import type { ModbusServer } from "../../tools/sim/parts/modbus-server.ts";
import type { Pms5003Model } from "../../tools/sim/parts/pms5003.ts";
import type { SmartMeter } from "../../tools/sim/parts/smart-meter.ts";
import type { Ssd1306Model } from "../../tools/sim/parts/ssd1306.ts";
import type { Ws2812Model } from "../../tools/sim/parts/ws2812.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { flashJournal } from "../../tools/sim/worlds/flash-journal.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

await loadI2cModels();

const ID = "room-1";
const ROOT = `home/${ID}/`;
const SETTINGS_OF_IT = settingsRecord({ ssid: "net", password: "long enough", host: "broker", id: ID });

/** What is around one part. */
interface Place {
  celsius: number;
  humidity: number;
  centimetres: number;
  tip: number;
  /** 0 to 1 of an analog part's range. */
  share: number;
  answers: boolean;
}

/**
 * Fits the device's parts into a world, where a test starts it in Node or as an image. `others` is around a
 * part in place of its place.
 */
export function partsInWorld(declaration: DeviceDeclaration, others: Surroundings = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const around: Record<string, Place> = Object.fromEntries(
    neededRoles(declaration).map(({ role, pin }) => [
      pin?.of ?? role,
      { celsius: 20, humidity: 50, centimetres: 100, tip: 200, share: 0.5, answers: true },
    ]),
  );
  const surroundings = Object.entries(around).map(([role, place]) => [
    role,
    {
      air: () => place,
      distance: () => place.centimetres,
      tip: () => place.tip,
      share: () => place.share,
      answers: () => place.answers,
      ...others[role],
    },
  ]);
  const parts = fitParts(declaration, clock, Object.fromEntries(surroundings));
  const written: number[] = [];
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    circuit: parts.circuit,
    journal: flashJournal(),
    i2c: {
      write(address, bytes) {
        written.push(address);
        return parts.i2c.write(address, bytes);
      },
      read: (address, count) => parts.i2c.read(address, count),
    },
    storage: new Map([[SETTINGS, SETTINGS_OF_IT]]),
  });
  let read = 0;
  return {
    world,
    broker,
    circuit: parts.circuit,
    pass: clock.advance,
    /** Of a part that the device has. */
    place: (role: string) => around[role] as Place,
    contact: (role: string) => parts.contacts.get(role) as ContactModel,
    remote: (role: string) => parts.remotes.get(role) as IrRemoteModel,
    dustSensor: (role: string) => parts.dustSensors.get(role) as Pms5003Model,
    co2Sensor: (role: string) => parts.co2Sensors.get(role) as MhZ19Model,
    smartMeter: (role: string) => parts.smartMeters.get(role) as SmartMeter,
    modbusServer: (role: string) => parts.modbusServers.get(role) as ModbusServer,
    thermocouple: (role: string) => parts.thermocouples.get(role) as Max31855Model,
    knob: (role: string) => parts.knobs.get(role) as RotaryEncoderModel,
    strip: (role: string) => parts.strips.get(role) as Ws2812Model,
    pwmBoard: (role: string) => parts.pwmBoards.get(role) as Pca9685Model,
    display: (role: string) => parts.displays.get(role) as Ssd1306Model,
    dht: (role: string) => parts.dhts.get(role) as Dht22Model,
    scale: (role: string) => parts.scales.get(role) as Hx711Model,
    ranger: (role: string) => parts.rangers.get(role) as HcSr04Model,
    /** How often the device has written to an address of the I2C bus. */
    writes: (address: number) => written.filter((to) => to === address).length,
    /**
     * What the broker has received since the last call, as "topic=payload", without the root; not its status
     * and problems.
     */
    said(): string[] {
      const since = broker.received.slice(read);
      read = broker.received.length;
      return since
        .map(({ topic, payload }) => `${topic.replace(ROOT, "")}=${payload}`)
        .filter((line) => !line.startsWith("status=") && !line.startsWith("problem="));
    },
    /** The newest problem. */
    problem: () => broker.received.findLast(({ topic }) => topic === `${ROOT}problem`)?.payload,
    tell: (topic: string, payload = "") => broker.deliver(ROOT + topic, payload),
  };
}

/** Starts it in Node. */
export function startParts(declaration: DeviceDeclaration, others?: Surroundings) {
  const scene = partsInWorld(declaration, others);
  startNodeDevice(scene.world, declaration, simulatedWires(declaration));
  return scene;
}
