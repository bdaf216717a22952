// What a task takes, said once: types, defaults, limits and words. From it come the TypeScript type, the normaliser's
// knowledge of forms, the checks, the chart's JSON Schema and the reference page.
interface Common {
  describe: string;
  sensitive?: true;
  example?: unknown;
  accepted?: string; // taken for old command lines and without effect; says why
}

export interface StringSchema extends Common {
  kind: 'string';
  format?: StringFormat;
  oneOf?: readonly string[];
  default?: string;
  nonEmpty?: true;
}

export type StringFormat = 'duration' | 'url' | 'method' | 'regex' | 'cron' | 'header-value';

export interface NumberSchema extends Common {
  kind: 'number';
  integer?: true;
  min?: number;
  above?: number; // exclusive minimum
  max?: number;
  default?: number;
}

export interface BooleanSchema extends Common {
  kind: 'boolean';
  default?: boolean;
}

export interface ListSchema extends Common {
  kind: 'list';
  of: Schema;
  min?: number;
  most?: number;
  default?: readonly unknown[];
}

// Free names as keys: headers, endpoints, SLO limits. `dotted`: names may hold dots, so that the nested maps --set
// makes of them are joined again.
export interface MapSchema extends Common {
  kind: 'map';
  of: Schema;
  dotted?: true;
  name?: 'header' | 'metric' | 'endpoint';
  // A list of such pairs is taken, too, and becomes the map: [{metric, limit}] as the result document writes SLOs.
  pairs?: { key: string; value: string };
  // A text is taken, too, and passed through: JSON that the task itself reads.
  orText?: true;
}

export interface ObjectSchema extends Common {
  kind: 'object';
  fields: Fields;
  required?: readonly string[];
}

// Anything: passed through as it came.
interface AnySchema extends Common {
  kind: 'any';
}

export type Fields = { readonly [name: string]: Schema };
export type Schema = StringSchema | NumberSchema | BooleanSchema | ListSchema | MapSchema | ObjectSchema | AnySchema;

// The TypeScript type of inputs that passed the normaliser; write schemas `as const satisfies ObjectSchema`.
export type Infer<S> = S extends { kind: 'string'; oneOf: readonly (infer O)[] }
  ? O
  : S extends { kind: 'string' }
    ? string
    : S extends { kind: 'number' }
      ? number
      : S extends { kind: 'boolean' }
        ? boolean
        : S extends { kind: 'list'; of: infer E }
          ? Infer<E>[]
          : S extends { kind: 'map'; of: infer V }
            ? Record<string, Infer<V>> | (S extends { orText: true } ? string : never)
            : S extends { kind: 'object'; fields: infer F }
              ? { [K in keyof F]?: Infer<F[K]> }
              : unknown;
