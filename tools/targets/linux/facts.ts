// Facts of a small computer under Linux that runs Node.
import type { TargetFacts } from "../facts.ts";

/** Bytes that a file system takes for each file: a block. */
const BLOCK = 4096;

export const linuxFacts: TargetFacts = {
  memory: { unit: "bytes", of: ({ heapBytes }) => heapBytes, faults: () => [] },
  flash: {
    fileOverhead: BLOCK,
    most: ({ budget }) => budget.flashBytes,
    isInPlaceOnly: () => false,
  },
  updatesLack: () => undefined,
  hasLfs: false,
  startsBootFiles: false,
  hasConsole: false,
  findsCodesBy: () => `on the machine, "od -An -v -w8 -tx1 /sys/bus/w1/devices/*-*/id" prints the codes`,
  isNumberMac: () => false,
};
