// ringmote boards: the boards that images can be built for.
import { Command } from "commander";
import { print, printJson } from "../terminal/output.ts";
import { columns } from "./words/columns.ts";
import { withExamples } from "./words/example.ts";

interface BoardsOptions {
  json?: boolean;
}

export function boardsCommand(): Command {
  const command = new Command("boards")
    .description("names the boards that images can be built for (see ringmote board for one of them)")
    .option("--json", "prints the facts of each board as JSON")
    .action(boards);
  return withExamples(command, "ringmote boards");
}

async function boards({ json }: BoardsOptions): Promise<void> {
  const { boardNames, readBoard } = await import("./catalogue.ts");
  const all = await Promise.all(boardNames().map(readBoard));
  if (json) printJson(all, 2);
  else
    print(
      columns(all.map(({ name, target, chip, variant = chip, title }) => [name, target, variant, title])),
    );
}
