/** How a call can fail: the server said no, nobody answered, or not in time. */
import type { FieldError, Problem, ProblemCode } from './types.ts';

/** Of a problem document, what the pages need; they also make some up themselves. */
type Refusal = Pick<Problem, 'status' | 'code'> & Partial<Problem>;

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors: FieldError[];
  readonly requestId: string | undefined;
  /** Seconds the server asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(problem: Refusal, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id;
    this.retryAfter = retryAfter;
  }
}

/** No answer came: offline, server gone, connection cut. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** No answer came in time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** Something between page and server may answer for it, so a body that is no Problem is read by its status. */
const codeOfStatus: Record<number, ProblemCode> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'insufficient_scope',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  412: 'precondition_failed',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  422: 'validation_failed',
  429: 'rate_limited',
  431: 'headers_too_large',
  502: 'store_unavailable',
  503: 'store_unavailable',
  504: 'request_timeout',
};

export async function problemOf(response: Response): Promise<ProblemError> {
  const body = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  const requestId = body?.request_id ?? response.headers.get('x-request-id');
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return new ProblemError(
    {
      ...body,
      status: response.status,
      code: body?.code ?? codeOfStatus[response.status] ?? 'internal',
      ...(requestId !== null && { request_id: requestId }),
    },
    Number.isNaN(seconds) ? undefined : seconds,
  );
}
