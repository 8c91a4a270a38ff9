// The script of each firmware in real interpreters, in real time: it comes up and appears in Home Assistant.
import { describe, expect, onTestFinished, test } from "vitest";
import { entitiesOf } from "../../src/discovery/entities.ts";
import { withUsualDiagnostics } from "../../src/platform/node/usual-diagnostics.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { firmwareNames, readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { runEspruino } from "../../tools/laboratory/hosts/espruino/live.ts";
import { startEmbedded } from "../brokers/embedded.ts";
import { startHomeAssistant } from "../home-assistant/stand-in.ts";
import { ESPRUINO, needs } from "../needs.ts";
import { idOf } from "./stage.ts";

const binaries = espruinoBinaries();
/** A pool of fewer JsVars is an ESP8266's. */
const SMALL_POOL = 4000;

describe.each(binaries)("$name", needs(ESPRUINO), (binary) => {
  test.each(firmwareNames())("%s", async (firmware) => {
    const board = binary.jsVars < SMALL_POOL ? "d1-mini-espruino" : "esp32-espruino";
    const { declaration, wiring } = await readFirmware(firmware);
    // Too large for the smaller chip, and not wired for it.
    if (!Object.hasOwn(wiring, board)) return;
    const { files } = await keptImage({ firmware, board });
    const broker = await startEmbedded();
    onTestFinished(broker.end);
    const home = await startHomeAssistant(broker.port);
    onTestFinished(home.end);
    const id = idOf(firmware);
    const settings = { ssid: "net", password: "long enough", host: "127.0.0.1", port: broker.port, id };
    const device = runEspruino({
      binary,
      script: files[0]?.content.text as string,
      storage: new Map([[SETTINGS, settingsRecord(settings)]]),
    });
    onTestFinished(async () => device.dispose());
    const told = withUsualDiagnostics(declaration, (await readBoard(board)).diagnostics ?? []);
    await home.untilEntities(entitiesOf(told).map(({ key }) => `${id}-${key}`));
    await home.until("its problem to be known", () => home.state(`${id}-problem`) !== "unavailable");
    expect(device.ranOutOfMemory()).toBe(false);
    device.kill();
    await home.untilState(`${id}-problem`, "unavailable");
    expect(home.complaints).toEqual([]);
  });
});
