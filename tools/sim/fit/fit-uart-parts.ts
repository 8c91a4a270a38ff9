// Parts on the UARTs of a simulated device: the model of each chip that there is one of.
import type { Dsmr } from "../../../src/drivers/dsmr.ts";
import type { ModbusRtu } from "../../../src/drivers/modbus-rtu.ts";
import { createA02yyuw } from "../parts/a02yyuw.ts";
import { createMhZ19 } from "../parts/mh-z19.ts";
import { createModbusServer, type ModbusServer, registerWords } from "../parts/modbus-server.ts";
import { createPms5003 } from "../parts/pms5003.ts";
import { createSmartMeter } from "../parts/smart-meter.ts";
import type { OnUart } from "../parts/voice.ts";
import { type ChipPlace, type Chips, type FittedBy, fitChips } from "./chips.ts";

export const UART_CHIPS = {
  PMS5003: {
    among: "dustSensors",
    wire: "uart",
    fit: (at: ChipPlace) => createPms5003({ ...onUart(at), dust: at.around.dust }),
  },
  "MH-Z19": {
    among: "co2Sensors",
    wire: "uart",
    fit: (at: ChipPlace) => createMhZ19({ ...onUart(at), co2: at.around.co2 }),
  },
  A02YYUW: {
    among: "distanceSensors",
    wire: "uart",
    fit: (at: ChipPlace) => createA02yyuw({ ...onUart(at), centimetres: at.around.distance }),
  },
  DSMR: {
    among: "smartMeters",
    wire: "uart",
    fit: (at: ChipPlace) =>
      createSmartMeter({ ...onUart(at), everyMs: (at.part as Dsmr).everyMs, kilowatts: at.around.flow }),
  },
  Modbus: { among: "modbusServers", wire: "uart", fit: modbusServer },
} as const satisfies Chips;

/** The models of a device's parts on UARTs, by role. */
export type UartParts = FittedBy<typeof UART_CHIPS>;

export function fitUartParts(places: readonly ChipPlace[]): UartParts {
  return fitChips(UART_CHIPS, places);
}

/** What a part says reaches the device only while it answers. */
function onUart({ role, timers, lines, around: { answers } }: ChipPlace): OnUart {
  return {
    lines: {
      send: (...sent) => {
        if (answers()) lines.send(...sent);
      },
      whenSent: (pin, baud, listener) => lines.whenSent(pin, baud, listener),
    },
    tx: `${role}.tx`,
    rx: `${role}.rx`,
    ...timers,
  };
}

/** A server with the registers that the device asks for, and 0 in those between. */
function modbusServer(at: ChipPlace): ModbusServer {
  const { registers, first, last, lowWordFirst, baud, address, functionCode } = at.part as ModbusRtu;
  const word = (wanted: number) => {
    const register = registers.find(
      ({ number, kind }) => wanted - number === 0 || (wanted - number === 1 && !kind.endsWith("16")),
    );
    if (register === undefined) return wanted < first || wanted > last ? undefined : 0;
    const { number, kind, decimals } = register;
    return registerWords(kind, at.around.modbus(number), decimals, lowWordFirst)[wanted - number];
  };
  return createModbusServer({ ...onUart(at), baud, address, functionCode, word });
}
