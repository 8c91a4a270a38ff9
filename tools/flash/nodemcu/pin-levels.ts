// Questions to NodeMCU for the level of a pin.
import { type LevelPin, type Levels, levelsOf } from "../pin-levels.ts";

export async function levelsAt(pin: LevelPin, call: (what: string) => Promise<string>): Promise<Levels> {
  // An ESP32 sets pins up by a table, an ESP8266 by arguments. Left open: what hangs on it is not held high
  // until the program has the pin again.
  const said = await call(
    `function()local g,p=gpio,${pin.id} local function l(u)if g.config then g.config{gpio={p},dir=g.IN,pull=u and g.PULL_UP or g.FLOATING}else g.mode(p,g.INPUT,u and g.PULLUP or g.FLOAT)end return g.read(p)end return l()..l(${pin.hasPullUp})..l()end`,
  );
  return levelsOf(pin, said);
}
