// Shows whoever watches what there is: a screen that is drawn again, or a log line for each change.
import type { Document } from '../../model/document.ts';
import type { Log } from '../../model/task.ts';
import { plain } from '../../report/plain.ts';
import { changesBetween, isSameRun, progressSaid } from '../../report/watch/changes.ts';
import { frame } from '../../report/watch/frame.ts';
import type { Terminal } from '../../report/watch/line.ts';
import { type Scene, sceneOf } from '../../report/watch/scene.ts';
import { clockWords } from '../../report/watch/words.ts';
import type { Output } from '../terminal/screen.ts';
import { createLiveBlock } from './live-block.ts';

// What is waited for, or wrong.
export interface News {
  words: string;
  inMs?: number; // what is waited for comes so soon
}

export interface Viewer {
  log: Log; // for what is not of the view
  begin(subject: string): void; // whose experiment it is, and where
  document(document: Document): void;
  missing(): void; // the experiment is not there, or not any more
  news(news: News | undefined): void; // undefined: nothing
  tick(): void; // time went on
  end(words: readonly string[]): void;
  close(): void;
}

interface ViewerOptions {
  now(): number; // msec
  log: Log;
}

const progressMs = 10_000;
const mostText = 1000; // of a line; what the cluster says can be long
const anewMs = 10_000; // for which one is told that it is another run

export function logViewer({ now, log }: ViewerOptions): Viewer {
  let scene: Scene | undefined;
  let lastNews: string | undefined;
  let lastProgress = now();
  return {
    log,
    begin: (subject) => log.info(plain(`watching ${subject}`, mostText)),
    document(document) {
      const next = sceneOf(document);
      if (scene !== undefined && !isSameRun(scene, next)) log.info(relaunched);
      const changes = changesBetween(scene, next);
      for (const { level, message } of changes) log[level](message);
      scene = next;
      if (changes.length > 0 || now() - lastProgress < progressMs) return;
      lastProgress = now();
      const progress = progressSaid(scene);
      if (progress !== undefined) log.info(progress);
    },
    missing() {},
    news(news) {
      if (news !== undefined && news.words !== lastNews) log.info(plain(news.words, mostText));
      lastNews = news?.words;
    },
    tick() {},
    end(words) {
      for (const line of words) log.info(line);
    },
    close() {},
  };
}

const relaunched = 'the experiment was launched again: this is the new run';

export function liveViewer(options: ViewerOptions & { output: Output; terminal(): Terminal }): Viewer {
  const { now, log, output, terminal } = options;
  const block = createLiveBlock(output);
  let subject = '';
  let scene: Scene | undefined;
  let readAt = 0;
  let news: News | undefined;
  let toldAt = 0;
  let anewAt: number | undefined;
  let wasGone = false;
  let end: readonly string[] = [];

  const draw = () => {
    const sinceMs = scene === undefined || scene.view.summary.final ? 0 : Math.max(0, now() - readAt);
    const isAnew = anewAt !== undefined && now() - anewAt < anewMs && end.length === 0;
    const told = news === undefined ? (isAnew ? relaunched : undefined) : worded(news, now() - toldAt);
    // What is drawn for the last time may be higher than the terminal.
    const size = terminal();
    const rows = end.length > 0 ? { rows: Number.POSITIVE_INFINITY } : {};
    block.show(frame(scene, { subject, sinceMs, news: told, end, height: size.rows }, { ...size, ...rows }));
  };
  const above = (write: (message: string) => void) => (message: string) => {
    block.clear();
    write(message);
  };
  return {
    log: { debug: above(log.debug), info: above(log.info), warn: above(log.warn), error: above(log.error) },
    begin(whose) {
      subject = whose;
    },
    document(document) {
      const next = sceneOf(document);
      if (wasGone || (scene !== undefined && !isSameRun(scene, next))) anewAt = now();
      wasGone = false;
      if (scene?.document.details?.asOf !== document.details?.asOf || scene === undefined) readAt = now();
      scene = next;
    },
    missing() {
      wasGone ||= scene !== undefined;
      scene = undefined;
    },
    news(next) {
      news = next;
      toldAt = now();
      draw();
    },
    tick: draw,
    end(words) {
      news = undefined;
      end = words;
      draw();
    },
    close: block.close,
  };
}

function worded({ words, inMs }: News, sinceMs: number): string {
  return inMs === undefined ? words : `${words}, in ${clockWords(inMs - sinceMs)}`;
}
