// Work as Lua source: lists of functions and their arguments, and a function that calls those from a first to
// a last.

import { luaLiteral } from "../../lua-literal.ts";
import { type Calls, emptyOf } from "../operations/client-work.ts";

/**
 * Source of a function `name(first, last)` that does work number `first` to `last` (from 1 on) out of
 * `count`. `isEmpty` replaces every call by one that does nothing, or that only writes where work ends at the
 * port's write. But for this the source is the same, so that reading it costs the same.
 */
export function luaCalls(name: string, calls: Calls, count: number, isEmpty: boolean): string {
  const work = Array.from({ length: count }, (_, index) => calls(index));
  const functions = [...new Set(work.flat().map((call) => call.function))];
  const shortName = (literal: string): string => `f${functions.indexOf(literal)}`;
  const lines = work.map((list, index) => {
    const items = list.map((call) => `${shortName(call.function)},${luaLiteral(call.bytes)}`);
    return `work[${index + 1}]={${items.join(",")}}`;
  });
  const named = functions.map(
    (literal) => `local ${shortName(literal)}=${isEmpty ? emptyOf(literal) : literal}`,
  );
  return `do local work={}
${named.join("\n")}
${lines.join("\n")}
function ${name}(first,last)
for i=first,last do
local calls=work[i]
for at=1,#calls,2 do calls[at](calls[at+1]) end
end
end end
`;
}
