-- Lua's own library, as every program on the chip has it, with chance, output and modules taken from the outside.
local host = ...
local ask, op, integer = host.ask, host.op, host.integer
local load = loadstring or load

-- The chip's libraries are in flash and cannot be written; a table of our own stands in front of them.
math = setmetatable({}, { __index = math })

local function draw(below)
  if below <= 65536 then return ask(op.random, below) end
  return (ask(op.random, 32768) * 65536 + ask(op.random, 65536)) % below
end

function math.random(least, most)
  if not least then return draw(2147483647) / 2147483647 end
  least = integer(least, 1, "random")
  if not most then least, most = 1, least else most = integer(most, 2, "random") end
  host.check(least <= most, most == least and 1 or 2, "random", "interval is empty")
  return least + draw(most - least + 1)
end

function math.randomseed() end

-- One word makes no garbage, so that a log line does not count as the program's allocation.
function print(...)
  if select("#", ...) == 1 then
    ask(op.log, 0, tostring((...)))
    return
  end
  local words = {}
  for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
  ask(op.log, 0, table.concat(words, "\t"))
end

local function chunk(name)
  local problem = ask(op.moduleProblem, 0, name)
  if problem then return nil, problem end
  local text = ask(op.moduleChunk, 0, name)
  if not text then return nil, "cannot open " .. name end
  return load(text, "@" .. name)
end

function loadfile(name)
  return chunk(host.text(name, 1, "loadfile"))
end

function dofile(name)
  local run, problem = chunk(host.text(name, 1, "dofile"))
  if not run then error(problem, 0) end
  return run()
end

local function fromFiles(name)
  for _, ending in ipairs({ ".lc", ".lua" }) do
    local run, problem = chunk(name .. ending)
    if run then return run end
    if problem ~= "cannot open " .. name .. ending then error(problem, 0) end
  end
  return "\n\tno file '" .. name .. ".lc'\n\tno file '" .. name .. ".lua'"
end

local loaders = package.loaders or package.searchers
for i = #loaders, 2, -1 do loaders[i] = nil end
loaders[2] = fromFiles
package.path, package.cpath = "?.lc;?.lua", ""
