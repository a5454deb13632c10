-- Sends the requests of a file in turn and says at the end what wrk has counted.

local sent, turn = {}, 0

function init(args)
  for _, each in ipairs(dofile(args[1])) do
    table.insert(sent, wrk.format(each.method, each.path, each.headers, each.body ~= "" and each.body or nil))
  end
end

function request()
  turn = turn % #sent + 1
  return sent[turn]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"rate": %f, "p50": %f, "p99": %f, "failed": %d, "bytes": %f, "count": %d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout, summary.bytes / math.max(summary.requests, 1),
    summary.requests))
end
