// `Wifi.scan`, `startAP`, `getAPIP` and `stopAP`, on the world's air (libs/network of 2v29,
// esp8266/jswrap_esp8266_network.c:482, :514 and :273, esp32/jswrap_esp32_network.c:931, :999 and :771).
import type { ChipName } from "../../../../boards/chips/chip.ts";
import { OPEN } from "../../../../src/ports/access-point.ts";
import { waysOf } from "./chips.ts";
import type { Doors } from "./doors.ts";
import { HostFault } from "./host-fault.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";

const SCAN_MS = 2100;
/** The address that both chips give themselves. */
const ADDRESS = { ip: "192.168.4.1", netmask: "255.255.255.0", gw: "192.168.4.1" };
const NONE = { ip: "0.0.0.0", netmask: "0.0.0.0", gw: "0.0.0.0" };

export function installAccessPoint(
  interpreter: Interpreter,
  library: Bag,
  { chip, doors }: { chip: ChipName; doors: Doors },
): void {
  const { realm, world } = interpreter;
  const { Error: ErrorOf } = realm.intrinsics;
  const { air } = world;
  let isScanning = false;
  let isOpen = false;

  const modelled = (name: string) => {
    if (air === undefined)
      interpreter.trap(() => {
        throw new HostFault(`Wifi.${name} needs a world with air; a device joins with Wifi.connect`);
      });
  };

  realm.method(library, "scan", (done) => {
    modelled("scan");
    if (isScanning) throw new ErrorOf("A scan is already in progress");
    isScanning = true;
    world.after(SCAN_MS, () => {
      isScanning = false;
      if (interpreter.isDead) return;
      const networks = (air?.networks() ?? []).map(({ name, dBm, admission }) =>
        realm.object({
          rssi: Math.min(0, dBm),
          authMode: admission === OPEN ? "open" : "wpa2",
          // strncpy: NUL ends it (:1518).
          ssid: name.split("\0")[0] ?? "",
        }),
      );
      interpreter.enqueue(done, undefined, [realm.array(networks)]);
    });
  });
  realm.method(library, "startAP", (name, options, done) => {
    modelled("startAP");
    if (typeof name !== "string") throw new ErrorOf("No SSID");
    const { password } = (options ?? {}) as { password?: unknown };
    const isNone = password === undefined || (password === "" && waysOf(chip).takesEmptyPassword);
    if (!isNone && (typeof password !== "string" || password.length < 8))
      throw new ErrorOf("Password must be string of at least 8 characters");
    isOpen = true;
    doors.startAccessPoint();
    air?.open(name, isNone ? "" : String(password));
    if (typeof done === "function") interpreter.enqueue(done, undefined, [null]);
  });
  realm.method(library, "getAPIP", () => realm.object(isOpen ? ADDRESS : NONE));
  realm.method(library, "stopAP", () => {
    isOpen = false;
    doors.stopAccessPoint();
    air?.close();
  });
}
