// Questions to NodeMCU for the parts on an I2C bus.
import type { I2cPins } from "../../../src/ports/i2c.ts";
import { searchBus } from "../i2c-search.ts";

export function searchedI2c(
  { sda, scl }: I2cPins,
  call: (what: string) => Promise<string>,
  onProgress?: (tried: number) => void,
): Promise<number[]> {
  return searchBus(async (first, last) => {
    // An ESP32 calls the bus that it makes in software by a name; an ESP8266 has one.
    const answer = await call(
      `function()local b,t=i2c.SW or 0,{}i2c.setup(b,${sda},${scl},i2c.SLOW)for a=${first},${last} do i2c.start(b)if i2c.address(b,a,i2c.TRANSMITTER)then t[#t+1]=a end i2c.stop(b)end return table.concat(t," ")end`,
    );
    return answer.split(" ").map(Number);
  }, onProgress);
}
