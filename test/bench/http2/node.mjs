// node:http2's client in a closed loop. usage: ADDRESS STREAMS CONNECTIONS SECONDS get|unary
import { connect } from 'node:http2';

const [address, streams, connections, seconds, kind] = process.argv.slice(2);
const message = Buffer.from('0000000011088fbdbcc20110edff9a9cfdffffffff01', 'hex');
const sessions = Array.from({ length: Number(connections) }, () => connect(`http://${address}`));
const headers =
  kind === 'unary'
    ? {
        ':method': 'POST',
        ':path': '/routeguide.RouteGuide/GetFeature',
        'content-type': 'application/grpc',
        te: 'trailers',
      }
    : { ':path': '/' };
let [count, errors] = [0, 0];
let isOver = false;

function next(session) {
  if (isOver) return;
  const request = session.request(headers);
  let status = 0;
  request.on('response', (fields) => {
    status = fields[':status'];
  });
  request.on('data', () => {});
  request.on('close', () => {
    if (status !== 200) errors++;
    count++;
    next(session);
  });
  if (kind === 'unary') request.end(message);
}

for (let i = 0; i < streams; i++) next(sessions[i % connections]);
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
setTimeout(() => {
  isOver = true;
  const took = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  console.log(`rps ${Math.round(count / took)} cpu ${((user + system) / 1e6 / took).toFixed(2)} errors ${errors}`);
  process.exit();
}, seconds * 1000);
