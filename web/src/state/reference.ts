/** The API's own document (`/openapi.json`), as far as the help page shows it. */

/** JSON Schema, the words of it that the document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  format?: string;
  pattern?: string;
  enum?: readonly (string | number | null)[];
  const?: string | number | boolean;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  oneOf?: readonly Schema[];
  anyOf?: readonly Schema[];
}

interface Content {
  content?: Record<string, { schema: Schema }>;
}

interface Operation {
  summary: string;
  tags: readonly string[];
  security: readonly Record<string, unknown>[];
  parameters?: readonly { name: string; in: string; required?: boolean; description?: string; schema: Schema }[];
  requestBody?: Content;
  responses: Record<string, Content & { $ref?: string; description?: string }>;
  'x-scope'?: string;
  'x-limit'?: { name: string; per: string; quota: number; window_seconds: number };
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

type Span = readonly [least: number | undefined, most: number | undefined];

/** What a value may be. */
export interface Shape {
  type: string;
  /** The named schema that describes it, where there is one. */
  ref?: string;
  options?: readonly string[];
  letters?: Span;
  range?: Span;
  amount?: Span;
  format?: string;
  pattern?: string;
}

export interface Member extends Shape {
  name: string;
  required: boolean;
  /** Where it stands in a request that is not its body. */
  place?: string;
  description?: string;
}

export const areas = ['accounts', 'films', 'comments', 'people', 'service'] as const;
export type Area = (typeof areas)[number];

export interface Route {
  key: string;
  method: string;
  path: string;
  area: Area;
  summary: string;
  scope?: string;
  open: boolean;
  limit?: Operation['x-limit'];
  parameters: Member[];
  body: Member[];
  answer: { status: string; shape?: Shape };
  problems: string[];
  example: string;
}

const areaOf: Partial<Record<string, Area>> = {
  movies: 'films',
  genres: 'films',
  'user-movies': 'films',
  'blocked-movies': 'films',
  'report-reasons': 'films',
  reports: 'films',
  comments: 'comments',
  users: 'people',
  'blocked-users': 'people',
  conversations: 'people',
  notifications: 'people',
  media: 'people',
  socket: 'people',
  config: 'service',
  health: 'service',
  '.well-known': 'service',
};

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1);

function span(least: number | undefined, most: number | undefined): Span | undefined {
  return least === undefined && most === undefined ? undefined : [least, most];
}

export function shapeOf(schema: Schema): Shape {
  if (schema.$ref !== undefined) return { type: nameOf(schema.$ref), ref: nameOf(schema.$ref) };
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) {
    const shapes = choices.map(shapeOf);
    const options = shapes.flatMap((shape) => shape.options ?? []);
    const ref = shapes.find((shape) => shape.ref !== undefined)?.ref;
    return {
      type: [...new Set(shapes.map(({ type }) => type))].join(' | '),
      ...(ref !== undefined && { ref }),
      ...(options.length > 0 && { options }),
    };
  }
  const type = [schema.type ?? typeof schema.const].flat().filter((name) => name !== 'null').join(' | ');
  if (type === 'array' && schema.items) {
    const inner = shapeOf(schema.items);
    const amount = span(schema.minItems, schema.maxItems);
    return { ...inner, type: `${inner.type}[]`, ...(amount && { amount }) };
  }
  const options = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  const letters = span(schema.minLength, schema.maxLength);
  const range = span(schema.minimum, schema.maximum);
  return {
    type: type === '' ? 'any' : type,
    ...(options && { options: options.filter((one) => one !== null).map(String) }),
    ...(letters && { letters }),
    ...(range && { range }),
    ...(schema.format !== undefined && { format: schema.format }),
    ...(schema.pattern !== undefined && { pattern: schema.pattern }),
  };
}

/** The members of an object; of several forms of it, of all of them. */
export function membersOf(schema: Schema): Member[] {
  const forms = [schema, ...(schema.oneOf ?? schema.anyOf ?? [])];
  const members = new Map<string, Member>();
  for (const { properties = {}, required = [] } of forms) {
    for (const [name, member] of Object.entries(properties)) {
      members.set(name, {
        name,
        required: required.includes(name),
        ...(member.description !== undefined && { description: member.description }),
        ...shapeOf(member),
      });
    }
  }
  return [...members.values()];
}

const json = (holder: Content | undefined) => holder?.content?.['application/json']?.schema;

/** Of the body that creates a film. */
export function filmSchema(document: ApiDocument): Schema {
  return json(document.paths['/api/movies']?.post?.requestBody) ?? {};
}

/** Something that the schema takes, for an example. */
function sample(schema: Schema): unknown {
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice?.[0]) return sample(choice[choice.length - 1] ?? choice[0]);
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return schema.items ? [sample(schema.items)] : [];
  if (schema.type === 'object') return sampleObject(schema);
  if (schema.format === 'uri') return 'https://example.org/';
  if (schema.format === 'uuid') return '018f3c1e-0000-7000-8000-000000000000';
  return '…';
}

function sampleObject({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, sample(properties[name] ?? {})]));
}

/** A command for a POSIX shell. */
function exampleOf(site: string, method: string, path: string, open: boolean, operation: Operation): string {
  const body = json(operation.requestBody);
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${site}${path}'`,
    ...(open ? [] : [`-H "Authorization: Bearer $ACCESS_TOKEN"`]),
    ...(body ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(sampleObject(body))}'`] : []),
  ];
  return lines.join(' \\\n  ');
}

/** As they are read: what there is, then what changes it. */
const verbs = ['get', 'post', 'put', 'patch', 'delete'];

export function routesOf(document: ApiDocument, site: string): Route[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    verbs.flatMap((verb): Route[] => {
      const operation = operations[verb];
      if (!operation) return [];
      const method = verb.toUpperCase();
      const open = operation.security.some((way) => Object.keys(way).length === 0);
      const statuses = Object.keys(operation.responses);
      const status = statuses.find((one) => one.startsWith('2') || one.startsWith('3')) ?? '';
      const answer = json(operation.responses[status]);
      const body = json(operation.requestBody);
      const route: Route = {
        key: `${method} ${path}`,
        ...{ method, path, open },
        area: areaOf[operation.tags[0] ?? ''] ?? 'accounts',
        summary: operation.summary,
        ...(operation['x-scope'] !== undefined && { scope: operation['x-scope'] }),
        ...(operation['x-limit'] && { limit: operation['x-limit'] }),
        parameters: (operation.parameters ?? []).map((parameter) => ({
          name: parameter.name,
          required: parameter.required ?? false,
          place: parameter.in,
          ...(parameter.description !== undefined && { description: parameter.description }),
          ...shapeOf(parameter.schema),
        })),
        body: body ? membersOf(body) : [],
        answer: { status, ...(answer && { shape: shapeOf(answer) }) },
        problems: statuses.filter((one) => one >= '4'),
        example: exampleOf(site, method, path, open, operation),
      };
      return [route];
    }),
  );
}

/** Routes in which every word stands somewhere. */
export function found(routes: readonly Route[], text: string): Route[] {
  const wanted = text.toLowerCase().split(/\s+/u).filter((word) => word !== '');
  return routes.filter(({ key, summary, scope = '' }) => {
    const where = `${key} ${summary} ${scope}`.toLowerCase();
    return wanted.every((word) => where.includes(word));
  });
}
