// Our client in a closed loop, without the load engine. usage: ADDRESS STREAMS CONNECTIONS SECONDS get|unary BUNDLE
import { pathToFileURL } from 'node:url';

const [address, streams, connections, seconds, kind, bundle] = process.argv.slice(2);
const { connect, createResolver, encodeHead } = await import(pathToFileURL(bundle).href);
const [host, port] = address.split(':');
const message = Buffer.from('0000000011088fbdbcc20110edff9a9cfdffffffff01', 'hex');
const isUnary = kind === 'unary';
const head = encodeHead({
  method: isUnary ? 'POST' : 'GET',
  scheme: 'http',
  target: isUnary ? '/routeguide.RouteGuide/GetFeature' : '/',
  headers: [
    ['host', address],
    ...(isUnary
      ? [
          ['content-type', 'application/grpc'],
          ['te', 'trailers'],
        ]
      : []),
  ],
  length: null,
});
const latencies = new Float64Array(5e6);
const addresses = createResolver();
let [count, errors] = [0, 0];
let isOver = false;

for (let i = 0; i < connections; i++) {
  const share = Math.floor(streams / connections) + (i < streams % connections ? 1 : 0);
  const connection = connect(
    { host, port: Number(port), addresses, tls: null, connectTimeoutMs: 5000 },
    {
      connected: () => {
        for (let k = 0; k < share; k++) loop(connection);
      },
      roomChanged() {},
      closed() {},
      failed: (failure, words) => console.error(failure, words),
    },
  );
}

function loop(connection) {
  let [startedAt, status] = [0, 0];
  const handler = {
    field() {},
    headers: (answered) => {
      status = answered;
    },
    data() {},
    trailers() {},
    end() {
      if (status !== 200) errors++;
      latencies[count++] = performance.now() - startedAt;
      next();
    },
    failed() {
      errors++;
    },
    drained() {},
  };
  next();

  function next() {
    if (isOver) return;
    startedAt = performance.now();
    const stream = connection.open(head, !isUnary, handler);
    if (isUnary) connection.write(stream, message, true);
  }
}

const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
setTimeout(() => {
  isOver = true;
  const took = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const sorted = latencies.subarray(0, count).sort();
  const micros = (p) => Math.round((sorted[Math.floor(count * p)] ?? 0) * 1000);
  console.log(
    `rps ${Math.round(count / took)} cpu ${((user + system) / 1e6 / took).toFixed(2)} errors ${errors} p50 ${micros(0.5)} p99 ${micros(0.99)}`,
  );
  process.exit();
}, seconds * 1000);
