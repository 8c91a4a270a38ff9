// A program of its own process that runs the scores at the broker of its argument: a WebSocket needs a flag
// of Node 20, and whom to trust stands in the environment. It prints, as JSON, which expectations failed, and
// the figures.
import scores from "../../firmware/scores/scenario.ts";
import { runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { realStage } from "../../tools/sim/scenario/stages.ts";

const [, , broker = ""] = process.argv;
const stage = realStage(broker);
const { expectations, figures } = await runScenario(scores, stage, 1);
stage.leave();
const failed = expectations.filter(({ failures }) => failures.length > 0);
process.stdout.write(JSON.stringify({ failed, figures }));
