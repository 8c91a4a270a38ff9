// ringmote list: the firmware there is.
import { Command } from "commander";
import { firmwareNames, firmwareTitle } from "./catalogue.ts";
import { columns } from "./columns.ts";

export function listCommand(): Command {
  return new Command("list").description("names the firmware there is").action(() => {
    console.log(columns(firmwareNames().map((name) => [name, firmwareTitle(name)])));
  });
}
