// What protoc refuses and the library takes.
import protobuf from 'protobufjs';
import { objectsIn, placeOf } from './resolve-names.ts';

const mostNumber = 536_870_911;

export function checkRoot(root: protobuf.Root, texts: ReadonlyMap<string, string>): string[] {
  const wrong: string[] = [];
  for (const { object } of objectsIn(root)) {
    const say = (message: string, pattern: string) => wrong.push(`${placeOf(object, texts, pattern)}: ${message}`);
    if (object instanceof protobuf.Field) {
      const { id } = object;
      const reserved = id >= 19_000 && id <= 19_999;
      if (id < 1 || id > mostNumber || reserved)
        say(
          `${id} is no number for a field: 1 to ${mostNumber}, without 19000 to 19999`,
          `\\b${object.name}\\s*=\\s*${id}\\b`,
        );
    } else if (object instanceof protobuf.Enum && Object.keys(object.values).length === 0) {
      say('an enum needs a value', `\\benum\\s+${object.name}\\b`);
    }
  }
  return wrong;
}
