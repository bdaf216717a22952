// A client of grpc-js that calls as fast as it can, as a peer in the benchmark.
// usage: grpc-js.mjs ADDRESS PROTO METHOD DATA CONCURRENCY CONNECTIONS SECONDS; prints {"requests", "seconds"}
import { Client, credentials } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const [address, proto, name, data, concurrency, connections, seconds] = process.argv.slice(2);
const method = loadSync(proto)['routeguide.RouteGuide'][name];
const { path, requestSerialize, responseDeserialize } = method;
const message = JSON.parse(data);
const clients = Array.from(
  { length: Number(connections) },
  () => new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }),
);
let requests = 0;
const started = performance.now();
const end = started + Number(seconds) * 1000;

await Promise.all(Array.from({ length: Number(concurrency) }, (_, i) => callUntilTheEnd(clients[i % clients.length])));
console.log(JSON.stringify({ requests, seconds: (performance.now() - started) / 1000 }));
for (const client of clients) client.close();

async function callUntilTheEnd(client) {
  while (performance.now() < end) {
    await (method.responseStream ? stream(client) : unary(client));
    requests++;
  }
}

function unary(client) {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, message, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}

function stream(client) {
  return new Promise((resolve, reject) => {
    const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, message);
    call.on('data', () => {});
    call.once('error', reject);
    call.once('end', resolve);
  });
}
