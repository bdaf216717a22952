// An interface to make calls of, and a world that holds it.
import { Iter8Error } from '../../model/errors.ts';
import type { Files } from '../../model/task.ts';

export const proto = `syntax = "proto3";
package guide;

message Point { int32 latitude = 1; int32 longitude = 2; }
message Name { string name = 1; }

service Guide {
  rpc Get(Point) returns (Name);
  rpc List(Point) returns (stream Name);
  rpc Record(stream Point) returns (Name);
}
`;

export const target = { host: 'guide.test:50051', call: 'guide.Guide.Get' };

export function filesOf(texts: Record<string, string>): Files {
  return {
    async read(path) {
      const text = texts[path];
      if (text === undefined) throw new Iter8Error('FILE_READ', `${path}: there is no such file`);
      return new TextEncoder().encode(text);
    },
  };
}
