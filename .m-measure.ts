import { throughMosquitto } from "/tmp/wt/programs/tools/laboratory/bench/node/mosquitto.ts";
import { startContender, measuredInTurn } from "/tmp/wt/programs/tools/laboratory/bench/node/beside.ts";
import { withChildren } from "/tmp/wt/programs/tools/laboratory/bench/node/child.ts";
import { inTurn } from "/tmp/wt/programs/tools/laboratory/bench/node/pairs.ts";
const which = process.argv[2] ?? "all"; const rounds = Number(process.argv[3] ?? 7);
const N = 30000;
const Q: Record<string, any> = {
  q0: ["ringmote, unprepared", { task: "publish", count: N }],
  c1: ["ringmote", { task: "offer", count: N/3, underWay: 1 }],
  c7: ["ringmote", { task: "offer", count: N, underWay: 7 }],
  c1000: ["ringmote", { task: "offer", count: N, underWay: 1000 }],
  l0: ["ringmote, of long messages", { task: "offer", count: 8, qos: 0, bytes: 16 * 2 ** 20 }],
  l1: ["ringmote, of long messages", { task: "offer", count: 8, qos: 1, bytes: 16 * 2 ** 20 }],
};
await throughMosquitto(console.log, async ({ port }) => {
  for (const [key, [name, question]] of Object.entries(Q)) {
    if (which !== "all" && !which.split(",").includes(key)) continue;
    const [a, b] = [startContender(name, port), startContender("MQTT.js", port)];
    await withChildren([a, b], async () => {
      const pairs = (await inTurn(rounds + 1, () => a.ask(question), () => b.ask(question))).slice(1);
      const r = pairs.map(({ ours, theirs }) => ours.micros / theirs.micros).sort((x, y) => x - y);
      const o = pairs.map(p => p.ours.micros / question.count).sort((x, y) => x - y), t = pairs.map(p => p.theirs.micros / question.count).sort((x, y) => x - y);
      console.log(key, "median ratio", r[r.length >> 1].toFixed(3), "all", r.map(x => x.toFixed(2)).join(" "), "ours", o[o.length>>1].toFixed(2), "theirs", t[t.length>>1].toFixed(2));
    });
  }
  if (which === "all" || which.includes("h1")) {
    for (const qos of [1] as const) {
      const [ours, theirs, sender] = [startContender("ringmote", port), startContender("MQTT.js", port), startContender("ringmote", port)];
      await withChildren([ours, theirs, sender], async () => {
        for (const child of [ours, theirs]) await child.ask({ task: "listen", filters: 0, qos });
        const r: number[] = []; const o: number[] = [], t: number[] = [];
        for (let round = 0; round <= rounds; round++) {
          const heard = [ours, theirs].map(c => c.ask({ task: "have heard", count: N }));
          for (let sent = 0; sent < N; sent += 500) await sender.ask({ task: "offer", count: 500, underWay: 500 });
          const [x, y] = await Promise.all(heard);
          if (round > 0) { r.push(x.micros / y.micros); o.push(x.micros / N); t.push(y.micros / N); }
        }
        r.sort((x, y) => x - y); o.sort((x,y)=>x-y); t.sort((x,y)=>x-y);
        console.log("h1 median ratio", r[r.length >> 1].toFixed(3), "all", r.map(x => x.toFixed(2)).join(" "), "ours", o[o.length>>1].toFixed(2), "theirs", t[t.length>>1].toFixed(2));
      });
    }
  }
  return [];
});
