// As fast as the connections allow: ours against each peer, round by round, and each peer against itself.
import { programs } from './programs.mjs';
import { band, mean, median, table, thousands } from './stats.mjs';

// Every peer runs twice a round, before and after ours, so that ours is compared with their mean and the two with
// each other.
export async function closedLoop({ tools, peers, target, kind, connections, node, rounds, seconds, core, say }) {
  const all = programs({ tools, core, node: node.path });
  const load = { ...targetOf(kind, target), connections, seconds };
  const seen = new Map([['iter8', []], ...peers.map((name) => [name, []])]);
  for (let round = 0; round < rounds; round++) {
    for (const name of orderOf(peers, round)) {
      const result = await all[name](load);
      const ofRound = seen.get(name)[round] ?? [];
      seen.get(name)[round] = [...ofRound, result];
      say(`${round + 1}/${rounds} ${name} ${thousands(result.rate)}/s, ${micros(result)} µs of CPU a request`);
    }
  }
  return peers.map((peer) => compare(peer, seen.get('iter8'), seen.get(peer)));
}

function targetOf(kind, { url, tlsUrl, ca, http2Url }) {
  if (kind === 'https') return { url: tlsUrl, ca };
  return kind === 'http2' ? { url: http2Url, http2: true } : { url };
}

function orderOf(peers, round) {
  const turn = round % peers.length;
  const turned = [...peers.slice(turn), ...peers.slice(0, turn)];
  return [...turned, 'iter8', ...turned.toReversed()];
}

function micros({ cpuSeconds, requests }) {
  return ((cpuSeconds * 1e6) / requests).toFixed(1);
}

function compare(peer, ours, theirs) {
  const rate = (runs) => mean(runs.map((run) => run.rate));
  const cpu = (runs) => mean(runs.map((run) => run.cpuSeconds / run.requests));
  const ratios = (of) => ours.map((runs, round) => of(runs) / of(theirs[round]));
  const self = (of) => theirs.map(([first, second]) => of([first]) / of([second]));
  return {
    peer,
    ourRate: median(ours.map(rate)),
    theirRate: median(theirs.map(rate)),
    rate: ratios(rate),
    rateSelf: self(rate),
    cpu: ratios(cpu),
    cpuSelf: self(cpu),
  };
}

// rows: {title, floors, results}
export function closedLoopTable(rows) {
  const heads = [
    '',
    'peer',
    'ours /s',
    'peer /s',
    'ours ÷ peer',
    'A/A',
    'floor',
    'CPU a request, ours ÷ peer',
    'A/A',
    'ceiling',
  ];
  return table(
    heads,
    rows.flatMap(({ title, floors, results }) =>
      results.map((r) => {
        const { rate: floor, cpu: ceiling } = floors[r.peer] ?? {};
        return [
          title,
          r.peer,
          thousands(r.ourRate),
          thousands(r.theirRate),
          judged(median(r.rate), (ratio) => floor === undefined || ratio >= floor),
          band(r.rateSelf),
          floor ?? '',
          judged(median(r.cpu), (ratio) => ceiling === undefined || ratio <= ceiling),
          band(r.cpuSelf),
          ceiling ?? '',
        ];
      }),
    ),
  );
}

function judged(ratio, holds) {
  return holds(ratio) ? ratio.toFixed(2) : `**${ratio.toFixed(2)}**`;
}
