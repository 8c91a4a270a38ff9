// A device that an image is held for: what it runs, and the lines about its update, each said once.
import { print, printJson } from "../../terminal/output.ts";
import type { UpdateImage } from "../../update/signed-update.ts";
import type { Standing } from "../push/standing.ts";

export class ServedDevice {
  private said = "";

  constructor(
    readonly device: string,
    readonly root: string,
    public image: UpdateImage,
    public standing: Standing,
    private readonly json: boolean | undefined,
  ) {}

  say(step: string, words: string, percent?: number): void {
    const { device, image } = this;
    const more = { version: image.version, ...(percent === undefined ? { says: words } : { percent }) };
    const said = `${device}: ${words}`;
    if (said === this.said) return;
    this.said = said;
    if (this.json) printJson({ device, step, ...more });
    else print(said);
  }
}
