// Parts of a simulated device that are driven and have a model: strips of LEDs, stepper motors, shift
// registers, displays.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { Hc595Output } from "../../../src/drivers/hc595.ts";
import type { Ssd1306 } from "../../../src/drivers/ssd1306.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import { createHc595, type Hc595Model } from "../parts/hc595.ts";
import { hexadecimal } from "../parts/misuses.ts";
import { createSsd1306, type Ssd1306Model } from "../parts/ssd1306.ts";
import { createStepperMotor, type StepperMotorModel } from "../parts/stepper-motor.ts";
import { createWs2812, type Ws2812Model } from "../parts/ws2812.ts";

/** The models of a device's driven parts, by role. */
export interface DrivenParts {
  /** Strips of LEDs. */
  strips: ReadonlyMap<string, Ws2812Model>;
  /** Stepper motors. */
  steppers: ReadonlyMap<string, StepperMotorModel>;
  shiftRegisters: ReadonlyMap<string, Hc595Model>;
  displays: ReadonlyMap<string, Ssd1306Model>;
}

/** A display's model, with its role and its address on that role's bus. */
export interface FittedDisplay {
  role: string;
  address: number;
  part: Ssd1306Model;
}

/** Fits the models, except the displays, which are on I2C. */
export function fitDrivenParts(
  declaration: DeviceDeclaration,
  timers: Timers,
  lines: Lines,
): Omit<DrivenParts, "displays"> {
  return {
    strips: stripsOf(declaration, lines),
    steppers: steppersOf(declaration, timers, lines),
    shiftRegisters: shiftRegistersOf(declaration, lines),
  };
}

/** A driver that does not say how many LEDs it has gets none. */
function stripsOf({ actuators = [] }: DeviceDeclaration, lines: Lines): ReadonlyMap<string, Ws2812Model> {
  const strips = actuators.flatMap(({ part: { role, wire, leds } }) =>
    wire === "pixels" && leds !== undefined
      ? [[role, createWs2812({ lines, pin: role, leds })] as const]
      : [],
  );
  return new Map(strips);
}

function steppersOf(
  { actuators = [] }: DeviceDeclaration,
  { now }: Timers,
  lines: Lines,
): ReadonlyMap<string, StepperMotorModel> {
  const roles = actuators.flatMap(({ part }) => (part.chip === "stepper" ? [part.role] : []));
  return new Map(
    roles.map((role) => {
      const inputs = [`${role}.a`, `${role}.b`, `${role}.c`, `${role}.d`] as const;
      return [role, createStepperMotor({ lines, inputs, now })];
    }),
  );
}

function shiftRegistersOf(
  { actuators = [] }: DeviceDeclaration,
  lines: Lines,
): ReadonlyMap<string, Hc595Model> {
  const outputs = actuators.flatMap(({ part }) => (part.chip === "74HC595" ? [part as Hc595Output] : []));
  const chains = new Map(outputs.map(({ role, of }) => [role, of.levels.length]));
  return new Map([...chains].map(([role, chips]) => [role, createHc595({ lines, cs: `${role}.cs`, chips })]));
}

/** The displays of a device, in the order of their declarations. */
export function displaysOf({ displays = [] }: DeviceDeclaration): readonly FittedDisplay[] {
  return displays
    .filter(({ part }) => part.chip === "SSD1306")
    .map(({ part }) => {
      const { role, rows, busAddress: address } = part as Ssd1306;
      return { role, address, part: createSsd1306({ address, rows }) };
    });
}

/** Displays by role; a further one of the same role by role and address, as "panel 0x3d". */
export function displaysByRole(displays: readonly FittedDisplay[]): ReadonlyMap<string, Ssd1306Model> {
  const models = new Map<string, Ssd1306Model>();
  for (const { role, address, part } of displays)
    models.set(models.has(role) ? `${role} ${hexadecimal(address)}` : role, part);
  return models;
}
