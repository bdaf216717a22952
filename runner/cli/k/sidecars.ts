// A Job whose pod got a sidecar from a service mesh would never end: the mesh's proxy runs on. So it is asked to end, where
// one listens; where none does, the connection is refused at once.
import { request } from 'node:http';

const asks = [
  { port: 15020, path: '/quitquitquit' }, // Istio
  { port: 4191, path: '/shutdown' }, // Linkerd
];
const longestMs = 1000;

export async function endSidecars(at: readonly { port: number; path: string }[] = asks): Promise<void> {
  await Promise.all(at.map(ask));
}

function ask({ port, path }: { port: number; path: string }): Promise<void> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', timeout: longestMs, agent: false });
    const end = () => {
      asked.destroy();
      resolve();
    };
    asked.once('response', end).once('timeout', end).once('error', end).end();
  });
}
