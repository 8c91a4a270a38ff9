// ringmote boards: the boards that images can be built for.
import { Command } from "commander";
import { columns } from "./columns.ts";

export function boardsCommand(): Command {
  return new Command("boards")
    .description("names the boards that images can be built for")
    .action(async () => {
      const { boardNames, readBoard } = await import("./catalogue.ts");
      const boards = await Promise.all(boardNames().map(readBoard));
      console.log(columns(boards.map(({ name, target, chip, title }) => [name, target, chip, title])));
    });
}
