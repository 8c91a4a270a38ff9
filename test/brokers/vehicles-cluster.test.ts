// A thousand vehicles at a real cluster, a node of which is killed and returns. By hand: it takes five minutes, and
// wants a machine that does nothing else.
import { expect, onTestFinished, test } from "vitest";
import { fleet } from "../../firmware/vehicles/scenario.ts";
import { startRabbitCluster } from "../../tools/laboratory/brokers/rabbitmq.ts";
import { runScenario } from "../../tools/sim/scenario/run-scenario.ts";
import { seconds } from "../../tools/sim/scenario/scenario.ts";
import { realStage } from "../../tools/sim/scenario/stages.ts";
import { needs, RABBITMQ } from "../needs.ts";

const VEHICLES = 1000;
/**
 * A thousand persistent sessions lie on three nodes of this one computer: behind the last message it has two
 * minutes for what waits.
 */
const LASTS = seconds(220);

test(
  "no trip message is lost when a node of three of a RabbitMQ is killed and returns",
  needs(RABBITMQ),
  async () => {
    const { nodes, end } = await startRabbitCluster(3);
    const [killed] = nodes;
    let returned = Promise.resolve();
    onTestFinished(async () => {
      await returned.catch(() => {});
      await end();
    });
    const stage = realStage(nodes.map(({ port }) => `127.0.0.1:${port}`).join(","), { keep: true });
    onTestFinished(stage.leave);
    let metrics = "";
    const { expectations, figures } = await runScenario(
      { ...fleet(VEHICLES, { told: (text) => (metrics = text) }), lasts: LASTS },
      {
        ...stage,
        stopBroker: () => void killed?.crash(),
        startBroker() {
          returned = killed?.start() ?? returned;
          returned.catch(() => {});
        },
      },
      1,
    );
    expect(expectations.filter(({ failures }) => failures.length > 0)).toEqual([]);
    expect(figures).toMatchObject([
      { group: "watch", heard: 5 * VEHICLES, lost: 0, twice: 0, outOfOrder: 0 },
      { group: "centre", lost: 0 },
    ]);
    for (const path of ["live", "queue"]) {
      expect(metrics).toContain(`trips_received_total{path="${path}"} ${5 * VEHICLES}\n`);
      expect(metrics).toContain(`trips_missing{path="${path}"} 0\n`);
      expect(metrics).toContain(`trips_errors_total{path="${path}"} 0\n`);
    }
    await returned;
  },
);
