// Step 4: the image goes onto the board.
import { type AccessPoint, accessPointOf } from "../../../flash/access-point.ts";
import { requireFit } from "../../../flash/board-fit.ts";
import type { LfsUse, UploadReport } from "../../../flash/device-console.ts";
import { removedWords } from "../../../flash/runs-before.ts";
import type { CatalogueBoard, CatalogueFirmware } from "../../catalogue-types.ts";
import { accessPointShown } from "../access-point.ts";
import type { App } from "../app.ts";
import { fill, h } from "../dom.ts";
import { fetchImage, fetchLfs } from "../fetch-image.ts";
import { type Trouble, troubleOf } from "../line.ts";
import { misfitNotice } from "../misfit-notice.ts";
import { emptyState, notice } from "../notice.ts";
import { progressBar } from "../progress.ts";
import { speak } from "../spoken.ts";
import { bytesInWords, label } from "../words.ts";
import type { Step } from "./step.ts";

/** The shortest time between two reports of progress to a screen reader. */
const SPOKEN_PERCENT = 25;

export const flashStep: Step = {
  id: "flash",
  title: "Flash",
  heading: "Put it onto the board",
  lead: "The new program is stored beside the old one and checked. If the cable slips out, the old one still starts.",
  note: ({ flashed }) => ({ text: flashed ? "Stored and started" : "Not flashed yet", done: flashed }),
  needs: ["device", "board"],
  build: (app, whenLeft) => {
    const missing = whatIsMissing(app);
    if (missing !== undefined) return missing;
    const { firmware, board } = app;
    if (firmware === undefined || board === undefined) return h("div", {});
    const misfit = h("div", {});
    const place = h("div", {});
    const show = () => {
      fill(misfit, misfitNotice(app));
      // How far it is, and how it went, is there again for who looks at another step meanwhile; of another
      // board it is not.
      const work = app.kept.get("flash", `${board.name} ${firmware.name}`, (whenGone) =>
        flashWork(app, firmware, board, whenGone),
      );
      if (work.parentElement !== place) fill(place, work);
    };
    whenLeft(app.on(show));
    show();
    return h("div", { class: "stack" }, imageFacts(firmware, board), misfit, place);
  },
};

function whatIsMissing({ firmware, board }: App): HTMLElement | undefined {
  if (firmware === undefined)
    return emptyState(
      "Choose a device first",
      "There is nothing to flash yet.",
      "#device",
      "Choose a device",
    );
  if (board === undefined)
    return emptyState("Choose a board first", "An image is made for one board.", "#board", "Choose a board");
  return undefined;
}

function imageFacts(firmware: CatalogueFirmware, board: CatalogueBoard): HTMLElement {
  const size = h("dd", {}, "being made…");
  const values = h("dd", {}, "…");
  const refusal = h("div", {});
  fetchImage(board.name, firmware.name).then(
    ({ bytes, echoes }) => {
      fill(size, bytesInWords(bytes));
      fill(values, echoes ? "printed on the cable, to be seen here" : "sent to the broker only");
    },
    (error: Error) => {
      fill(size, "not to be had");
      fill(values, "");
      fill(refusal, notice("bad", "There is no image", h("p", {}, error.message)));
    },
  );
  const rows: readonly (readonly [string, HTMLElement])[] = [
    ["Device", h("dd", {}, label(firmware.name))],
    ["Board", h("dd", {}, board.title)],
    ["Size", size],
    ["Values", values],
  ];
  const facts = rows.map(([name, value]) => h("div", {}, h("dt", {}, name), value));
  return h("div", { class: "stack" }, h("dl", { class: "panel found" }, ...facts), refusal);
}

function flashWork(
  app: App,
  firmware: CatalogueFirmware,
  board: CatalogueBoard,
  whenGone: (end: () => void) => void,
): HTMLElement {
  const result = h("div", { class: "stack" });
  const bar = progressBar("Flashing");
  const button = h("button", { class: "button primary" }, "Flash");
  const connect = h("a", { class: "button primary", href: "#connect" }, "Connect the board");
  let isAtWork = false;

  const show = () => {
    const isThere = isAtWork || ["ready", "asking", "busy"].includes(app.line.state);
    button.hidden = !isThere;
    connect.hidden = isThere;
    button.disabled = isAtWork || app.line.state !== "ready" || app.misfit !== undefined;
    // Then the way on is what comes next.
    button.classList.toggle("primary", !app.flashed);
  };
  const flash = async (inPlace: boolean) => {
    isAtWork = true;
    show();
    fill(result);
    try {
      fill(result, done(await flashed(app, firmware, board, bar, inPlace)));
      speak("Flashed. The device has started.");
    } catch (error) {
      fill(result, failed(troubleOf(error), flash));
    } finally {
      isAtWork = false;
      bar.hide();
      app.changed();
    }
  };
  button.addEventListener("click", () => void flash(false));
  whenGone(app.on(show));
  show();
  return h("div", { class: "stack" }, h("div", { class: "row" }, button, connect), bar.element, result);
}

interface Flashed {
  report: UploadReport;
  accessPoint: AccessPoint | undefined;
}

/** Fetches the image and puts it onto the board; `bar` shows how far that is. */
async function flashed(
  app: App,
  firmware: CatalogueFirmware,
  board: CatalogueBoard,
  bar: ReturnType<typeof progressBar>,
  inPlace: boolean,
): Promise<Flashed> {
  bar.step("Loading the image…");
  const { image, setUp } = await fetchImage(board.name, firmware.name);
  bar.step("Asking the board…");
  const onProgress = spokenProgress(bar);
  const sent = await app.line.use(async (console) => {
    requireFit(board, console.found);
    // Before the device, which starts at the end of the upload.
    const accessPoint = await accessPointOf(setUp, console);
    return { accessPoint, report: await console.upload(image, { inPlace, makeLfs: fetchLfs, onProgress }) };
  });
  app.nowFlashed(image);
  return sent;
}

/** Shows how far the flashing is, and says it from time to time. */
function spokenProgress(bar: ReturnType<typeof progressBar>): (sent: number, all: number) => void {
  let spoken = 0;
  return (sent, all) => {
    bar.progress(sent, all);
    const percent = Math.floor((sent / Math.max(1, all)) * 100);
    if (percent < spoken + SPOKEN_PERCENT) return;
    spoken = percent;
    speak(`${percent} percent flashed`);
  };
}

function done({ report, accessPoint }: Flashed): HTMLElement {
  const { sent, kept, files, lfs, removed } = report;
  const words =
    sent === 0 || files.length === 0
      ? "The board had it already; nothing was sent."
      : `${bytesInWords(sent)} were sent${kept > 0 ? `, ${bytesInWords(kept)} were there already` : ""}.`;
  return notice(
    "good",
    "Flashed and started",
    h("p", {}, words),
    ...lfsInWords(lfs).map((line) => h("p", {}, line)),
    ...(removed === undefined ? [] : [h("p", {}, removedWords(removed))]),
    accessPoint !== undefined && accessPointShown(accessPoint),
    h("a", { class: "button", href: "#settings" }, "Give it Wi-Fi and a broker"),
  );
}

function lfsInWords(lfs: LfsUse | undefined): string[] {
  if (lfs === undefined) return [];
  if (lfs.used)
    return [
      `Its code runs from the LFS, of which it fills ${bytesInWords(lfs.bytes)} of ${bytesInWords(lfs.of)}, and takes no memory.`,
    ];
  return lfs.why === undefined ? [] : [lfs.why];
}

function failed({ kind, text }: Trouble, flash: (inPlace: boolean) => Promise<void>): HTMLElement {
  if (kind === "lost")
    return notice(
      "bad",
      "The board was unplugged while it was flashed",
      h(
        "p",
        {},
        "Nothing is broken: the program that was there still starts. Plug it in again, and flash once more.",
      ),
    );
  if (kind === "no space")
    return notice(
      "bad",
      "The board has no room for both programs",
      h("p", {}, text),
      h(
        "p",
        {},
        "It can be written over the old one. If the cable slips out then, the board has no program until it is flashed again.",
      ),
      h("button", { class: "button", onclick: () => void flash(true) }, "Write over the old one"),
    );
  return notice("bad", "It was not flashed", h("p", {}, text));
}
