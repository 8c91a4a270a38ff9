// Facts of NodeMCU: how it counts memory, and what its files take.
import { ESP_CHIPS, espOf } from "../../../boards/chips/chip.ts";
import type { TargetFacts } from "../facts.ts";
import { byScan } from "../scan-words.ts";
import { firmwareModules } from "./firmware-modules.ts";

/** Bytes of a SPIFFS for each file: at least a page of its index. */
const INDEX_PAGE = 256;

export const nodemcuFacts: TargetFacts = {
  memory: { unit: "bytes", of: ({ heapBytes }) => heapBytes, faults: () => [] },
  flash: {
    fileOverhead: INDEX_PAGE,
    most: ({ budget }) => budget.flashBytes,
    isInPlaceOnly: () => false,
  },
  updatesLack: () => undefined,
  hasLfs: true,
  startsBootFiles: false,
  hasConsole: true,
  toInstall: {
    speed: "the faster of the two: it runs compiled Lua",
    how: "It has no releases: order a build with floating point numbers and these modules",
    url: "https://nodemcu-build.com",
    modulesFor: firmwareModules,
  },
  findsCodesBy: byScan,
  isNumberMac: (chip) => ESP_CHIPS[espOf(chip)].isNodeMcuNumberMac,
};
