// The access point over NodeMCU's `wifi` on the ESP32 (components/modules/wifi_ap.c and wifi_sta.c of
// dev-esp32), which does not say its address: it is that of the ESP-IDF. An open one is refused unless it
// says so (wifi_ap.c:226). A scan that fails calls with an error (wifi_sta.c:523).
import {
  type AccessPoint,
  type Admission,
  BY_PASSWORD,
  ENTERPRISE,
  OPEN,
} from "../../../ports/access-point.ts";

const ADDRESS = "192.168.4.1";

/** @cold */
function scanNetworks(
  found: (this: void, name: string, dBm: number, admission: Admission) => void,
  done: (this: void) => void,
): void {
  const [begun] = pcall(() => {
    wifi.mode(wifi.STATION, false);
    wifi.start();
    wifi.sta.scan({ hidden: 0 }, (_, points) => {
      const [heard, reason] = pcall(() => {
        if (points !== undefined)
          for (const { ssid, rssi, auth } of points) found(ssid, rssi, admissionOf(auth));
        done();
      });
      if (!heard) print("error: " + reason);
    });
  });
  if (!begun) tmr.create().alarm(1, tmr.ALARM_SINGLE, done);
}

/** @cold */
function admissionOf(auth: number): Admission {
  if (auth === wifi.AUTH_OPEN) return OPEN;
  return auth === wifi.AUTH_WPA2_ENTERPRISE ? ENTERPRISE : BY_PASSWORD;
}

/** @cold */
function openAccessPoint(
  name: string,
  password: string,
  opened: (this: void, address: string) => void,
): void {
  wifi.ap.on("start", () => {
    const [heard, reason] = pcall(() => opened(ADDRESS));
    if (!heard) print("error: " + reason);
  });
  const [isOpen, reason] = pcall(() => {
    wifi.mode(wifi.SOFTAP, false);
    wifi.ap.config(
      {
        ssid: name,
        pwd: password === "" ? undefined : password,
        auth: password === "" ? wifi.AUTH_OPEN : wifi.AUTH_WPA2_PSK,
      },
      false,
    );
    wifi.start();
  });
  if (!isOpen) print("access point: " + reason);
}

/** @cold */
function closeAccessPoint(): void {
  pcall(() => wifi.mode(wifi.STATION, false));
}

export const ACCESS_POINT: AccessPoint = { scanNetworks, openAccessPoint, closeAccessPoint };
