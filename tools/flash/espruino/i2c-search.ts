// Questions to Espruino for the parts on an I2C bus.
import type { I2cPins } from "../../../src/ports/i2c.ts";
import { FlashError } from "../flash-error.ts";
import { searchBus } from "../i2c-search.ts";

/** An ESP32 waits a second for a line that is held low. */
export const I2C_ANSWER_MS = 60_000;

export function searchedI2c(
  { sda, scl }: I2cPins,
  ask: (expression: string) => Promise<unknown>,
  onProgress?: (tried: number) => void,
): Promise<number[]> {
  return searchBus(async (first, last) => {
    // Some parts acknowledge a read only after a command: these are sent one byte, as every search of a bus
    // does.
    const answer = await ask(
      `typeof I2C1=="undefined"?0:(function(){var r=[],a;I2C1.setup({sda:${sda},scl:${scl},bitrate:100000});for(a=${first};a<=${last};a++){try{I2C1.readFrom(a,1);r.push(a);}catch(e){try{I2C1.writeTo(a,0);r.push(a);}catch(f){}}}return r;})()`,
    );
    if (Array.isArray(answer)) return answer;
    throw new FlashError(
      "wrong firmware",
      'The board\'s firmware was built without I2C1, which parts on I2C need. Install another with "ringmote flash --firmware <file.bin>".',
    );
  }, onProgress);
}
