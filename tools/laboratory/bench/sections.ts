// All sections of the bench, in the order of its tables.
import { espruinoClientHeld } from "./espruino/client-held.ts";
import { espruinoLeftBehind } from "./espruino/left-behind.ts";
import { espruinoMachine } from "./espruino/machine.ts";
import { luaCode } from "./lua/code.ts";
import { luaCommand } from "./lua/hosted-climate.ts";
import { lfsEstimate } from "./lua/lfs-estimate.ts";
import { luaMachine, luaVm } from "./lua/meters.ts";
import { builds } from "./node/builds.ts";
import { codec } from "./node/codec.ts";
import { coldBoot } from "./node/cold-boot.ts";
import { fleetSection } from "./node/fleet.ts";
import { garden } from "./node/garden.ts";
import { growth } from "./node/growth.ts";
import { acknowledgement, messageCpu } from "./node/messages.ts";
import { manyClients, programs } from "./node/programs.ts";
import { sealedInEspruino, sealedInLua, sealedInNode } from "./sealed/sealed-rows.ts";
import type { Section } from "./section.ts";

export const SECTIONS: readonly Section[] = [
  espruinoMachine,
  espruinoClientHeld,
  espruinoLeftBehind,
  luaMachine,
  luaVm,
  luaCode,
  luaCommand,
  lfsEstimate,
  sealedInEspruino,
  sealedInLua,
  sealedInNode,
  codec,
  messageCpu,
  programs,
  acknowledgement,
  manyClients,
  fleetSection,
  growth,
  garden,
  coldBoot,
  builds,
];
