import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

/** `'key': 'ICU message',`: the only form of line that a catalog has. */
const ENTRY = /^( {2}'[^']+': )('(?:[^'\\]|\\.)*'),$/gm;

/** Compiles the catalogs' ICU messages at build time, so that the parser stays out of the page. */
export function compiledCatalogs(): Plugin {
  return {
    name: 'compiled-catalogs',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/i18n\/(channels\/)?(en|zh-CN|zh-TW)\.ts$/.test(id)) return undefined;
      return code.replace(ENTRY, (_, key: string, literal: string) => `${key}${JSON.stringify(compileMessage(textOf(literal)))},`);
    },
  };
}

function textOf(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, '$1');
}
