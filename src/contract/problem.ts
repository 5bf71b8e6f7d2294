/** A problem document (RFC 9457), as every refusal of the live server carries one. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** One sentence: what was found, what is allowed, what to do next. */
  detail: string;
  /** Which parameter, header or field is at fault, where one is. */
  parameter?: string;
  found?: string;
  allowed?: string;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
