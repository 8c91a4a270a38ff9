// ringmote list: the firmware there is.
import { Command } from "commander";
import { columns } from "./columns.ts";

export function listCommand(): Command {
  return new Command("list").description("names the firmware there is").action(async () => {
    const { firmwareNames, firmwareTitle } = await import("./catalogue.ts");
    const rows = firmwareNames().map(async (name) => [name, await firmwareTitle(name)]);
    console.log(columns(await Promise.all(rows)));
  });
}
