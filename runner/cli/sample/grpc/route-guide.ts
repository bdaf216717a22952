import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { distance, type Feature, featureAt, featuresWithin, type Point, type Rectangle } from './features.ts';
import { type Knobs, orders } from './orders.ts';

interface RouteNote {
  location: Point | null;
  message: string;
}

interface RouteSummary {
  point_count: number;
  feature_count: number;
  distance: number;
  elapsed_time: number; // seconds
}

export function routeGuideService(knobs: Knobs): UntypedServiceImplementation {
  const orderOf = orders(knobs);

  const GetFeature: handleUnaryCall<Point, Feature> = (call, callback) => {
    const { delayMs, failure } = orderOf(call.metadata);
    hold(call, delayMs, () => (failure === null ? callback(null, featureAt(call.request)) : callback(failure)));
  };

  const ListFeatures: handleServerStreamingCall<Rectangle, Feature> = (call) => {
    const { delayMs, failure } = orderOf(call.metadata);
    hold(call, delayMs, () => {
      if (failure !== null) return void call.emit('error', failure);
      for (const feature of featuresWithin(call.request)) call.write(feature);
      call.end();
    });
  };

  const RecordRoute: handleClientStreamingCall<Point, RouteSummary> = (call, callback) => {
    const { delayMs, failure } = orderOf(call.metadata);
    const started = performance.now();
    const summary = { point_count: 0, feature_count: 0, distance: 0, elapsed_time: 0 };
    let last: Point | undefined;
    hold(call, delayMs, () => {
      call.on('data', (point: Point) => {
        summary.point_count++;
        if (featureAt(point).name !== '') summary.feature_count++;
        if (last !== undefined) summary.distance += distance(last, point);
        last = point;
      });
      call.on('end', () => {
        summary.distance = Math.round(summary.distance);
        summary.elapsed_time = Math.round((performance.now() - started) / 1000);
        if (failure === null) callback(null, summary);
        else callback(failure);
      });
    });
  };

  // Each note is answered by itself.
  const RouteChat: handleBidiStreamingCall<RouteNote, RouteNote> = (call) => {
    const { delayMs, failure } = orderOf(call.metadata);
    hold(call, delayMs, () => {
      call.on('data', (note: RouteNote) => {
        if (failure !== null || call.write(note)) return;
        call.pause();
        call.once('drain', () => call.resume());
      });
      call.on('end', () => (failure === null ? call.end() : call.emit('error', failure)));
    });
  };

  return { GetFeature, ListFeatures, RecordRoute, RouteChat };
}

interface Held {
  metadata: Metadata;
  once(event: 'cancelled', listener: () => void): unknown;
}

// Goes on after the delay, unless the client has left.
function hold(call: Held, ms: number, go: () => void): void {
  if (ms > 0) {
    const timer = setTimeout(go, ms);
    call.once('cancelled', () => clearTimeout(timer));
  } else go();
}
