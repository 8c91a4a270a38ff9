// JsVars that commands leave behind in the climate device in a real Espruino, each
// command answered and acknowledged.
import { STATE_PAUSE_MS } from "../../../../src/device/run/actuator.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../hosts/espruino/binaries.ts";
import { climateImage, HEATER } from "../climate.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { ABSENT, espruinoEngineName } from "./machine.ts";
import { idleVars, pause, steadily, withConnected, withLive } from "./vars.ts";

/** As many come before, after which every slot of the ring has been used. */
const COMMANDS = 200;
/**
 * A time or a count that is no small number any more takes a JsVar of its own: so many may come and go. What
 * each message left behind would be there twenty times and more.
 */
const WIDER_NUMBERS = 4;

export const espruinoLeftBehind: Section = {
  title: "Left behind: Espruino",
  subject: "climate on Espruino",
  measure: async (skip) => {
    const binaries = espruinoBinaries();
    if (binaries.length === 0) skip(ABSENT);
    return Promise.all(binaries.map(leftBehind));
  },
};

async function leftBehind(binary: EspruinoBinary): Promise<Row> {
  // The image is that of the board whose pool the interpreter has.
  const image = await climateImage(binary.jsVars < 2048 ? "esp8266-espruino" : "esp32-espruino");
  const script = image.files[0]?.content.text ?? "";
  const measured = () =>
    withConnected({ binary, script }, (options, settled, broker) =>
      withLive(options, async (device) => {
        await settled(device);
        const after = async (): Promise<number> => {
          for (let i = 0; i < COMMANDS; i += 1) {
            const { published, publish, until } = broker();
            publish(HEATER, i % 2 === 0 ? "on" : "off");
            await until(published + 1);
            // A state is told ten times a second at most.
            await pause(STATE_PAUSE_MS);
          }
          return idleVars(device);
        };
        const before = await after();
        return (await after()) - before;
      }),
    );
  return benchRow({
    engine: espruinoEngineName(binary),
    unit: "JsVar",
    name: `left behind by ${COMMANDS} commands, their answers and all acknowledgements`,
    ours: await steadily(measured),
    target: { atMost: WIDER_NUMBERS },
  });
}
