// The access point over NodeMCU's `wifi` on the ESP8266 (app/modules/wifi.c of release). A scan is refused in
// the mode of an access point alone (:1155); one that fails calls nobody (:85). By the address of its point a
// network that is heard twice stands twice (:106): by its name the last one would stay. What is set is not
// kept in flash (:349, :1775).
import { type AccessPoint, type Admission, BY_PASSWORD, OPEN } from "../../../ports/access-point.ts";

const BY_ADDRESS = 1;
const COMMA = 44;

/** @cold */
function scanNetworks(
  found: (this: void, name: string, dBm: number, admission: Admission) => void,
  done: (this: void) => void,
): void {
  wifi.setmode(wifi.STATION, false);
  const [begun] = pcall(() =>
    wifi.sta.getap({ show_hidden: 0 }, BY_ADDRESS, (points) => {
      const [heard, reason] = pcall(() => {
        let address: string | undefined;
        while (true) {
          const [other, line] = next(points, address);
          if (other === undefined) break;
          tellNetwork(found, line as string);
          address = other;
        }
        done();
      });
      if (!heard) print("error: " + reason);
    }),
  );
  if (!begun) tmr.create().alarm(1, tmr.ALARM_SINGLE, done);
}

/** Of "name,strength,authentication,channel": the name may hold commas, what stands behind it does not. @cold */
function tellNetwork(
  found: (this: void, name: string, dBm: number, admission: Admission) => void,
  line: string,
): void {
  const beforeChannel = commaBefore(line, line.length);
  const beforeAdmission = commaBefore(line, beforeChannel);
  const beforeStrength = commaBefore(line, beforeAdmission);
  const strength = line.substring(beforeStrength + 1, beforeAdmission);
  const admission = line.substring(beforeAdmission + 1, beforeChannel);
  found(
    line.substring(0, beforeStrength),
    tonumber(strength),
    tonumber(admission) === wifi.OPEN ? OPEN : BY_PASSWORD,
  );
}

/** The place of the last comma in front of another place, which the line must have. @cold */
function commaBefore(line: string, end: number): number {
  let at = end - 1;
  while (at > 0 && line.charCodeAt(at) !== COMMA) at -= 1;
  return at;
}

/** @cold */
function openAccessPoint(
  name: string,
  password: string,
  opened: (this: void, address: string) => void,
): void {
  wifi.setmode(wifi.SOFTAP, false);
  const [isOpen, reason] = pcall(() =>
    wifi.ap.config({
      ssid: name,
      pwd: password === "" ? undefined : password,
      auth: password === "" ? wifi.OPEN : wifi.WPA2_PSK,
      save: false,
    }),
  );
  if (!isOpen) print("access point: " + reason);
  else
    tmr.create().alarm(1, tmr.ALARM_SINGLE, () => {
      const address = wifi.ap.getip();
      if (address !== undefined) opened(address);
    });
}

/** @cold */
function closeAccessPoint(): void {
  wifi.setmode(wifi.STATION, false);
}

export const ACCESS_POINT: AccessPoint = { scanNetworks, openAccessPoint, closeAccessPoint };
