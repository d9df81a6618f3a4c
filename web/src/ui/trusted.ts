/**
 * What may become HTML or a script. The browser asks here before any string does (`require-trusted-types-for 'script'`).
 *
 * The pages build nodes. Only SweetAlert2 parses a string: its own skeleton and the words on its buttons. It calls
 * the parser itself, so that the policy has to be the browser's default one.
 */

interface PolicyFactory {
  createPolicy: (name: 'default', rules: Record<'createHTML' | 'createScriptURL', (text: string) => string | null>) => unknown;
}

const element = '(?:div|h2|ul|span|label|button|img|input|output|select|textarea)';
/** None of them can name an address, a style or a script. */
const attribute = '(?:class|id|type|tabindex|aria-labelledby|aria-describedby)="[\\w -]*"';
const harmless = new RegExp(`^(?:[^<]|<${element}(?: ${attribute})*(?: /)?>|</${element}>)*$`);

/** The same text, or `null`, on which the browser throws. */
export function inert(markup: string): string | null {
  return harmless.test(markup) ? markup : null;
}

/** Browsers without Trusted Types have nobody to ask. */
export function trustNothingElse(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createHTML: inert,
    createScriptURL: (url) => (url === '/sw.js' ? url : null),
  });
}
