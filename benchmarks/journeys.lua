-- One visitor after the other: each thread of wrk has one connection and walks the ways of a file, one page after
-- the other. The name of the sheet and its stamp are read from the first page, as a browser carries them along.

local ffi = require("ffi")
ffi.cdef([[typedef struct { long seconds, nanoseconds; } moment; int clock_gettime(int clock, moment *now);]])
local MONOTONIC = 1

local threads = {}
local ways, way, at = {}, 0, 0
local form, stamp, began, first
local limit

times, failed, rate = {}, 0, 0 -- of this thread, read at the end

local function now()
  local moment = ffi.new("moment")
  ffi.C.clock_gettime(MONOTONIC, moment)
  return tonumber(moment.seconds) + tonumber(moment.nanoseconds) / 1e9
end

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  ways, limit, way = dofile(args[1]), tonumber(args[2]), number
  for _, steps in ipairs(ways) do
    for place, step in ipairs(steps) do
      if place == 2 then step.headers["Accept-Encoding"] = "identity" end -- the sheet has to be read from it
      if step.body == "" then step.ready = wrk.format(step.method, step.path, step.headers) end
    end
  end
end

local function steps()
  return ways[way % #ways + 1]
end

function request()
  if at == 0 then
    at, began = 1, now()
    first = first or began
  end
  local step = steps()[at]
  if step.ready then return step.ready end
  local body = step.body:gsub("@form@", form or ""):gsub("@stamp@", stamp or "")
  return wrk.format(step.method, step.path, step.headers, body)
end

function response(status, headers, body)
  if status ~= steps()[at].status then
    failed = failed + 1
    at = 0
    return
  end
  if at == 2 then
    form = body:match('name="_form" value="([^"]+)"')
    stamp = body:match('name="_made" value="([^"]+)"')
  end
  at = at + 1
  if at <= #steps() then return end
  local ended = now()
  table.insert(times, (ended - began) * 1000)
  at, way = 0, way + 1
  if ended - first >= limit then
    rate = #times / (ended - first)
    io.write("ended\n")
    io.flush()
    wrk.thread:stop()
  end
end

function done(summary)
  local all, wrong, together = {}, 0, 0
  for _, thread in ipairs(threads) do
    for _, each in ipairs(thread:get("times")) do table.insert(all, each) end
    wrong, together = wrong + thread:get("failed"), together + thread:get("rate")
  end
  table.sort(all)
  local e = summary.errors
  io.write(string.format('{"rate": %f, "p50": %f, "p99": %f, "failed": %d, "bytes": %f, "count": %d}\n',
    together, all[math.ceil(#all * 0.5)] or 0, all[math.ceil(#all * 0.99)] or 0,
    wrong + e.connect + e.read + e.write + e.timeout, summary.bytes / math.max(#all, 1), #all))
end
