// ringmote monitor: what a board says on its console, with its errors at their source.
import { Command } from "commander";
import { note, print, printJson } from "../terminal/output.ts";
import { openPort, type PortOptions, withPort } from "./device-port.ts";
import { whenAskedToEnd } from "./when-asked-to-end.ts";
import { withExamples } from "./words/example.ts";
import { UsageError } from "./words/failure.ts";

interface MonitorCommandOptions extends PortOptions {
  image?: string;
  json?: boolean;
}

export function monitorCommand(): Command {
  const command = withPort(
    new Command("monitor").description(
      "shows what a board says on its console, its errors with their lines of TypeScript; Ctrl-C ends it",
    ),
  )
    .option(
      "--image <folder>",
      "the image that runs there, as ringmote build wrote it; without it, what ringmote flash sent last through the port",
    )
    .option("--json", "prints a line of JSON for each line")
    .action(monitor);
  return withExamples(command, "ringmote monitor --port /dev/ttyUSB0");
}

async function monitor(options: MonitorCommandOptions): Promise<void> {
  const { startMonitor } = await import("../monitor/monitor.ts");
  const { originsInFolder, originsOfPort } = await import("../monitor/line-origins.ts");
  const { portMeant } = await import("../flash/terminal-ports.ts");
  const path = await portMeant(options.port);
  const origins = options.image === undefined ? undefined : readImage(options.image, originsInFolder);
  const running = startMonitor({
    open: () => openPort({ ...options, port: path }),
    origins: () => origins ?? originsOfPort(path)?.origins ?? {},
    show: (time, line) =>
      options.json
        ? printJson({ time: time.toISOString(), line })
        : print(
            `${time.toTimeString().slice(0, 8)}.${String(time.getMilliseconds()).padStart(3, "0")} ${line}`,
          ),
    remark: (sentence) => note(sentence),
  });
  void whenAskedToEnd().then(() => running.end());
  await running.done;
}

function readImage<Origins>(folder: string, read: (folder: string) => Origins): Origins {
  try {
    return read(folder);
  } catch {
    throw new UsageError(
      `The folder ${folder} holds no image; "ringmote build <firmware> --board <board>" writes one below dist.`,
    );
  }
}
