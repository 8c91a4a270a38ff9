// Parts on the UARTs of a simulated device: the model of each chip that there is one of.
import type { Dsmr } from "../../../src/drivers/dsmr.ts";
import type { ModbusRtu } from "../../../src/drivers/modbus-rtu.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Part } from "../../../src/reading/part.ts";
import { type A02yyuwModel, createA02yyuw } from "../parts/a02yyuw.ts";
import type { Known } from "../parts/around.ts";
import { createMhZ19, type MhZ19Model } from "../parts/mh-z19.ts";
import { createModbusServer, type ModbusServer, wordsOf } from "../parts/modbus-server.ts";
import { createPms5003, type Pms5003Model } from "../parts/pms5003.ts";
import { createSmartMeter, type SmartMeter } from "../parts/smart-meter.ts";
import type { OnUart } from "../parts/voice.ts";

/** The models of a device's parts on UARTs, by role. */
export interface UartParts {
  /** Sensors of fine particles. */
  dustSensors: ReadonlyMap<string, Pms5003Model>;
  /** Sensors of CO2. */
  co2Sensors: ReadonlyMap<string, MhZ19Model>;
  modbusServers: ReadonlyMap<string, ModbusServer>;
  smartMeters: ReadonlyMap<string, SmartMeter>;
  /** Sensors of distance that speak. */
  distanceSensors: ReadonlyMap<string, A02yyuwModel>;
}

export const UART_CHIPS: readonly (string | undefined)[] = ["PMS5003", "MH-Z19", "Modbus", "A02YYUW", "DSMR"];

/** Fits the models. What they say reaches the device only while they answer. */
export function fitUartParts(
  parts: readonly Part[],
  timers: Timers,
  lines: Lines,
  around: (part: Part) => Known,
): UartParts {
  const dustSensors = new Map<string, Pms5003Model>();
  const co2Sensors = new Map<string, MhZ19Model>();
  const modbusServers = new Map<string, ModbusServer>();
  const smartMeters = new Map<string, SmartMeter>();
  const distanceSensors = new Map<string, A02yyuwModel>();
  for (const part of parts) {
    const { role, chip, wire } = part;
    if (wire !== "uart") continue;
    const { answers, dust, co2, modbus, distance, flow } = around(part);
    const line: OnUart = {
      lines: {
        send: (...sent) => {
          if (answers()) lines.send(...sent);
        },
        whenSent: (pin, baud, told) => lines.whenSent(pin, baud, told),
      },
      tx: `${role}.tx`,
      rx: `${role}.rx`,
      ...timers,
    };
    if (chip === "PMS5003") dustSensors.set(role, createPms5003({ ...line, dust }));
    if (chip === "MH-Z19") co2Sensors.set(role, createMhZ19({ ...line, co2 }));
    if (chip === "A02YYUW") distanceSensors.set(role, createA02yyuw({ ...line, centimetres: distance }));
    if (chip === "DSMR")
      smartMeters.set(role, createSmartMeter({ ...line, everyMs: (part as Dsmr).everyMs, kilowatts: flow }));
    if (chip === "Modbus") modbusServers.set(role, modbusServer(part as ModbusRtu, line, modbus));
  }
  return { smartMeters, dustSensors, co2Sensors, modbusServers, distanceSensors };
}

/** A server with the registers that the device asks for, and 0 in those between. */
function modbusServer(part: ModbusRtu, line: OnUart, modbus: Known["modbus"]): ModbusServer {
  const { registers, first, last, lowWordFirst, baud, address, functionCode } = part;
  const word = (asked: number) => {
    const found = registers.find(
      ({ number, kind }) => asked - number === 0 || (asked - number === 1 && !kind.endsWith("16")),
    );
    if (found === undefined) return asked < first || asked > last ? undefined : 0;
    const { number, kind, decimals } = found;
    return wordsOf(kind, modbus(number), decimals, lowWordFirst)[asked - number];
  };
  return createModbusServer({ ...line, baud, address, functionCode, word });
}
