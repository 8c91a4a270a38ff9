// Code that runs on the chip during an upload: a few small functions in one table, and the calls of them.
//
// Each call has a number. The chip keeps its last answer: a call that is typed again because its answer was
// lost on the way is answered again, and not done again. An answer comes between two control characters with
// its sum.
import { FlashError } from "../flash-error.ts";
import { adler } from "./adler.ts";
import { LONGEST_LINE, type Prompt, promptAtEnd } from "./prompt.ts";

/** The global with the functions; it goes with the restart at the end. */
const TABLE = "_R";

/** The lines that define them. */
export const DEFINITIONS = [
  `${TABLE}={n=0}`,
  // The sum of bytes.
  `function ${TABLE}.s(s,a,b)for i=1,#s do a=(a+s:byte(i))%65521 b=(b+a)%65521 end return a,b end`,
  // Printable text, without what marks an answer.
  `function ${TABLE}.e(s)return(s:gsub("[%c\\\\\\127-\\255]",function(c)return("\\\\%03d"):format(c:byte())end))end`,
  // The last answer.
  `function ${TABLE}.p()local a,b=${TABLE}.s(${TABLE}.l,1,0)print("\\2"..${TABLE}.n.." "..a.." "..b.." "..${TABLE}.l.."\\3")end`,
  // Calls a function once for each number.
  `function ${TABLE}.q(n,f,...)if n~=${TABLE}.n then local k,v=pcall(f,...)${TABLE}.l=(k and"1"or"0")..${TABLE}.e(tostring(v))${TABLE}.n=n end ${TABLE}.p()end`,
  `function ${TABLE}.o(f,m)${TABLE}.h=(io or file).open(f,m)if not ${TABLE}.h then error("cannot open "..f,0)end return""end`,
  `function ${TABLE}.w(s)if not ${TABLE}.h:write(s)then error("write failed",0)end return""end`,
  `function ${TABLE}.x(s)return ${TABLE}.w((s:gsub("..",function(h)return string.char(tonumber(h,16))end)))end`,
  `function ${TABLE}.c()if ${TABLE}.h then ${TABLE}.h:close()${TABLE}.h=nil end return""end`,
  // Length and sum of a file, "" when there is none.
  `function ${TABLE}.k(f)local h=(io or file).open(f,"r")if not h then return""end local a,b,z=1,0,0 while true do local s=h:read(256)if not s then break end a,b=${TABLE}.s(s,a,b)z=z+#s tmr.wdclr()end h:close()return z.." "..a.." "..b end`,
  `function ${TABLE}.r(f,p,n)local h=(io or file).open(f,"r")if not h then error("cannot open "..f,0)end h:seek("set",p)local s=h:read(n)h:close()return s or""end`,
  `function ${TABLE}.f()local t={}for k,v in pairs(file.list())do t[#t+1]=v.." "..k end return table.concat(t,"\\n")end`,
  // One line, so that only a power cut can come between the two; a new start list counts while there is no
  // other.
  `function ${TABLE}.m(a,b,c)if c then file.remove(c)end file.remove(b)if not file.rename(a,b)then error("cannot rename "..a,0)end return""end`,
  `function ${TABLE}.y(f,g)${TABLE}.o(g,"w")local p=0 while true do local s=${TABLE}.r(f,p,256)if s==""then break end ${TABLE}.w(s)p=p+#s tmr.wdclr()end return ${TABLE}.c()end`,
];

/** The number of times that a call is typed until its answer comes whole. */
const MOST_TRIES = 8;
/** The longest time for writing a file of SPIFFS, or for compiling a module. */
const LONGEST_CALL_MS = 15_000;

/** The chip was restarted in the middle, or its functions were never there. */
export class ChipForgot extends Error {}

/** A call that the chip's Lua refused, with its words. */
export class ChipRefused extends FlashError {
  constructor(readonly reason: string) {
    super("refused", `The board refused a step: ${reason}. Restart it and repeat the command.`);
  }
}

export class ChipSide {
  private number = 0;

  constructor(readonly prompt: Prompt) {}

  /** Gives the chip its functions. */
  async install(): Promise<void> {
    // Another upload's may still be there, with numbers of its own.
    this.number = 0;
    for (const line of DEFINITIONS) await this.define(line);
  }

  private async define(line: string): Promise<void> {
    for (let typed = 0; typed < MOST_TRIES; typed += 1) {
      await this.prompt.run(line);
      const answer = await this.prompt.until((heard) => (promptAtEnd(heard) ? heard : undefined));
      // An earlier statement was not finished, or the end of the line was lost.
      if (answer === undefined || promptAtEnd(answer) !== "> ") await this.prompt.find();
      else if (/Lua error|stdin:\d/.test(answer)) throw new ChipRefused(firstLine(answer));
      else return;
    }
    throw this.broken();
  }

  /**
   * Calls a function of the table, or any Lua function, with arguments as Lua text. Rejects with ChipRefused
   * when it raised an error, and with ChipForgot after a restart.
   */
  async call(what: string, ...args: readonly string[]): Promise<string> {
    this.number += 1;
    const called = /^\w$/.test(what) ? `${TABLE}.${what}` : what;
    const line = `${TABLE}.q(${[this.number, called, ...args].join(",")})`;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      await this.prompt.run(line);
      const answer = await this.prompt.until(
        (heard) => answerIn(heard, this.number) ?? failureIn(heard),
        undefined,
        LONGEST_CALL_MS,
      );
      if (answer === undefined) {
        // The end of the line may be lost: it would then stand before the next one.
        await this.prompt.find();
        continue;
      }
      if (answer.kind === "forgot") throw new ChipForgot();
      if (answer.kind === "broken") continue;
      await this.prompt.until((heard) => promptAtEnd(heard));
      if (answer.text.startsWith("1")) return answer.text.slice(1);
      throw new ChipRefused(answer.text.slice(1));
    }
    throw this.broken();
  }

  private broken(): FlashError {
    return new FlashError(
      "no answer",
      `The answers from ${this.prompt.port.name} arrive broken. Use a shorter or better cable, another USB port, and no hub.`,
    );
  }

  /** The value of a Lua expression as text. */
  evaluate(expression: string): Promise<string> {
    return this.call(`function()return ${expression} end`);
  }
}

/** The most characters of arguments for a call of a function of the table. */
export const MOST_GIVEN = LONGEST_LINE - `${TABLE}.q(99999,${TABLE}.x,)`.length;

const BEGIN = String.fromCharCode(2);
const END = String.fromCharCode(3);
/** Number, the two halves of the sum, and the text, between two control characters. */
const ANSWER = new RegExp(`${BEGIN}(\\d+) (\\d+) (\\d+) ([^${END}]*)${END}`, "g");

type Answer = { kind: "whole"; text: string } | { kind: "broken" } | { kind: "forgot" };

function answerIn(heard: string, number: number): Answer | undefined {
  const match = [...heard.matchAll(ANSWER)].at(-1);
  if (match === undefined) return undefined;
  const text = match[4].replace(/[\r\n]/g, "");
  const [a, b] = adler(text);
  const isWhole = Number(match[2]) === a && Number(match[3]) === b && Number(match[1]) === number;
  if (!isWhole) return { kind: "broken" };
  return { kind: "whole", text: text.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number(code))) };
}

/** An error instead of an answer. */
function failureIn(heard: string): Answer | undefined {
  if (promptAtEnd(heard) === undefined || !/Lua error|stdin:\d/.test(heard)) return undefined;
  return { kind: /attempt to (call|index)/.test(heard) ? "forgot" : "broken" };
}

function firstLine(text: string): string {
  return text.trim().split(/[\r\n]/)[0] ?? "";
}
