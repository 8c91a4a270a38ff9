// The cost of work to an MQTT client in a real interpreter: machine instructions, each piece
// of work in a turn of its own.
//
// What comes in is an event of the socket, as on a board: `emit` puts it behind the turn, and what a client
// emits to its application comes behind that. Only what the event loop executes counts, not the loop itself,
// nor the interpreter's start.
import type { EspruinoBinary } from "../../hosts/espruino/binaries.ts";
import { emptyOf, type Work } from "../operations/client-work.ts";
import type { Cost } from "../operations/meter.ts";
import { type CountedRun, type Counting, countRun } from "./counted-run.ts";
import { byteLiteral } from "./literals.ts";

/** A client that offers the functions of client-program.ts, and listens to `$socket`. */
export interface EspruinoClient {
  /** Evaluated once, where it lies in Storage, as on a board. */
  source: string;
  /** Other files in Storage, by their names. */
  files?: ReadonlyMap<string, string>;
  /** Does it write to a socket before work begins? Default true. */
  connects?: boolean;
}

/** What alone keeps an interpreter from ending. */
const STAY = "setInterval(function(){},60000);";

const WARM_UP = 4;
const COUNTED = 20;

/**
 * From boot until the program is loaded; from look to look whether it has connected; and from turn to turn.
 */
const LOAD_MS = 20;
const LOOK_MS = 20;
const TURN_MS = 1;
/** Enough for every client: each is looked at as often, so that looking is in no difference. */
const LOOKS = 10;
/** A client that has not connected by then never does. */
const MOST_LOOKS = 100;

const COUNTING = {
  within: "jsiExecuteEventCallback",
  /** What no client calls. */
  after: "jswrap_btoa",
};

/**
 * The other end of a client's socket, without a network: who writes is told nothing, who listens hears what
 * is emitted.
 */
const SOCKET = `var $written=0,$delivered=0;
function $open(){return {write:function(bytes){$written+=bytes.length;},end:function(){}};}
var $socket=$open(),$quiet=$open();`;

/** Does work `warmUp` times, and `counted` times more which count. */
export async function clientCost(
  binary: EspruinoBinary,
  client: EspruinoClient,
  work: Work,
  { warmUp, counted }: { warmUp: number; counted: number } = { warmUp: WARM_UP, counted: COUNTED },
): Promise<Cost> {
  const [all, calling] = await Promise.all(
    [false, true].map((isEmpty) => run(binary, client, workSource(work, warmUp, warmUp + counted, isEmpty))),
  );
  return {
    instructions: Math.round((instructionsOf(all) - instructionsOf(calling)) / counted),
    written: printed(all, "WRITTEN"),
    delivered: printed(all, "DELIVERED"),
    count: warmUp + counted,
  };
}

/** A client that is none: what loading and looking cost by themselves. */
const NO_CLIENT: EspruinoClient = { source: "function countWritten(){return 1;}" };

/** Instructions from the client's first statement to its CONNACK, the loading of its modules included. */
export async function loadCost(binary: EspruinoBinary, client: EspruinoClient): Promise<number> {
  const [loading, nothing] = await Promise.all(
    [client, NO_CLIENT].map((each) => run(binary, each, "quit();", { within: COUNTING.within })),
  );
  return instructionsOf(loading) - instructionsOf(nothing);
}

function run(
  binary: EspruinoBinary,
  { source, files = new Map(), connects = true }: EspruinoClient,
  work: string,
  counting: Counting = COUNTING,
): Promise<CountedRun> {
  // A string in a timer is evaluated as a program is. Read from Storage, it leaves the bodies of its
  // functions there.
  const boot = `echo(0);${STAY}${SOCKET}
var $read=require("Storage").read;
setTimeout($read("client"),${LOAD_MS});
var $looks=0;
function $look(){if(++$looks>${MOST_LOOKS})throw "The program has not connected.";
setTimeout($looks<${LOOKS}||${connects ? "countWritten()===0" : "false"}?$look:$read("work"),${LOOK_MS});}
setTimeout($look,${LOAD_MS + LOOK_MS});`;
  return countRun(
    binary,
    new Map([[".boot0", boot], ["client", source], ["work", work], ...files]),
    counting,
  );
}

function workSource({ before = "", calls }: Work, warmUp: number, count: number, isEmpty: boolean): string {
  const work = Array.from({ length: count }, (_, index) => calls(index));
  const names = (work[0] ?? []).map((call) => call.function);
  const lists = names.map(
    (_, at) => `$list${at}=[${work.map((each) => byteLiteral(each[at]?.bytes ?? "")).join(",")}]`,
  );
  return `
var ${lists.join(",")},$i=0;
$quiet.on("data",doNothing);
${before};
var $before=countWritten();
function $turn(){
if($i==${warmUp}){btoa("");}
if($i==${count}){print("WRITTEN "+(countWritten()-$before));print("DELIVERED "+countDelivered());quit();return;}
${names.map((name, at) => `${callOf(name, isEmpty)}$list${at}[$i]);`).join("\n")}
$i++;setTimeout($turn,${TURN_MS});}
setTimeout($turn,${TURN_MS});`;
}

function callOf(name: string, isEmpty: boolean): string {
  if (name === "receiveBytes") return `${isEmpty ? "$quiet" : "$socket"}.emit("data",`;
  return `${isEmpty ? emptyOf(name) : name}(`;
}

function instructionsOf(run: CountedRun | undefined): number {
  return run?.instructions ?? Number.NaN;
}

function printed(run: CountedRun | undefined, word: string): number {
  const line = run?.lines.find((each) => each.startsWith(`${word} `));
  return Number(line?.substring(word.length + 1));
}
