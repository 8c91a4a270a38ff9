// ringmote fleet manifest: a fleet as a Kubernetes Indexed Job, whose pods are its shards.
import { Command } from "commander";
import { BROKER_URL, parseBrokerUrl } from "../broker/broker-url.ts";
import { withExamples } from "../words/example.ts";
import { UsageError } from "../words/failure.ts";
import { numberOption } from "../words/number-option.ts";
import { jobOf } from "./job.ts";

const MOST_DEVICES = 1_000_000_000;
/** One address has so many ports at one broker, of all that there are. */
const MOST_IN_POD = 58_000;
/** Kubernetes takes no more pods of an indexed job at once. */
const MOST_PODS = 100_000;
/** RFC 1123, as Kubernetes wants names: they become labels and names of pods. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/;

export interface ManifestOptions {
  devices: number;
  perPod: number;
  broker: string;
  image: string;
  name: string;
  minutes?: number;
  expect?: string;
  rate: number;
}

export function manifestCommand(): Command {
  const command = new Command("manifest")
    .description(
      "writes a fleet as a Kubernetes job, whose pods begin together and are reported as one: JSON for kubectl apply -f -",
    )
    .argument("[firmware]", "its name, or its path in the image", "climate")
    .requiredOption(
      "--devices <number>",
      "how many there are in all",
      numberOption("--devices", { least: 1, most: MOST_DEVICES, whole: true }),
    )
    .option(
      "--per-pod <number>",
      "how many each pod has at most",
      numberOption("--per-pod", { least: 1, most: MOST_IN_POD, whole: true }),
      25_000,
    )
    .option("--broker <url>", `${BROKER_URL}, which a pod has from the secret <name>-broker`, "mqtt://broker")
    .option("--image <image>", "container image with Node and ringmote", "ringmote")
    .option("--name <name>", "of the job, and of the fleet at the broker", jobName, "fleet")
    .option(
      "--rate <devices>",
      "how many a pod switches on in a second",
      numberOption("--rate", { least: 0.1, most: MOST_IN_POD }),
      200,
    )
    .option(
      "--minutes <number>",
      "ends after this time",
      numberOption("--minutes", { least: 0.01, most: 1e6 }),
    )
    .option("--expect <expectations>", "what has to hold at the end, as of ringmote fleet")
    .action(manifest);
  return withExamples(
    command,
    "ringmote fleet manifest --devices 1000000 --per-pod 50000 --broker mqtt://broker.test",
  );
}

async function manifest(firmware: string, options: ManifestOptions): Promise<void> {
  const pods = Math.ceil(options.devices / options.perPod);
  if (pods > MOST_PODS)
    throw new UsageError(
      `${pods} pods are not possible; a job has at most ${MOST_PODS}: give more devices --per-pod.`,
    );
  const { password } = parseBrokerUrl(options.broker, {});
  if (password !== undefined)
    throw new UsageError(
      `The password does not go into a manifest; leave it out of --broker, and put it into the secret ${options.name}-broker as "password".`,
    );
  if (options.expect !== undefined) (await import("./expectations.ts")).expectOption(options.expect);
  const { printJson } = await import("../../terminal/output.ts");
  printJson(jobOf(firmware, options, pods), 2);
}

function jobName(text: string): string {
  if (NAME.test(text)) return text;
  throw new UsageError(
    `--name ${text} is not allowed; it is 1 to 40 small letters, digits and "-", and begins and ends with none of the last.`,
  );
}
