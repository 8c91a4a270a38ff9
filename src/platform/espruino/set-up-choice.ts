// Espruino: the entry of the program that chooses at a start between the device and its set-up. It is over
// before either begins.
import { STARTS } from "../../runtime/starts.ts";
import { QUICK_MS, startsSetUp } from "../../setup/power-ups.ts";
import { resetReason } from "./chip.ts";

/** The device, or its set-up in its place. `isHeld`: the button is that asks for it. */
export function chooseSetUp(isHeld: boolean): void {
  ringmoteChooses(
    startsSetUp(
      {
        readRecord: (name) => require("Storage").read(name),
        writeRecord: (name, bytes) => require("Storage").write(name, bytes),
        isPowerUp,
        forgetPowerUps: () => require("Storage").erase(STARTS),
        // A text: a function would keep all of this program until then.
        forgetPowerUpsLater: () => setTimeout('require("Storage").erase("' + STARTS + '")', QUICK_MS),
      },
      isHeld,
    ),
  );
}

/** An ESP32 that has not slept does not say why it starts. */
function isPowerUp(): boolean {
  const reason = resetReason();
  return reason === "power" || reason === "unknown";
}
