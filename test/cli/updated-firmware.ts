// A firmware that takes updates, as a folder of somebody's own.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Its lamp is called `lamp`; `isAnnounced`: it is in Home Assistant. */
export function writeUpdatedFirmware(folder: string, name: string, lamp = "lamp", isAnnounced = false): void {
  mkdirSync(folder, { recursive: true });
  const [imported, discovery] = isAnnounced
    ? ["device, homeAssistant, powerSwitch", "\n  discovery: homeAssistant(),"]
    : ["device, powerSwitch", ""];
  writeFileSync(
    join(folder, "device.ts"),
    `import { ${imported} } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
export default device({
  name: "${name}",
  update: { key: "hmac" },${discovery}
  actuators: [powerSwitch("${lamp}", relay("${lamp}"))],
});
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import d1Mini from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import raspberryPi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
export default {
  "d1-mini-nodemcu": wire(d1Mini, { ${lamp}: "D1" }),
  "esp32-espruino": wire(esp32Espruino, { ${lamp}: "D4" }),
  "raspberry-pi-zero-2-w": wire(raspberryPi, { ${lamp}: "GPIO17" }),
};
`,
  );
}
