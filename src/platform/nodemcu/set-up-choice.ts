// NodeMCU: the choice at a start between the device and its set-up, on either chip.
import { STARTS } from "../../runtime/starts.ts";
import { type ChoosingChip, QUICK_MS, startsSetUp } from "../../setup/power-ups.ts";

function forgetPowerUps(this: void): void {
  file.remove(STARTS);
}

/** Says which of them starts. `isHeld`: the button is that asks for the set-up. */
export function chooseSetUpOn(
  chip: Pick<ChoosingChip, "readRecord" | "writeRecord" | "isPowerUp">,
  isHeld: boolean,
): void {
  const { readRecord, writeRecord, isPowerUp } = chip;
  ringmoteChooses(
    startsSetUp(
      {
        readRecord,
        writeRecord,
        isPowerUp,
        forgetPowerUps,
        forgetPowerUpsLater: () => tmr.create().alarm(QUICK_MS, tmr.ALARM_SINGLE, forgetPowerUps),
      },
      isHeld,
    ),
  );
}
