// All sections of the bench, in the order of its tables.
import { espruinoGrowth } from "./espruino/client-growth.ts";
import { espruinoClientHeld } from "./espruino/client-held.ts";
import { espruinoClient } from "./espruino/client-instructions.ts";
import { espruinoInVersion5 } from "./espruino/client-version-5.ts";
import { espruinoHeld, espruinoLeftBehind } from "./espruino/held.ts";
import { bytecode } from "./lua/bytecode.ts";
import { clientGrowth } from "./lua/client-growth.ts";
import { clientHeld } from "./lua/client-held.ts";
import { clientOnMachine } from "./lua/client-machine.ts";
import { clientInVersion5 } from "./lua/client-version-5.ts";
import { clientInVm } from "./lua/client-vm.ts";
import { luaHeld } from "./lua/held.ts";
import { garden } from "./node/garden.ts";
import { nodeSections } from "./node/sections.ts";
import { espruinoOperations } from "./operations/espruino.ts";
import { luaOperations } from "./operations/lua.ts";
import { luaMachineOperations } from "./operations/lua-machine.ts";
import type { Section } from "./section.ts";

export const SECTIONS: readonly Section[] = [
  bytecode,
  luaHeld,
  clientHeld,
  espruinoHeld,
  espruinoClientHeld,
  clientInVm,
  clientInVersion5,
  clientGrowth,
  clientOnMachine,
  luaOperations,
  luaMachineOperations,
  espruinoClient,
  espruinoInVersion5,
  espruinoGrowth,
  espruinoOperations,
  garden,
  ...nodeSections,
  espruinoLeftBehind,
];
