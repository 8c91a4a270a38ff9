// Differences of NodeMCU between chips that a program can observe: the release branch on the ESP8266, the
// branch dev-esp32 on the ESP32.
import type { EspName } from "../../../../boards/chips/chip.ts";

export interface ChipWays {
  /** The station looks for its network again by itself; elsewhere that is the program's business. */
  rejoinsByItself: boolean;
  /** `wifi.sta.connect` is refused while the station is connecting. */
  refusesWhileJoining: boolean;
  /** A connection that is being opened cannot be closed once its name is an address. */
  opensToTheEnd: boolean;
  /** A closed connection receives no further events. */
  forgetsWhatEnded: boolean;
  /** Interrupts that come before their task has run are counted, and are lost elsewhere. */
  countsInterrupts: boolean;
  /** How long `dht` holds its line low. */
  dhtLowMs: number;
  /** Before it was synchronised the wall clock counts from boot, and stands still elsewhere. */
  countsFromBoot: boolean;
}

export const CHIP_WAYS: Readonly<Record<EspName, ChipWays>> = {
  esp32: {
    rejoinsByItself: false,
    refusesWhileJoining: true,
    opensToTheEnd: true,
    forgetsWhatEnded: false,
    countsInterrupts: false,
    // One tick of the system's.
    dhtLowMs: 10,
    countsFromBoot: true,
  },
  esp8266: {
    rejoinsByItself: true,
    refusesWhileJoining: false,
    opensToTheEnd: false,
    forgetsWhatEnded: true,
    countsInterrupts: true,
    dhtLowMs: 18,
    countsFromBoot: false,
  },
};
