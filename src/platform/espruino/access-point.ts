// The access point over Espruino's `Wifi` (2v29). Both chips take a second scan for an error while one runs
// (libs/network/esp8266/jswrap_esp8266_network.c:486, esp32/jswrap_esp32_network.c:933), and the ESP32 an
// empty password (:1059). The ESP32 says "unknown" for whom it has no word, accounts and WPA3 among them
// (:139): these can be chosen.
import { type AccessPoint, BY_PASSWORD, OPEN } from "../../ports/access-point.ts";

/** What shuts Espruino's own access point does so again a second after the start (tools/targets/espruino/doors.ts). */
const DOORS_MS = 1500;

function scanNetworks(
  found: (this: void, name: string, dBm: number, admission: typeof OPEN | typeof BY_PASSWORD) => void,
  done: (this: void) => void,
): void {
  try {
    require("Wifi").scan((networks) => {
      for (const { ssid, rssi, authMode } of networks)
        found(ssid, rssi, authMode === "open" ? OPEN : BY_PASSWORD);
      done();
    });
  } catch {
    setTimeout(done, 1);
  }
}

function openAccessPoint(
  name: string,
  password: string,
  opened: (this: void, address: string) => void,
): void {
  setTimeout(() => {
    const wifi = require("Wifi");
    try {
      wifi.startAP(name, password === "" ? {} : { password }, (error) => {
        if (error === null) opened(wifi.getAPIP().ip);
        else print("access point: " + error);
      });
    } catch (error) {
      print("access point: " + error);
    }
  }, DOORS_MS);
}

function closeAccessPoint(): void {
  require("Wifi").stopAP();
}

export const ACCESS_POINT: AccessPoint = { scanNetworks, openAccessPoint, closeAccessPoint };
